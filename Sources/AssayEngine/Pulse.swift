import AssayModel
import Foundation
import Synchronization

/// Tells how long this program stood still: stopped, suspended with the machine, or frozen with its container.
///
/// Clocks that went on meanwhile say nothing about the learner's code then. Time in which we merely waited for a
/// processor does not count: a busy learner could bring that about.
final class Pulse: Sendable {
  private static let interval = 0.2
  /// A beat that is late by less, in seconds, is nothing.
  private static let tolerance = 1.0

  private struct State {
    var lost = 0.0
    var last = Pulse.now
    var hasEnded = false
  }

  private let state = Mutex(State())

  /// Begins to beat, on a thread of its own.
  init() {
    Thread.detachNewThread {
      var waited = Self.waitedForProcessor
      while self.goesOn {
        usleep(useconds_t(Self.interval * 1e6))
        let now = Self.waitedForProcessor
        self.beat(excusing: now - waited)
        waited = now
      }
    }
  }

  /// Seconds that were lost so far.
  var lostSeconds: Double {
    state.withLock { state in
      let late = Self.now - state.last - Self.interval
      return state.lost + (late > Self.tolerance ? late : 0)
    }
  }

  /// Ends the beating.
  func end() { state.withLock { $0.hasEnded = true } }

  private var goesOn: Bool { state.withLock { !$0.hasEnded } }

  private func beat(excusing waited: Double) {
    state.withLock { state in
      let now = Self.now
      let late = now - state.last - Self.interval - max(0, waited)
      if late > Self.tolerance { state.lost += late }
      state.last = now
    }
  }

  /// Seconds of the clock that goes on while the machine is suspended.
  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Seconds that this thread was able to run but had no processor.
  private static var waitedForProcessor: Double {
    guard let data = FileManager.default.contents(atPath: "/proc/thread-self/schedstat") else { return 0 }
    let fields = String(decoding: data, as: UTF8.self).split(separator: " ")
    return fields.count > 1 ? (Double(fields[1]) ?? 0) / 1e9 : 0
  }
}

extension Fault {
  /// The program stood still while a clock of the run went on.
  static func standstill(_ seconds: Double) -> Fault {
    Fault(
      .machine,
      LocalizedText(
        en: "This machine, or assay itself, stood still for \(Int(seconds.rounded())) s while the code ran",
        ko: "코드를 실행하는 동안 이 컴퓨터 또는 assay가 \(Int(seconds.rounded()))초간 멈춰 있었습니다"),
      isTransient: true)
  }
}

extension RunRecord {
  /// Whether a clock ended the run or a call of it.
  var wasCutShort: Bool {
    if case .ended(.exceeded(.wall)) = loadFailure { return true }
    return processes.contains { $0.termination == .exceeded(.wall) }
      || calls.contains { if case .timedOut = $0.outcome { true } else { false } }
  }
}
