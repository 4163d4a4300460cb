import AssayTestSupport
import Foundation

/// What attacks look for on the host: a service, a socket, a file, a variable and a process with a secret.
///
/// That an attack does not find them means something only because they are there.
final class HostScene {
  static let canary = "attack-canary"
  static let port: UInt16 = 47813
  private static let file = "/tmp/assay-attack-canary.txt"
  private var descriptors: [Int32] = []
  private let neighbour = Process()

  init() throws {
    descriptors = [try Self.listenOnLoopback(), try Self.listenOnAbstractName()]
    try Data(Self.canary.utf8).write(to: URL(fileURLWithPath: Self.file))
    neighbour.executableURL = URL(fileURLWithPath: "/bin/sh")
    neighbour.arguments = ["-c", "exec sleep 3600", Self.canary]
    neighbour.environment = ["TOKEN": Self.canary]
    neighbour.standardInput = FileHandle.nullDevice
    neighbour.standardOutput = FileHandle.nullDevice
    neighbour.standardError = FileHandle.nullDevice
    try neighbour.run()
  }

  /// Whether the neighbour and the file are as they were.
  var isUntouched: Bool {
    neighbour.isRunning && (try? String(contentsOfFile: Self.file, encoding: .utf8)) == Self.canary
  }

  func end() {
    // Not SIGTERM: threads of Swift's have it blocked, and what they start inherits that.
    kill(neighbour.processIdentifier, SIGKILL)
    neighbour.waitUntilExit()
    for descriptor in descriptors { close(descriptor) }
    unlink(Self.file)
  }

  private static func listenOnLoopback() throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var one: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let isBound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isBound, listen(descriptor, 8) == 0 else { throw TestSupportError("port \(port) is in use") }
    return descriptor
  }

  private static func listenOnAbstractName() throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let name = [0] + Array("assay-attack-canary".utf8)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
    let isBound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) == 0 }
    }
    guard isBound, listen(descriptor, 8) == 0 else { throw TestSupportError("the abstract name is in use") }
    return descriptor
  }
}
