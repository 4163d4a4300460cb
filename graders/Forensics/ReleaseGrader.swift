import AssayModel
import GraderKit

/// Judges that what was reported dies when its exception does.
struct ReleaseGrader: Grader {
  static let description = GraderDescription(
    name: "forensics.release",
    summary: LocalizedText(
      en: "A local of the failed call dies with its exception, without the garbage collector.",
      ko: "실패한 호출의 지역 변수는 가비지 컬렉터 없이도 예외와 함께 사라집니다."),
    discussion: "Judges the operation alive: `tool` was used, and a weak reference tells what it kept.",
    examples: [
      example("Gone", used: 1, alive: false, .met),
      example("Kept alive", used: 1, alive: true, .unmet),
      example("The exception was changed", used: 1, alive: false, changed: true, .unmet),
      example("Nothing was reported", used: 0, alive: false, .unmet),
    ])

  private static func example(
    _ title: String, used: Int, alive: Bool, changed: Bool = false, _ outcome: Verdict.Outcome
  ) -> GraderExample {
    GraderExample(
      title, criterion: .example(),
      evidence: .example(
        [.returned(["used": .int(used), "alive": .bool(alive), "changed": .bool(changed)])],
        inputs: [["tool": "capture"]]), outcome: outcome)
  }

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    var findings: [Finding] = []
    for run in criterion.scenarios.flatMap(evidence.runs(of:)) {
      guard !run.plan.inputs.isEmpty, run.plan.inputs.count == run.calls.count else {
        throw GraderError("Check '\(criterion.id)' needs the operation alive.")
      }
      for (index, pair) in zip(run.plan.inputs, run.calls).enumerated() {
        let tool = (pair.0["tool"]?.text ?? "capture") + "()"
        if let finding = Self.finding(pair.1.outcome, tool, index),
          !findings.contains(where: { $0.isLike(finding) })
        {
          findings.append(finding)
        }
      }
    }
    return .judged(by: Array(findings.prefix(mostFindings)))
  }

  private static func finding(_ outcome: CallRecord.Outcome, _ tool: String, _ index: Int) -> Finding? {
    let dies = LocalizedText(
      en: "after \(tool), a local of the failed call dies as soon as nobody holds the exception",
      ko: "\(tool) 뒤에, 예외를 쥔 곳이 없어지는 즉시 실패한 호출의 지역 변수가 사라집니다")
    guard case .returned(let value) = outcome else {
      return unexpected(outcome, expected: dies, caseIndex: index)
    }
    if value["used"]?.integer != 1 {
      return Finding(
        expected: LocalizedText(
          en: "\(tool) reports the exception", ko: "\(KoreanParticle.subject.after(tool)) 예외를 보고합니다"),
        seen: LocalizedText(
          en: "\(value["used"]?.integer ?? 0) reports", ko: "보고 \(value["used"]?.integer ?? 0)건"),
        caseIndex: index)
    }
    if value["changed"]?.boolean != false {
      return Finding(
        expected: LocalizedText(
          en: "\(tool) leaves the exception as it is", ko: "\(KoreanParticle.topic.after(tool)) 예외를 그대로 둡니다"),
        seen: LocalizedText(
          en: "its traceback or context is another", ko: "traceback이나 context가 바뀌었습니다"), caseIndex: index)
    }
    guard value["alive"]?.boolean != false else { return nil }
    return Finding(
      expected: dies, seen: LocalizedText(en: "it is still alive", ko: "아직 살아 있습니다"), caseIndex: index)
  }
}
