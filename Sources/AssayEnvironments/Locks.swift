import Foundation

/// A lock on a folder (flock), given back when the value goes or the process ends.
final class FolderLock: Sendable {
  private let descriptor: Int32

  /// Shares the folder at `path` with other users of it; nil where it is not there or being removed.
  convenience init?(sharing path: String) { self.init(path, LOCK_SH) }

  /// Has the folder at `path` alone; nil where somebody uses it.
  convenience init?(alone path: String) { self.init(path, LOCK_EX) }

  private init?(_ path: String, _ operation: Int32) {
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0, flock(descriptor, operation | LOCK_NB) == 0 else { return nil }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Sets the folder's time to now.
  func touch() { futimens(descriptor, nil) }
}

/// The lock of those who change the store.
///
/// Programs started by the holder get it as their stdin. Should the holder be killed, it is held for as long as
/// one of them goes on writing, so nobody removes what is still being written.
public enum StoreLock {
  /// Gives `body` the lock as a stdin, an empty file; says once when it has to wait for it.
  ///
  /// - Throws: ``EnvironmentError/disk(path:reason:)``, `CancellationError` while it waits, what `body` throws.
  public static func hold<Result>(
    in root: String, onWait: () -> Void = {}, body: (FileHandle) async throws -> Result
  ) async throws -> Result {
    let descriptor = try open(in: root)
    defer { close(descriptor) }
    var hasWaited = false
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { throw failure(root) }
      if !hasWaited { onWait() }
      hasWaited = true
      // The kernel can only make a whole thread wait, and nothing could call that off.
      try await Task.sleep(for: .milliseconds(50))
    }
    return try await body(FileHandle(fileDescriptor: descriptor, closeOnDealloc: false))
  }

  private static func open(in root: String) throws(EnvironmentError) -> Int32 {
    do {
      try FileManager.default.createDirectory(
        atPath: root, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    } catch {
      throw .disk(path: root, reason: error.localizedDescription)
    }
    let path = "\(root)/\(EnvironmentLayout.lock)"
    let descriptor = Foundation.open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(root) }
    return descriptor
  }

  private static func failure(_ root: String) -> EnvironmentError {
    .disk(path: root, reason: String(cString: strerror(errno)))
  }
}
