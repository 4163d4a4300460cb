import AssayModel
import AssayTestSupport
import Foundation
import Testing

@testable import AssayEnvironments

@Suite("Removing environments")
struct PruneTests {
  private let future = Date(timeIntervalSinceNow: 3600)

  @Test("what no profile asks for goes, unless it is in use or was used lately")
  func prune() async throws {
    let bench = try Bench()
    let kept = try await bench.build(bench.profile("kept"))
    let old = try await bench.build(bench.profile("old", mark: "old"))
    let keeping: Set = [kept.manifest.digest]
    func pruned(since moment: Date, isRehearsal: Bool = false) async throws -> [String] {
      try await bench.store.prune(keeping: keeping, unusedSince: moment, isRehearsal: isRehearsal)
        .map(\.manifest.profile)
    }
    #expect(try await pruned(since: Date(timeIntervalSinceNow: -3600)).isEmpty)
    #expect(try await pruned(since: future, isRehearsal: true) == ["old"])
    #expect(bench.store.find(old.manifest.digest) != nil)
    do {
      let lease = try #require(bench.store.use(old.manifest.digest))
      #expect(try await pruned(since: future).isEmpty)
      #expect(bench.store.find(old.manifest.digest) != nil)
      withExtendedLifetime(lease) {}
    }
    #expect(try await pruned(since: future) == ["old"])
    #expect(bench.store.find(old.manifest.digest) == nil)
    #expect(try bench.names() == [kept.manifest.digest.hexadecimal])
  }

  @Test("to be used is to be young again")
  func lastUsed() async throws {
    let bench = try Bench()
    let built = try await bench.build()
    var times = [timespec(tv_sec: 1_000_000_000, tv_nsec: 0), timespec(tv_sec: 1_000_000_000, tv_nsec: 0)]
    #expect(utimensat(AT_FDCWD, built.folder, &times, 0) == 0)
    #expect(bench.store.all().map(\.lastUsed) == [Date(timeIntervalSince1970: 1_000_000_000)])
    _ = try #require(bench.store.use(built.manifest.digest))
    let used = try #require(bench.store.find(built.manifest.digest))
    #expect(used.lastUsed > Date(timeIntervalSince1970: 1_700_000_000))
  }

  @Test("unfinished folders go, foreign ones stay; a store that is not there is empty")
  func leftovers() async throws {
    let bench = try Bench()
    #expect(try await bench.store.prune(keeping: [], unusedSince: future, isRehearsal: false).isEmpty)
    #expect(bench.store.all().isEmpty && !FileManager.default.fileExists(atPath: bench.store.root))
    for name in [".building-a1/root/bin", ".removing-b2/root", "notes"] {
      try bench.folder.makeFolder("environments/\(name)")
    }
    chmod("\(bench.store.root)/.removing-b2", 0o555)
    _ = try await bench.store.prune(keeping: [], unusedSince: future, isRehearsal: false)
    #expect(try bench.names() == ["notes"])
  }

  @Test("where environments are kept")
  func location() {
    #expect(EnvironmentStore.location(["HOME": "/h"]) == "/h/.local/share/assay/environments")
    #expect(
      EnvironmentStore.location(["HOME": "/h", "XDG_DATA_HOME": "/d"]) == "/d/assay/environments")
    #expect(
      EnvironmentStore.location(["ASSAY_ENVIRONMENTS": "/e", "XDG_DATA_HOME": "/d"]) == "/e")
  }
}
