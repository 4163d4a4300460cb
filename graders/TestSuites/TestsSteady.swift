import AssayModel
import GraderKit

/// Judges whether tests depend on anything but the build: their order, each other, a second run beside them.
struct TestsSteady: Grader {
  static let description = GraderDescription(
    name: "tests.steady",
    summary: LocalizedText(
      en: "The same tests pass in every run of the scenarios, whatever their order and company.",
      ko: "테스트가 순서나 함께 도는 테스트와 상관없이 모든 실행에서 똑같이 통과합니다."),
    discussion: """
      Only right builds may be in the scenarios. Points are shared out by cases: one for which every run passes with \
      the same names counts. A case that shuffles by `order`, runs each test `alone` or two `copies` at once shows \
      what tests share.
      """,
    options: [OptionSpec("at_least", .integer, summary: "Tests that there must be; 2.")],
    examples: testsSteadyExamples)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let runs = try TestRun.read(criterion, in: evidence)
    guard runs.allSatisfy(\.isGood) else { throw GraderError("tests.steady takes no mutants.") }
    let least = criterion.options["at_least"]?.integer ?? 2
    guard let whole = runs.map(\.ids).max(by: { $0.count < $1.count }), whole.count >= least else {
      return .unmet(Self.tooFew(runs.map(\.ids.count).max() ?? 0, least))
    }
    let cases = Dictionary(grouping: runs, by: \.caseIndex)
    let bad = cases.filter { !$0.value.allSatisfy { $0.outcome == "passed" && $0.ids == whole } }
    guard !bad.isEmpty else { return .met }
    let findings = bad.sorted { $0.key < $1.key }.compactMap { $0.value.first { $0.outcome != "passed" } }
      .map(\.goodFinding)
    let share = Double(cases.count - bad.count) / Double(cases.count)
    return Verdict(
      share > 0 ? .partial(fraction: share) : .unmet,
      findings: findings.isEmpty ? [Self.otherNames] : Array(findings.prefix(3)))
  }

  private static func tooFew(_ count: Int, _ least: Int) -> Finding {
    Finding(
      expected: LocalizedText(en: "at least \(least) tests", ko: "테스트가 \(least)개 이상 있습니다"),
      seen: LocalizedText(en: "\(count)", ko: "\(count)개"))
  }

  private static let otherNames = Finding(
    expected: LocalizedText(en: "the same tests each time", ko: "매번 같은 테스트가 실행됩니다"),
    seen: LocalizedText(en: "names of tests change from run to run", ko: "실행할 때마다 테스트 이름이 달라집니다"))
}
