import Foundation
import Glibc

/// Tells when a file in a folder was saved (inotify).
struct FolderChanges: Sendable {
  private let descriptor: Int32

  /// Watches `folder`.
  ///
  /// - Throws: ``Failure`` when it cannot be watched.
  init(_ folder: String) throws {
    descriptor = inotify_init1(Int32(IN_CLOEXEC))
    let mask = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE | IN_CREATE)
    guard descriptor >= 0, inotify_add_watch(descriptor, folder, mask) >= 0 else {
      throw Failure("'\(folder)' cannot be watched: \(String(cString: strerror(errno))).", .badInput)
    }
  }

  /// Returns after the next change, once a burst of them (an editor saving) has ended.
  func next() async {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      Thread.detachNewThread { [descriptor] in
        Self.readOnce(descriptor)
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while Glibc.poll(&poll, 1, 150) > 0 { Self.readOnce(descriptor) }
        continuation.resume()
      }
    }
  }

  private static func readOnce(_ descriptor: Int32) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    _ = read(descriptor, &buffer, buffer.count)
  }
}
