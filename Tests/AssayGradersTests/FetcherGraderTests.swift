import AssayModel
import GraderKit
import Testing

@testable import AssayGraders

@Suite("The fetcher lab's graders")
struct FetcherGraderTests {
  private static let examples = FetcherGraders.graders.flatMap { grader in
    grader.description.examples.map { (grader: grader.description.name, example: $0) }
  }

  private func verdict(_ grader: String, _ evidence: Evidence, options: Value = .map([])) throws -> Verdict {
    let registry = Registry(graders: FetcherGraders.graders)
    return try registry.grader(grader).verdict(on: evidence, for: .example(options: options))
  }

  @Test("every example comes out as it says", arguments: examples.indices)
  func example(at index: Int) throws {
    let (grader, example) = Self.examples[index]
    let judge = try Registry(graders: FetcherGraders.graders).grader(grader)
    let verdict = try judge.verdict(on: example.evidence, for: example.criterion)
    #expect(verdict.outcome == example.outcome, "\(grader): \(example.title)")
    #expect(verdict.findings.isEmpty == (example.outcome == .met), "\(grader): \(example.title)")
  }

  @Test("every grader shows what it accepts and what it does not")
  func examplesOfBothKinds() {
    for grader in FetcherGraders.graders {
      let outcomes = grader.description.examples.map(\.outcome)
      #expect(outcomes.contains(.met), "\(grader.description.name)")
      #expect(outcomes.contains(.unmet), "\(grader.description.name)")
    }
  }

  private func results(_ results: [Value], options: Value = .map([])) throws -> [Finding] {
    try verdict("fetch.results", .fetch(["results": .list(results)]), options: options).findings
  }

  @Test("a body that belongs to another URL is named")
  func foreignBody() throws {
    var mixed = fetchedResults
    mixed[0] = [0, "http://h/a", 200, BodyDigest(of: Array("b".utf8)).value, nil]
    let finding = try #require(results(mixed).first)
    #expect(finding.expected.en == "result 0 (a good answer): status 200, its body of 1 bytes, error None")
    #expect(finding.seen.en == "status 200, the body that belongs to result 1, error None")
    #expect(finding.seen.ko.contains("결과 1의 본문"))
    #expect(finding.caseIndex == 0)
  }

  @Test(
    "what is no right result is found, whatever its shape",
    arguments: [
      [0, "http://h/elsewhere", 200, [1, 3_904_355_907], nil], [0, "http://h/a", 200, "a", nil],
      [0, "http://h/a", true, nil, nil], [0, "http://h/a"],
    ] as [Value])
  func wrongShapes(result: Value) throws {
    #expect(try results([result] + fetchedResults.dropFirst()).count == 1)
  }

  @Test("the first difference says how many there are, and three are shown")
  func manyDifferences() throws {
    let made = (0..<3).map { Value.list([.int($0), "http://h/", 200, nil, nil]) }
    let findings = try results(made)
    #expect(findings.count == 3)
    #expect(findings[0].seen.en.hasSuffix("(3 of 3 results differ)"))
    #expect(findings[0].seen.ko.hasSuffix("(결과 3개 중 3개가 다름)"))
  }

  @Test("a result that has no index is missed")
  func noIndex() throws {
    let finding = try #require(results([nil] + fetchedResults.dropFirst()).first)
    #expect(finding.seen.en == "none for index 0")
  }

  @Test("too few results, and none at all")
  func missingResults() throws {
    #expect(try results(Array(fetchedResults.prefix(2))).first?.seen.en == "2 results")
    let none = try verdict("fetch.results", .fetch(["results": .null])).findings
    #expect(none.first?.seen.en == "None")
  }

  @Test("order is one finding, and the results are compared by index all the same")
  func order() throws {
    let findings = try results(fetchedResults.reversed())
    #expect(findings.count == 1)
    #expect(findings.first?.seen.en == "2 of 3 are out of place, the first at 0: index 2")
    #expect(try results(fetchedResults.reversed(), options: ["any_order": true]).isEmpty)
  }

  @Test("no finding shows a URL")
  func noURL() throws {
    let evidence = Evidence.fetch([
      "results": .list([[0, "http://h/b", 200, nil, nil]] + fetchedResults.dropFirst())
    ])
    for finding in try verdict("fetch.results", evidence).findings {
      for text in [
        finding.expected.en, finding.expected.ko, finding.seen.en, finding.seen.ko, finding.input ?? "",
      ] {
        #expect(!text.contains("http://"))
      }
    }
  }

  @Test(
    "a call that did not return is said to have done what it did",
    arguments: [
      .raised(ExceptionRecord(type: "KeyError")), .timedOut(seconds: 4), .died(.signaled(number: 9)),
      .deadlocked(waiting: []), .notRun,
    ] as [CallRecord.Outcome])
  func unfinished(outcome: CallRecord.Outcome) throws {
    let options: Value = [
      "at_most": 1, "fast": "a", "slow": "b", "judge": "tasks", "sent_mib": 1, "memory_mib": 1,
    ]
    for grader in FetcherGraders.graders {
      let verdict = try verdict(grader.description.name, .fetch(outcome: outcome), options: options)
      #expect(verdict.outcome == .unmet)
      #expect(verdict.findings.count == 1)
    }
  }

  @Test("options that are missing are the lab's fault")
  func missingOptions() {
    for grader in [
      "fetch.stragglers", "fetch.head-of-line", "fetch.cancel", "fetch.stream", "fetch.body-bound",
    ] {
      #expect(throws: GraderError.self) { try verdict(grader, .fetch(["results": []])) }
    }
  }
}
