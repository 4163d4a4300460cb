import AssayModel
import AssayTestSupport
import Foundation

@testable import AssayEnvironments

/// A store of its own, filled by the real uv from a folder of wheels.
struct Bench {
  let wheels: Wheelhouse
  let folder: TemporaryDirectory
  let store: EnvironmentStore

  init(tag: String = "py3-none-any") throws {
    wheels = try Wheelhouse(tag: tag)
    folder = try TemporaryDirectory()
    store = EnvironmentStore(root: "\(folder.path)/environments", hash: Self.hash)
  }

  /// Not SHA-256: what the store does with the bytes is looked at, not their digest.
  @Sendable static func hash(_ bytes: [UInt8]) -> Digest {
    var generator = SeededGenerator(seed: Seed(0).derived(String(decoding: bytes, as: UTF8.self)))
    return Digest(hexadecimal: generator.token(length: 64))
  }

  static func interpreter() async throws -> InterpreterIdentity {
    try await InterpreterIdentity.of("/usr/bin/python3")
  }

  func profile(_ name: String = "tiny", hash: String? = nil, mark: String = "") -> EnvironmentProfile {
    EnvironmentProfile(name: name, requirements: Array(wheels.lock(hash: hash, mark: mark).utf8))
  }

  /// The real uv with the test's wheels, or a stand-in for it.
  func uv(_ changes: [String: String] = [:]) throws -> Uv {
    let real = try Uv(ProcessInfo.processInfo.environment).path
    let own = [
      "ASSAY_UV": real, "HOME": folder.path, "PATH": "/usr/bin:/bin", "TMPDIR": folder.path,
    ]
    return try Uv(own.merging(wheels.variables) { $1 }.merging(changes) { $1 })
  }

  func builder(_ changes: [String: String] = [:]) throws -> EnvironmentBuilder {
    EnvironmentBuilder(store: store, uv: try uv(changes), tool: "assay test")
  }

  @discardableResult
  func build(_ profile: EnvironmentProfile? = nil) async throws -> BuiltEnvironment {
    try await builder().build(profile ?? self.profile(), for: Self.interpreter()).environment
  }

  /// The names in the store, but for its lock.
  func names() throws -> [String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: store.root)
    return names.filter { $0 != EnvironmentLayout.lock }.sorted()
  }
}
