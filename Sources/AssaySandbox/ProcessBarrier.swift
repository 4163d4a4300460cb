import AssayModel
import Foundation

/// What a run without namespaces may reach, as the launcher's inner step is told; Landlock holds it to that.
///
/// Whatever is not named here cannot be opened, listed, written or connected to where the kernel has Landlock.
/// Elsewhere only the user id stands between the run and the machine's files.
struct ProcessBarrier: Sendable, Equatable {
  /// Options of the inner step.
  let options: [String]
  /// The learner's environment.
  let environment: [String]

  /// - Parameter port: the fixture server's TCP port; nil where there is none.
  init(request: SandboxRequest, stage: StageFolder, port: Int?) {
    let readable = Self.system + request.mounts.map(\.source)
    let writable = [stage.scratch] + Self.devices
    options =
      ["barrier=1"] + readable.map { "read=\($0)" } + writable.map { "write=\($0)" }
      + [port].compactMap { $0 }.map { "connect=\($0)" }
    environment =
      SandboxLayout.environment.map { name, value in "\(name)=\(name == "HOME" ? stage.scratch : value)" }
      + ["TMPDIR=\(stage.scratch)"]
  }

  /// What programs need of the system; of `/proc` the process's own folder, and what all may know.
  private static let system =
    ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"]
    + ["passwd", "group", "hosts", "nsswitch.conf", "ld.so.cache", "alternatives", "localtime"].map {
      "/etc/\($0)"
    }
    + ["self", "cpuinfo", "meminfo", "stat", "loadavg", "uptime"].map { "/proc/\($0)" }

  private static let devices = ["null", "zero", "full", "random", "urandom", "shm"].map { "/dev/\($0)" }

  /// A TCP port on which nobody listens at the moment.
  static func freePort() throws(Fault) -> Int {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
        bind(listener, raw, length) == 0 && getsockname(listener, raw, &length) == 0
      }
    }
    guard isBound else {
      throw Fault(.fixture, detail: "no port is free for the fixture server", isTransient: true)
    }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
