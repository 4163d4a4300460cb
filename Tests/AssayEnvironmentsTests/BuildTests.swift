import AssayModel
import AssayTestSupport
import Foundation
import Testing

@testable import AssayEnvironments

@Suite("Building environments")
struct BuildTests {
  @Test("a lock becomes an environment that can be imported from, says what it is, and is found again")
  func build() async throws {
    let bench = try Bench()
    let interpreter = try await Bench.interpreter()
    let (built, isNew) = try await bench.builder().build(bench.profile(), for: interpreter)
    #expect(isNew)
    #expect(try bench.names() == [built.manifest.digest.hexadecimal])
    #expect(built.manifest.packages.map { "\($0.name) \($0.version)" } == ["tinypkg 1.0"])
    #expect(built.manifest.profile == "tiny" && built.manifest.python == interpreter.version)
    #expect(built.manifest.bytes > 100 && built.manifest.builtBy.hasPrefix("assay test, uv "))
    let python = "\(built.root)/bin/python"
    let module = try await ProgramRun.of(python, ["-I", "-B", "-m", "tinypkg"])
    #expect(module.output == "tiny 42\n", "\(module.errors)")
    let program = try await ProgramRun.of("\(built.root)/bin/tiny", [])
    #expect(program.output == "tiny 42\n", "\(program.errors)")
    let code = "import sys; sys.path.append(sys.argv[1]); import tinypkg, colorsys; print(tinypkg.__file__)"
    let path = "\(built.root)/\(built.packagesPath)"
    let bare = try await ProgramRun.of(python, ["-I", "-S", "-B", "-c", code, path])
    #expect(bare.output == "\(path)/tinypkg/__init__.py\n", "\(bare.errors)")
    let again = try await bench.builder().build(bench.profile(), for: interpreter)
    #expect(!again.isNew && again.environment.manifest == built.manifest)
  }

  @Test("nobody has the right to write anything in it, everybody to read it")
  func readOnly() async throws {
    let bench = try Bench()
    let built = try await bench.build()
    var seen = 0
    let entries = try #require(FileManager.default.enumerator(atPath: built.folder))
    for case let name as String in entries {
      var status = stat()
      #expect(lstat("\(built.folder)/\(name)", &status) == 0)
      guard status.st_mode & S_IFMT != S_IFLNK else { continue }
      seen += 1
      #expect(status.st_mode & 0o222 == 0 && status.st_mode & 0o444 == 0o444, "\(name)")
    }
    #expect(seen > 10)
  }

  @Test("what differs in lock or interpreter has another digest")
  func digests() async throws {
    let bench = try Bench()
    let interpreter = try await Bench.interpreter()
    var (newer, other, elsewhere) = (interpreter, interpreter, interpreter)
    newer.version += "1"
    other.abi += "t"
    elsewhere.platform = "riscv64-linux-gnu glibc 2.41"
    let digests = [
      bench.store.digest(of: bench.profile(), for: interpreter),
      bench.store.digest(of: bench.profile(mark: "x"), for: interpreter),
      bench.store.digest(of: bench.profile(), for: newer),
      bench.store.digest(of: bench.profile(), for: other),
      bench.store.digest(of: bench.profile(), for: elsewhere),
    ]
    #expect(Set(digests).count == digests.count)
    // The profile's name says nothing of what is in it.
    #expect(bench.store.digest(of: bench.profile("renamed"), for: interpreter) == digests[0])
  }

  @Test("four builders at once: one builds, all get the same")
  func concurrency() async throws {
    let bench = try Bench()
    let interpreter = try await Bench.interpreter()
    let results = try await withThrowingTaskGroup(of: (String, Bool).self) { group in
      for _ in 0..<4 {
        group.addTask {
          let (built, isNew) = try await bench.builder().build(bench.profile(), for: interpreter)
          return (built.folder, isNew)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(results.map(\.0)).count == 1 && results.count { $0.1 } == 1)
    #expect(try bench.names().count == 1)
  }

  @Test("a damaged environment is none, and is built again")
  func damage() async throws {
    let bench = try Bench()
    let built = try await bench.build()
    let manifest = "\(built.folder)/environment.json"
    #expect(chmod(built.folder, 0o755) == 0 && chmod(manifest, 0o644) == 0)
    #expect(truncate(manifest, 20) == 0)
    #expect(bench.store.find(built.manifest.digest) == nil && bench.store.use(built.manifest.digest) == nil)
    let again = try await bench.build()
    #expect(again.folder == built.folder && again.manifest.packages == built.manifest.packages)
    #expect(try bench.names().count == 1)
  }

  @Test("a cancelled build ends its installer and leaves nothing")
  func cancellation() async throws {
    let bench = try Bench()
    let stand = try StandInUv(in: bench.folder, real: bench.uv().path)
    let task = Task {
      try await bench.builder(["ASSAY_UV": stand.path]).build(bench.profile(), for: Bench.interpreter())
    }
    let installer = try await stand.hasStarted()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(kill(installer, 0) == -1 && errno == ESRCH)
    #expect(try bench.names().isEmpty)
  }
}
