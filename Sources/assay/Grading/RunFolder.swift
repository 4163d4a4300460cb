import AssayEngine
import AssayModel
import Foundation

/// The one folder in which this process keeps files while it runs learners' code.
///
/// A process that is killed cannot remove its folder, so the next one does. Which folders are left over is told
/// by a lock: the kernel gives it back when its holder ends, however that happens, and no process number can be
/// mistaken for another's.
struct RunFolder: ~Copyable {
  private static let prefix = "assay-run-"

  private let path: String
  private let descriptor: Int32

  /// Gives `body` a folder as its `TMPDIR`, and removes it and all that earlier processes left behind.
  ///
  /// - Throws: ``Fault`` when none can be made, and what `body` throws.
  static func use(_ body: () async throws -> Void) async throws {
    let base = PrivateFolder.base
    let folder = try RunFolder(in: base)
    removeLeftovers(in: base)
    setenv("TMPDIR", folder.path, 1)
    do {
      try await body()
    } catch {
      folder.remove()
      throw error
    }
    folder.remove()
  }

  private init(in base: String) throws(Fault) {
    var attempts = 3
    repeat {
      let path = try PrivateFolder.make(Self.prefix, in: base)
      // Without isolation learners' code may run as another user, who has to pass through but not to look.
      chmod(path, 0o711)
      if let descriptor = Self.lock(path) {
        self.path = path
        self.descriptor = descriptor
        return
      }
      // Another process took it for a leftover before it was locked.
      attempts -= 1
    } while attempts > 0
    throw PrivateFolder.failure(base, EWOULDBLOCK)
  }

  private func remove() {
    try? FileManager.default.removeItem(atPath: path)
    close(descriptor)
  }

  private static func removeLeftovers(in base: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []
    for name in names where name.hasPrefix(prefix) {
      let path = "\(base)/\(name)"
      guard let descriptor = lock(path) else { continue }
      try? FileManager.default.removeItem(atPath: path)
      close(descriptor)
    }
  }

  /// Locks a folder of this user that is still there; nil when somebody else holds it.
  private static func lock(_ path: String) -> Int32? {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    var (opened, named) = (stat(), stat())
    if fstat(descriptor, &opened) == 0, opened.st_uid == geteuid(), flock(descriptor, LOCK_EX | LOCK_NB) == 0,
      lstat(path, &named) == 0, named.st_ino == opened.st_ino, named.st_dev == opened.st_dev
    {
      return descriptor
    }
    close(descriptor)
    return nil
  }
}
