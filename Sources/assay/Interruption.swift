import Dispatch
import Foundation
import Synchronization

/// Turns the signals that ask a program to end into the cancellation of its work.
///
/// The first one cancels, so that sandboxes are taken down and folders removed on the ordinary way out. A second
/// one ends the program at once: the launchers then see their input end and take everything down themselves.
struct Interruption {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  /// Whether a signal has come.
  private final class Flag: Sendable {
    let isRaised = Atomic<Bool>(false)
  }

  private let flag: Flag
  private let sources: [any DispatchSourceSignal]

  /// Calls `cancel` at the first signal.
  init(_ cancel: @escaping @Sendable () -> Void) {
    let flag = Flag()
    self.flag = flag
    // One that the caller ignores (`nohup`) stays ignored.
    sources = Self.signals.filter { !Self.isIgnored($0) }.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if flag.isRaised.exchange(true, ordering: .sequentiallyConsistent) {
          _exit(ExitStatus.interrupted.rawValue)
        }
        cancel()
      }
      source.resume()
      return source
    }
  }

  /// True once a signal has come.
  var hasHappened: Bool { flag.isRaised.load(ordering: .sequentiallyConsistent) }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    return action.__sigaction_handler.sa_handler.map { unsafeBitCast($0, to: Int.self) } == 1
  }
}
