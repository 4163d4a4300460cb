import AssayModel
import AssayTestSupport
import Foundation
import Testing

/// Every reader of strangers' bytes, on inputs made from real ones.
///
/// A trap ends its process, so each run has one of its own and writes every input down before it is tried.
@Suite("Fuzzing", .serialized)
struct FuzzTests {
  @Test("what was found once is not found again", arguments: FuzzTarget.names)
  func regressions(name: String) async throws {
    await #expect(processExitsWith: .success) { [name = name as String] in
      let target = try #require(FuzzTarget.named(name))
      for input in try Inputs.findings(of: target) {
        do { try target.check(input.bytes) } catch { Inputs.end("\(name): \(input.name): \(error)") }
      }
    }
  }

  @Test(
    "properties hold on mutated inputs, by known seeds and a fresh one", arguments: FuzzTarget.names
  )
  func mutations(name: String) async throws {
    for seed in [1, 2, UInt64.random(in: 3...UInt64.max)] {
      let folder = try TemporaryDirectory()
      let file = "\(folder.path)/input"
      let result = await #expect(processExitsWith: .success) {
        [name = name as String, seed = seed as UInt64, file = file as String] in
        let target = try #require(FuzzTarget.named(name))
        try Campaign(target: target, seed: Seed(seed), file: file).run()
      }
      guard result == nil else { continue }
      let reason = (try? String(contentsOfFile: "\(file).why", encoding: .utf8)) ?? "a trap"
      Issue.record("\(name), seed \(seed): \(reason); the input is kept as \(Inputs.keep(file, name: name))")
    }
  }

  @Test("the harness finds what there is to be found, and a seed gives the same inputs")
  func harness() async throws {
    let corpus = [Array("GET / HTTP/1.1".utf8)]
    var first = Mutator(seed: Seed(7), corpus: corpus, words: ["x"])
    var second = first
    let inputs = (0..<200).map { _ in first.next() }
    #expect(inputs == (0..<200).map { _ in second.next() })
    #expect(Set(inputs).count > 100)
    await #expect(processExitsWith: .failure) {
      let target = FuzzTarget(name: "trap", seeds: ["ab"], words: ["!!"]) { bytes in
        let places = bytes.enumerated().filter { $0.element == UInt8(ascii: "!") }.map(\.offset)
        precondition(places.count < 4)
      }
      try Campaign(target: target, seed: Seed(1), file: "/dev/null").run()
    }
  }
}

/// One bounded run.
struct Campaign {
  let target: FuzzTarget
  let seed: Seed
  /// Where each input is written before it is tried.
  let file: String

  func run() throws {
    let corpus = try Inputs.corpus(of: target)
    var mutator = Mutator(seed: seed, corpus: corpus, words: target.words)
    let descriptor = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    let clock = ContinuousClock()
    let end = clock.now + .milliseconds(1200)
    for _ in 0..<20_000 {
      guard clock.now < end else { return }
      let input = mutator.next()
      ftruncate(descriptor, 0)
      pwrite(descriptor, input, input.count, 0)
      do { try target.check(input) } catch {
        try Data("\(error)".utf8).write(to: URL(fileURLWithPath: "\(file).why"))
        Inputs.end("\(error)")
      }
    }
  }
}

/// Where inputs come from and go to.
enum Inputs {
  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The inputs from which others are made.
  static func corpus(of target: FuzzTarget) throws -> [[UInt8]] {
    let files = try target.seedFiles.map {
      Array(try Data(contentsOf: repository.appendingPathComponent($0)))
    }
    return files + target.seeds.map { Array($0.utf8) } + (try findings(of: target)).map(\.bytes)
  }

  /// What was found before.
  static func findings(of target: FuzzTarget) throws -> [(name: String, bytes: [UInt8])] {
    let folder = repository.appendingPathComponent("fixtures/fuzz/\(target.name)")
    guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
      (name, Array(try Data(contentsOf: folder.appendingPathComponent(name))))
    }
  }

  /// Keeps a culprit where `make fuzz` can make it smaller.
  static func keep(_ file: String, name: String) -> String {
    let kept = repository.appendingPathComponent(".build/fuzz-\(name)-\(UInt32.random(in: 0...UInt32.max))")
      .path
    try? FileManager.default.copyItem(atPath: file, toPath: kept)
    return kept
  }

  /// Ends a run of its own with a word.
  static func end(_ words: String) -> Never {
    FileHandle.standardError.write(Data((words + "\n").utf8))
    exit(EXIT_FAILURE)
  }
}
