import Foundation
import Glibc

/// Tells when one of some files was saved (inotify).
final class FolderChanges: Sendable {
  private let descriptor: Int32
  /// A pipe that ends the waiting: what is written comes out at the other end.
  private let wakeUp: (reading: Int32, writing: Int32)
  /// The names that matter in each watched folder, by watch.
  private let names: [Int32: Set<String>]

  /// Watches `files`, paths inside `folder`, whether they are there yet or not.
  ///
  /// - Throws: ``Failure`` when they cannot be watched.
  init(of files: [String], in folder: String) throws {
    descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
    var ends: [Int32] = [-1, -1]
    if pipe(&ends) == 0 { for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) } }
    wakeUp = (ends[0], ends[1])
    var names: [Int32: Set<String>] = [:]
    let mask = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE)
    for file in files {
      let path = (folder as NSString).appendingPathComponent(file)
      let watch = inotify_add_watch(descriptor, (path as NSString).deletingLastPathComponent, mask)
      if watch >= 0 { names[watch, default: []].insert((file as NSString).lastPathComponent) }
    }
    self.names = names
    guard !names.isEmpty, wakeUp.reading >= 0 else {
      let reason = String(cString: strerror(errno))
      for end in ends + [descriptor] { close(end) }
      throw Failure("'\(folder)' cannot be watched: \(reason).", .badInput)
    }
  }

  deinit {
    for end in [descriptor, wakeUp.reading, wakeUp.writing] { close(end) }
  }

  /// Returns after the next change, once a burst of them (an editor saving) has ended.
  ///
  /// - Throws: `CancellationError`.
  func next() async throws {
    await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
        Thread.detachNewThread {
          self.wait()
          continuation.resume()
        }
      }
    } onCancel: {
      _ = write(wakeUp.writing, [1], 1)
    }
    try Task.checkCancellation()
  }

  private func wait() {
    var polls = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
    polls.append(pollfd(fd: wakeUp.reading, events: Int16(POLLIN), revents: 0))
    var wasSaved = false
    while true {
      // The end of a burst is not announced: it is when nothing more has come for a while.
      let ready = poll(&polls, nfds_t(polls.count), wasSaved ? 150 : -1)
      if polls[1].revents != 0 || (ready == 0 && wasSaved) { return }
      if ready > 0, readEvents() { wasSaved = true }
      if ready < 0, errno != EINTR { return }
    }
  }

  /// Takes what has come; true when one of our files was concerned.
  private func readEvents() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    let count = read(descriptor, &buffer, buffer.count)
    guard count > 0 else { return false }
    var concerns = false
    let head = MemoryLayout<inotify_event>.size
    buffer.withUnsafeBytes { bytes in
      var start = 0
      while start + head <= count {
        let event = bytes.loadUnaligned(fromByteOffset: start, as: inotify_event.self)
        let name = bytes[(start + head)..<min(count, start + head + Int(event.len))].prefix { $0 != 0 }
        if event.mask & UInt32(IN_Q_OVERFLOW) != 0
          || names[event.wd]?.contains(String(decoding: name, as: UTF8.self)) == true
        {
          concerns = true
        }
        start += head + Int(event.len)
      }
    }
    return concerns
  }
}
