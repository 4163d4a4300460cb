import AssayModel
import AssayTestSupport
import Foundation
import Testing

@testable import AssayEnvironments

@Suite("Why an environment is not built")
struct FailureTests {
  /// The error of a build that must fail and leave nothing.
  private func failure(
    _ bench: Bench, _ profile: EnvironmentProfile, _ changes: [String: String] = [:]
  ) async throws -> EnvironmentError? {
    let error = await #expect(throws: EnvironmentError.self) {
      try await bench.builder(changes).build(profile, for: Bench.interpreter())
    }
    #expect(try bench.names().isEmpty)
    return error
  }

  @Test("another file than the one that was locked")
  func hashMismatch() async throws {
    let bench = try Bench()
    let wrong = String(repeating: "0", count: 64)
    let error = try await failure(bench, bench.profile(hash: wrong))
    guard case .hashMismatch(profile: "tiny", let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.contains("tinypkg"))
    #expect(error?.text.en.contains("nothing was built") == true)
  }

  @Test("a lock without hashes")
  func noHashes() async throws {
    let bench = try Bench()
    let profile = EnvironmentProfile(name: "loose", requirements: Array("tinypkg==1.0\n".utf8))
    let error = try await failure(bench, profile)
    let text = error?.text.en ?? ""
    #expect(text.contains("loose") && text.contains("hash"), "\(text)")
  }

  @Test("no network, and not in the cache")
  func offline() async throws {
    let bench = try Bench()
    let changes = ["UV_NO_INDEX": "", "UV_FIND_LINKS": "", "UV_CACHE_DIR": "\(bench.folder.path)/empty"]
    let error = try await failure(bench, bench.profile(), changes)
    guard case .offline = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.text.en.contains("connect to the network") == true)
    #expect(error?.text.ko.contains("네트워크") == true)
  }

  @Test("an index that nobody answers for")
  func refused() async throws {
    let bench = try Bench()
    let changes = [
      "UV_NO_INDEX": "", "UV_FIND_LINKS": "", "UV_OFFLINE": "false", "UV_HTTP_RETRIES": "0",
      "UV_DEFAULT_INDEX": "http://127.0.0.1:1/simple", "UV_CACHE_DIR": "\(bench.folder.path)/empty",
    ]
    let error = try await failure(bench, bench.profile(), changes)
    guard case .offline = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("no wheel for this interpreter")
  func noWheel() async throws {
    let bench = try Bench(tag: "cp27-cp27mu-win_amd64")
    let error = try await failure(bench, bench.profile())
    guard case .noWheel = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.text.en.contains("--python") == true)
  }

  @Test("uv says that the disk is full")
  func diskFull() {
    let run = ProgramRun(
      status: 2, succeeded: false, output: "",
      errors: "error: Failed to extract archive\n  Caused by: No space left on device (os error 28)\n")
    #expect(UvFailure(run) == .diskFull)
    let error = EnvironmentError(.diskFull, profile: "x", python: "3.11.2", root: "/store")
    #expect(error.text.en.contains("/store") && error.text.en.contains("assay env prune"))
  }

  @Test("no uv, or not where it is said to be")
  func noUv() {
    #expect(throws: EnvironmentError.noUv(named: nil)) {
      try Uv(["PATH": "/nowhere", "HOME": "/nowhere"])
    }
    #expect(throws: EnvironmentError.noUv(named: "/nowhere/uv")) {
      try Uv(["ASSAY_UV": "/nowhere/uv", "PATH": "/usr/bin"])
    }
  }

  @Test("a store that cannot be written")
  func noStore() async throws {
    let bench = try Bench()
    try bench.folder.write("", to: "file")
    let store = EnvironmentStore(root: "\(bench.folder.path)/file/below", hash: Bench.hash)
    let builder = EnvironmentBuilder(store: store, uv: try bench.uv(), tool: "assay test")
    let error = await #expect(throws: EnvironmentError.self) {
      try await builder.build(bench.profile(), for: Bench.interpreter())
    }
    #expect(error?.text.en.contains("ASSAY_ENVIRONMENTS") == true)
  }

  @Test("an interpreter that is none")
  func noInterpreter() async throws {
    await #expect(throws: EnvironmentError.self) { try await InterpreterIdentity.of("/bin/true") }
    await #expect(throws: EnvironmentError.self) { try await InterpreterIdentity.of("/nowhere/python") }
  }

  @Test("profiles are folders with a lock")
  func profiles() throws {
    let folder = try TemporaryDirectory()
    try folder.write("a==1", to: "web/requirements.txt")
    try folder.write("a", to: "draft/requirements.in")
    let profiles = ProfileFolder(path: folder.path)
    #expect(profiles.names == ["web"])
    #expect(try profiles.profile("web").requirements == Array("a==1".utf8))
    for name in ["draft", "../web", "", "nothing"] {
      #expect(throws: EnvironmentError.noSuchProfile(name: name, known: ["web"])) {
        try profiles.profile(name)
      }
    }
    #expect(ProfileFolder(path: "/nowhere").names.isEmpty)
  }
}
