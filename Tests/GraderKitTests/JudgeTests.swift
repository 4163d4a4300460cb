import AssayModel
import GraderKit
import Testing

private struct Scripted: Grader {
  static let description = GraderDescription(
    name: "scripted", summary: LocalizedText(verbatim: "says what its options say"), examples: [])

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    switch criterion.options {
    case "met": .met
    case "half": Verdict(.partial(fraction: 0.5))
    case "throws": throw GraderError("broken")
    case "forged": throw ForgedEvidence(missing: LocalizedText(verbatim: "`said`"))
    default:
      .unmet(
        Finding(expected: .init(verbatim: "a"), seen: .init(verbatim: "b"), input: "secret", caseIndex: 1))
    }
  }
}

@Suite("Judging")
struct JudgeTests {
  private let judge = Judge(registry: Registry(graders: [Scripted.self]))

  private func evidence(_ records: [RunRecord]) -> Evidence {
    Evidence(
      lab: "x", seed: Seed(1), isolation: Isolation(tier: .root, controlGroups: .v1),
      environment: EnvironmentFingerprint(python: "", kernel: "", architecture: "", processors: 1, tool: ""),
      runs: records)
  }

  private func record(
    _ scenario: String, failure: LoadFailure? = nil, subject: Subject = .submission
  ) -> RunRecord {
    RunRecord(
      plan: PlannedRun(scenario: scenario, subject: subject, target: .operation("f")), loadFailure: failure,
      calls: [])
  }

  private func criterion(
    _ id: String, _ option: String, points: Int = 10, visibility: Visibility = .hidden,
    requires: [String] = [],
    scenario: String = "s"
  ) -> Criterion {
    Criterion(
      id: id, points: points, visibility: visibility, scenarios: [scenario], requires: requires,
      grader: "scripted",
      options: .string(option), title: LocalizedText(verbatim: id))
  }

  @Test("points follow the outcome; what builds on a failure is blocked, in any order of the rubric")
  func points() {
    let rubric = [
      criterion("late", "met", requires: ["fails"]), criterion("fails", "no"), criterion("good", "met"),
      criterion("half", "half", points: 5),
    ]
    let results = judge.results(on: evidence([record("s")]), rubric: rubric)
    #expect(results.map(\.earned) == [0, 0, 10, 2.5])
    #expect(results[0].verdict.outcome == .blocked(by: ["fails"]))
  }

  @Test("a grader that throws, or has no evidence, is our fault and never a zero")
  func faults() {
    let rubric = [criterion("throws", "throws"), criterion("nowhere", "met", scenario: "other")]
    let results = judge.results(on: evidence([record("s")]), rubric: rubric)
    for result in results {
      guard case .ungraded = result.verdict.outcome else {
        Issue.record("\(result.criterion.id) is \(result.verdict.outcome)")
        continue
      }
    }
  }

  @Test("a run in which we failed leaves its criteria ungraded, and the others as they are")
  func faultyRun() {
    let fault = Fault(.fixture, detail: "gone", isTransient: true)
    var broken = record("net")
    broken.fault = fault
    let yardstick = Criterion(
      id: "against", points: 10, scenarios: ["s"], grader: "scripted", options: .record(["against": "net"]),
      title: LocalizedText(verbatim: "against"))
    let rubric = [
      criterion("net", "met", scenario: "net"), criterion("own", "met"), criterion("no", "no"), yardstick,
      criterion("after", "met", requires: ["net"]), criterion("both", "met", requires: ["net", "no"]),
    ]
    let results = judge.results(on: evidence([record("s"), broken]), rubric: rubric)
    #expect(
      results.map(\.verdict.outcome) == [
        .ungraded(fault), .met, .unmet, .ungraded(fault), .ungraded(fault), .blocked(by: ["net", "no"]),
      ])
  }

  @Test("evidence that no exercise sends is unmet: whoever forges it does not get the grade withheld")
  func forgedEvidence() {
    let results = judge.results(on: evidence([record("s")]), rubric: [criterion("forged", "forged")])
    #expect(results[0].verdict.outcome == .unmet)
    #expect(results[0].verdict.findings[0].seen.en.contains("`said`"))
  }

  @Test("hidden inputs are removed, shown ones kept")
  func hiddenInputs() {
    let rubric = [
      criterion("hidden", "no"), criterion("visible", "no", visibility: .visible),
      criterion("first", "no", visibility: .partly(cases: 1)),
      criterion("two", "no", visibility: .partly(cases: 2)),
    ]
    let results = judge.results(on: evidence([record("s")]), rubric: rubric)
    #expect(results.map { $0.verdict.findings[0].input } == [nil, "secret", nil, "secret"])
  }

  @Test("code that cannot be loaded is unmet; a yardstick that cannot is the lab's fault")
  func loadFailures() {
    let failure = LoadFailure.raised(ExceptionRecord(type: "SyntaxError"))
    let own = judge.results(on: evidence([record("s", failure: failure)]), rubric: [criterion("a", "met")])
    #expect(own[0].verdict.outcome == .unmet)
    let yardstick = judge.results(
      on: evidence([record("s", failure: failure, subject: .starter)]), rubric: [criterion("a", "met")])
    guard case .ungraded(let fault) = yardstick[0].verdict.outcome else {
      Issue.record("not ungraded")
      return
    }
    #expect(fault.kind == .lab)
  }
}
