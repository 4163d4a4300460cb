import AssayModel
import GraderKit

/// Compares what `parse_retry_after` made of each value with what the value means.
struct RetryAfterValuesGrader: Grader {
  static let description = GraderDescription(
    name: "retry.retry-after-values",
    summary: LocalizedText(
      en: "Compares the seconds read from Retry-After values with what HTTP says they mean.",
      ko: "Retry-After 값에서 읽은 초를 HTTP가 정한 의미와 비교합니다."),
    discussion: "Judges scenarios of the workload retry.retry-after-values: an int or a float, or None.",
    examples: [
      GraderExample(
        "Seconds, and a word that says nothing", criterion: .example(),
        evidence: .example([.returned(3.0), .returned(nil)], inputs: exampleInputs, answerKey: exampleKey),
        outcome: .met),
      GraderExample(
        "Digits of another script were taken for a number", criterion: .example(),
        evidence: .example([.returned(3.0), .returned(3.0)], inputs: exampleInputs, answerKey: exampleKey),
        outcome: .unmet),
      GraderExample(
        "It raises instead of returning None", criterion: .example(),
        evidence: .example(
          [.returned(3), .raised(ExceptionRecord(type: "ValueError"))], inputs: exampleInputs,
          answerKey: exampleKey),
        outcome: .unmet),
    ])

  private static let exampleInputs: [Value] = [
    ["value": "3", "now": "2025-10-12T00:00:00"], ["value": "\u{FF13}", "now": "2025-10-12T00:00:00"],
  ]
  private static let exampleKey: Value = [
    ["seconds": 3.0, "kind": "digits"], ["seconds": nil, "kind": "foreign-digit"],
  ]

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    var findings: [Finding] = []
    for run in criterion.scenarios.flatMap(evidence.runs(of:)) {
      let keys = run.plan.answerKey.elements ?? []
      guard keys.count >= run.calls.count else {
        throw GraderError("Check '\(criterion.id)' needs the workload retry.retry-after-values.")
      }
      for (index, call) in run.calls.enumerated() {
        guard let finding = Self.finding(call.outcome, key: keys[index], in: run, index),
          !findings.contains(where: { $0.isLike(finding) })
        else { continue }
        findings.append(finding)
      }
    }
    return .judged(by: Array(findings.prefix(mostFindings)))
  }

  private static func finding(
    _ outcome: CallRecord.Outcome, key: Value, in run: RunRecord, _ index: Int
  ) -> Finding? {
    let seconds = key["seconds"]?.number
    if case .returned(let value) = outcome, isEqual(value, seconds) { return nil }
    let meaning = seconds.map { LocalizedText(en: "\($0.display) s", ko: "\($0.display)초") }
    let head = meaning ?? LocalizedText(verbatim: "None")
    let reason = key["kind"]?.text.flatMap(RetryAfterKind.init(rawValue:))?.reason
    let form = key["form"]?.text.flatMap(RetryAfterForm.init(rawValue:))?.text
    return unexpected(
      outcome,
      expected: LocalizedText(
        en: "\(head.en): \(reason?.en ?? "")" + (form.map { " (the value is \($0.en))" } ?? ""),
        ko: "\(head.ko): \(reason?.ko ?? "")" + (form.map { " (값의 표기: \($0.ko))" } ?? "")),
      input: inputText(run, index), caseIndex: index)
  }

  private static func isEqual(_ value: Value, _ seconds: Double?) -> Bool {
    guard let seconds else { return value == .null }
    return value.number.map { abs($0 - seconds) <= timeTolerance } ?? false
  }

  private static func inputText(_ run: RunRecord, _ index: Int) -> String? {
    guard run.plan.inputs.indices.contains(index), let value = run.plan.inputs[index]["value"] else {
      return nil
    }
    return "\(value.display()) at \(run.plan.inputs[index]["now"]?.text ?? "?")Z"
  }
}
