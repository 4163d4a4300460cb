import AssayModel
import AssayTestSupport
import Foundation
import Testing

@testable import AssayEnvironments

@Suite("Programs of the system")
struct ServiceTests {
  @Test(
    "the version in what programs print",
    arguments: [
      ("Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1", [7, 0, 15]),
      ("prometheus, version 2.42.0+ds (branch: debian/sid, revision: 2.42.0+ds-5+b5)", [2, 42, 0]),
      ("gcc (Debian 12.2.0-14) 12.2.0\nCopyright (C) 2022", [12, 2, 0]), ("git version 2.39.5", [2, 39, 5]),
    ])
  func versions(text: String, version: [Int]) {
    #expect(ServiceProgram.version(in: text) == version)
  }

  @Test("no version", arguments: ["", "usage: tool [-x]", "version 12", "..."])
  func noVersion(text: String) { #expect(ServiceProgram.version(in: text) == nil) }

  @Test("versions are compared number by number")
  func comparison() {
    let program = ServiceProgram(name: "x", minimumVersion: [2, 28], package: "x")
    #expect(program.accepts([2, 28]) && program.accepts([2, 28, 1]) && program.accepts([10, 0]))
    #expect(!program.accepts([2, 9]) && !program.accepts([1, 99, 9]))
  }

  @Test("a program is there, too old, silent, or missing")
  func findings() async throws {
    let folder = try TemporaryDirectory()
    let redis = try #require(Service.redis.program)
    func finding(_ script: String?) async throws -> ServiceCheck.Finding {
      if let script {
        try folder.write("#!/bin/sh\n\(script)\n", to: "redis-server")
        chmod("\(folder.path)/redis-server", 0o755)
      }
      return try await ServiceCheck.find(redis, path: "/nowhere:\(folder.path)")
    }
    let path = "\(folder.path)/redis-server"
    #expect(try await finding(nil) == .missing)
    #expect(try await finding("echo Redis server v=7.0.15") == .ready(path: path, version: "7.0.15"))
    #expect(try await finding("echo Redis server v=5.0.3") == .tooOld(path: path, version: "5.0.3"))
    #expect(
      try await finding("echo broken >&2; exit 3") == .silent(path: path, reason: "broken"))
  }

  @Test("only what lies outside of /usr needs a mount")
  func mounts() throws {
    let folder = try TemporaryDirectory()
    try folder.write("", to: "promtool")
    let path = "\(folder.path)/promtool"
    #expect(ServiceCheck.mounts(for: "/usr/bin/git").isEmpty)
    #expect(ServiceCheck.mounts(for: path) == [SandboxRequest.Mount(source: path, target: path)])
  }
}
