import AssayModel
import Foundation
import Synchronization

/// A channel in one direction whose ends no other process inherits.
///
/// It is a pair of sockets because `pipe2` is not available to Swift here, and a pipe that is marked only after
/// it was made can slip into a process that another thread starts in between.
struct Pipes {
  var readEnd: Int32
  var writeEnd: Int32

  static func make() throws(Fault) -> Self {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw Fault(
        .machine, LocalizedText(en: "No more files can be opened", ko: "더 이상 파일을 열 수 없습니다"),
        detail: String(cString: strerror(errno)),
        remedy: LocalizedText(
          en: "Raise the limit of open files (`ulimit -n`).", ko: "열 수 있는 파일 수 제한(`ulimit -n`)을 높이십시오."))
    }
    return Self(readEnd: ends[0], writeEnd: ends[1])
  }

  func closeBoth() {
    close(readEnd)
    close(writeEnd)
  }
}

/// Writes to a pipe in order, on a queue of its own, so that a full pipe holds up nobody else.
final class PipeWriter: Sendable {
  private let queue = DispatchQueue(label: "assay.launcher.writer")
  private let descriptor: Mutex<Int32?>

  init(_ descriptor: Int32) { self.descriptor = Mutex(descriptor) }

  /// Writes all of `bytes`; false when the reader is gone.
  func write(_ bytes: [UInt8]) async -> Bool {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: self.writeNow(bytes)) }
    }
  }

  /// Writes all of `bytes` after what is being written, without waiting for it.
  func enqueue(_ bytes: [UInt8]) { queue.async { _ = self.writeNow(bytes) } }

  /// Closes the pipe after what is being written.
  func close() {
    queue.async {
      let open = self.descriptor.withLock { descriptor in
        defer { descriptor = nil }
        return descriptor
      }
      if let open { Foundation.close(open) }
    }
  }

  private func writeNow(_ bytes: [UInt8]) -> Bool {
    guard let open = descriptor.withLock({ $0 }) else { return false }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(open, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
