import AssayCatalog
import AssayModel
import AssayTestSupport
import Foundation
import Testing

/// Every attack of the corpus, through the real program and its real sandbox.
@Suite("Attacks", .serialized)
struct AttackTests {
  @Test("the corpus can be read, and is as large as it is said to be")
  func corpus() throws {
    let corpus = try AttackCorpus(folder: AttackLab.corpusFolder)
    let own = corpus.attacks.filter { $0.area != .intake && $0.area != .report }
    #expect(own.count >= 85)
    for area in Attack.Area.allCases where area != .intake && area != .report {
      #expect(own.contains { $0.area == area }, "\(area)")
    }
  }

  @Test("none gains a point, gets out, leaves something behind, loses a result or disturbs a neighbour")
  func contained() async throws {
    let result = try await AttackCampaign.result
    for record in result.records where !record.problems.isEmpty {
      Issue.record("\(record.attack.id): \(record.problems.joined(separator: "; "))")
    }
    #expect(result.records.count == AttackLab.attacks.count * AttackCampaign.repetitions)
    #expect(result.isHostUntouched)
    try AttackCampaign.note(result.summary)
  }

  @Test("the table is what the tests have seen", .enabled(if: AttackLab.isWhole))
  func table() async throws {
    let records = try await AttackCampaign.result.records.prefix(AttackLab.attacks.count)
    let isolation = try #require(records.first?.isolation)
    expectGolden(AttackTable.lines(Array(records)), file: AttackTable.file(of: isolation))
    expectGolden(try AttackTable.text(), file: AttackTable.document)
  }

  @Test(
    "eight hostile submissions in parallel beside eight honest ones, whose grades stay the same to the byte")
  func crowd() async throws {
    let names = [
      "exhaust/fork_bomb", "exhaust/heap", "exhaust/output", "exhaust/inodes", "disturb/hogs",
      "disturb/daemon",
      "disturb/kill_everything", "exhaust/shared_memory",
    ]
    let corpus = try AttackCorpus(folder: AttackLab.corpusFolder)
    let hostile = try names.map { try #require(corpus.attack($0)) }
    let alone = try await Honest.grade()
    let rounds = max(1, AttackCampaign.repetitions / 4)
    var records: [AttackRecord] = []
    for _ in 0..<rounds {
      // Each attack brings an honest neighbour along.
      records += try await AttackCampaign.map(hostile, width: 8) {
        try await AttackRun(attack: $0, neighbour: alone).record().record
      }
    }
    for record in records where record.hasForged || record.hasEscaped || record.isLost || record.hasDisturbed
    {
      Issue.record("\(record.attack.id): \(record.problems.joined(separator: "; "))")
    }
    #expect(records.allSatisfy { $0.survivors == 0 })
    let disturbed = records.count(where: \.hasDisturbed)
    try AttackCampaign.note(
      "\(records.count) hostile beside \(records.count) honest: \(disturbed) disturbed\n")
  }

  @Test("every attack's grade is a whole document")
  func documents() async throws {
    let documents = try await AttackCampaign.result.documents
    let folder = try TemporaryDirectory()
    try folder.write("[" + documents.joined(separator: ",") + "]", to: "grades.json")
    let program = """
      import json, sys, jsonschema
      schema, grades = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:3])
      validator = jsonschema.Draft202012Validator(schema)
      for grade in grades:
          validator.validate(grade)
      print(len(grades))
      """
    let schema = Program.repository.appendingPathComponent("docs/schema/grade-1.schema.json").path
    let outcome = try await Program.run(
      "/usr/bin/python3", ["-c", program, schema, "\(folder.path)/grades.json"],
      environment: ["PATH": "/usr/bin:/bin"])
    #expect(outcome.output == "\(documents.count)\n", "\(outcome.errors)")
  }

  @Test("nothing stops them in a naive grader: what the headers say of it can be seen")
  func baseline() async throws {
    try #require(await NaiveBaseline.isPossible(), "bubblewrap cannot make a container here")
    let attacks = AttackLab.attacks.filter { if case .bites = $0.baseline { true } else { false } }
    let problems = try await AttackCampaign.map(attacks) { attack -> String? in
      guard case .bites(let effect, _) = attack.baseline else { return nil }
      do {
        let report = try await NaiveBaseline(attack: attack).report()
        return report.shows(effect) ? nil : "\(attack.id) is not \(effect.rawValue) there: \(report)"
      } catch {
        return "\(error)"
      }
    }
    for problem in problems.compactMap(\.self) { Issue.record("\(problem)") }
  }

  @Test("the naive grader itself is right about honest submissions, right and wrong")
  func honestBaseline() async throws {
    let none = try AttackCorpus.attack(Self.harmless("raise NotImplementedError"), path: "forge/none.py")
    let wrong = try await NaiveBaseline(attack: none).report()
    #expect(wrong.ended == 1)
    for effect in AttackBaseline.Effect.allCases where effect != .misled {
      #expect(!wrong.shows(effect), "\(effect)")
    }
    let solution =
      "return n * n + 1 if function.__name__ == 'answer' else 1 / n if function.__name__ == 'ratio' "
    let all = try AttackCorpus.attack(
      Self.harmless(solution + "else [f'w{i}' for i in range(n)]"), path: "forge/all.py")
    let right = try await NaiveBaseline(attack: all).report()
    #expect(right.ended == 0, "\(right)")
    #expect(right.results?.passed == 5)
  }

  private static func harmless(_ body: String) -> String {
    let keys = ["tries", "naive", "outcome", "source"].map { "# \($0): nothing\n" }.joined()
    return keys + "# baseline: none: it is none\n# expect: raises\ndef attack(function, n):\n    \(body)\n"
  }
}
