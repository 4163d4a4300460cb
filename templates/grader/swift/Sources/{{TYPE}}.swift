import AssayModel
import GraderKit

/// Judges each call by what it returned.
struct {{TYPE}}: Grader {
  static let description = GraderDescription(
    name: "{{NAME}}",
    summary: LocalizedText(
      en: "<<FILL what it judges, in English / 판정 내용(영어): Every call returns an even number.>>",
      ko: "<<FILL what it judges, in Korean / 판정 내용(한국어): 모든 호출이 짝수를 반환합니다.>>"),
    options: [], examples: [])

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    var findings: [Finding] = []
    for run in criterion.scenarios.flatMap(evidence.runs(of:)) {
      for (index, (input, call)) in zip(run.plan.inputs, run.calls).enumerated() where !isRight(call.returned) {
        findings.append(finding(call, input, index))
      }
    }
    return .judged(by: findings)
  }

  /// The value comes from a learner's code: any type, any size. Whatever is not right is wrong, never an error.
  private func isRight(_ value: Value?) -> Bool {
    <<FILL what holds of a right result / 올바른 결과가 만족하는 조건: value?.integer?.isMultiple(of: 2) == true>>
  }

  private func finding(_ call: CallRecord, _ input: Value, _ index: Int) -> Finding {
    Finding(
      expected: LocalizedText(
        en: "<<FILL what a right solution gives, in English / 정답의 결과(영어): an even number>>",
        ko: "<<FILL what a right solution gives, in Korean / 정답의 결과(한국어): 짝수>>"),
      seen: LocalizedText(verbatim: call.returned.map { String(WireFormat.text($0).prefix(200)) } ?? "-"),
      input: String(WireFormat.text(input).prefix(200)), caseIndex: index)
  }
}
