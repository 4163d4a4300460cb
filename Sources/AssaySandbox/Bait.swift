import AssayModel
import Foundation

/// Things of the host that a sandboxed process must not reach: what the self-check tries its hand at.
///
/// Their folder is named and locked as working folders are, so that whoever grades next removes that of a process
/// that was killed.
final class Bait: Sendable {
  private let folder: String
  private let listeners: [Int32]
  private let lock: Int32
  private let port: Int
  private let name: String

  /// Lays out a file for all, a file for us, a folder that all may write to, a TCP port and an abstract socket.
  ///
  /// - Throws: ``Fault`` when the disk or the network does not take them.
  init() throws(Fault) {
    let base = FileManager.default.temporaryDirectory.path
    let folder = base + "/assay-run-\(UUID().uuidString)"
    self.folder = folder
    name = (folder as NSString).lastPathComponent
    let isMade = mkdir(folder, 0o755) == 0
    lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard isMade, flock(lock, LOCK_EX) == 0, mkdir(folder + "/open", 0o777) == 0,
      chmod(folder + "/open", 0o777) == 0, Self.write(folder + "/canary", 0o644),
      Self.write(folder + "/secret", 0o600)
    else { throw Fault(.disk, detail: "no file can be made in \(base)") }
    let stream = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let tcp = socket(AF_INET, stream, 0)
    let unix = socket(AF_UNIX, stream, 0)
    listeners = [tcp, unix]
    port = Self.listen(tcp)
    guard port > 0, Self.listen(unix, name) else {
      throw Fault(.sandbox, detail: "no socket can be opened: \(String(cString: strerror(errno)))")
    }
  }

  deinit {
    for listener in listeners { close(listener) }
    try? FileManager.default.removeItem(atPath: folder)
    close(lock)
  }

  /// The arguments by which the self-check's program learns of it all.
  var arguments: [String] { [folder, "\(port)", "\(getpid())", name] }

  private static func write(_ path: String, _ mode: mode_t) -> Bool {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return fchmod(descriptor, mode) == 0
  }

  private static func listen(_ listener: Int32) -> Int {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isOpen = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
        bind(listener, raw, length) == 0 && Glibc.listen(listener, 8) == 0
          && getsockname(listener, raw, &length) == 0
      }
    }
    return isOpen ? Int(UInt16(bigEndian: address.sin_port)) : 0
  }

  private static func listen(_ listener: Int32, _ name: String) -> Bool {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { path in
      for (index, byte) in name.utf8.enumerated() where index + 1 < path.count { path[index + 1] = byte }
    }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + 1 + name.utf8.count)
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, length) == 0 }
    } && Glibc.listen(listener, 8) == 0
  }
}
