import AssayModel
import GraderKit

/// Compares every call with the same call of the lab's reference.
struct SameAsReference: Grader {
  static let description = GraderDescription(
    name: "same-as-reference",
    summary: LocalizedText(
      en: "Compares every call with the same call of the lab's reference.",
      ko: "모든 호출을 같은 입력에 대한 참조 구현의 결과와 비교합니다."),
    discussion: """
      The second scenario of `from:` runs the same inputs with `subject: reference`. Values are equal by value \
      and type, numbers within `tolerance`; where the reference raises, the learner's code must raise the same type.
      """,
    options: [
      OptionSpec(
        "tolerance", .number, summary: "How far a float may be off, relative to the reference's; default 0.")
    ],
    examples: sameAsReferenceExamples)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    guard criterion.scenarios.count == 2 else {
      throw GraderError(
        "Check '\(criterion.id)' needs two scenarios in `from:`, the learner's and the reference's.")
    }
    let learner = evidence.runs(of: criterion.scenarios[0]).flatMap(\.calls)
    let reference = evidence.runs(of: criterion.scenarios[1]).flatMap(\.calls)
    guard learner.count == reference.count else {
      throw GraderError(
        "The reference was called \(reference.count) times, the learner's code \(learner.count).")
    }
    let comparison = ValueComparison(.record(["relative": criterion.options["tolerance"] ?? 0]))
    let inputs = evidence.runs(of: criterion.scenarios[0]).flatMap { run in
      run.calls.indices.map(run.inputText)
    }
    let findings = try zip(learner, reference).enumerated().compactMap { index, pair in
      try Self.finding(pair.0.outcome, pair.1.outcome, comparison, input: inputs[index], caseIndex: index)
    }
    guard !findings.isEmpty else { return .met }
    return Verdict(.unmet, findings: Array(findings.prefix(5)))
  }

  private static func finding(
    _ seen: CallRecord.Outcome, _ wanted: CallRecord.Outcome, _ comparison: ValueComparison, input: String?,
    caseIndex: Int
  ) throws -> Finding? {
    switch (wanted, seen) {
    case (.returned(let value), .returned(let other)):
      guard !comparison.holds(other, value) else { return nil }
      return Finding(
        expected: LocalizedText(verbatim: value.display()), seen: LocalizedText(verbatim: other.display()),
        input: input, caseIndex: caseIndex)
    case (.returned(let value), _):
      return unexpected(
        seen, expected: LocalizedText(verbatim: value.display()), input: input, caseIndex: caseIndex)
    case (.raised(let error), .raised(let other)) where error.type == other.type: return nil
    case (.raised(let error), _):
      return unexpected(
        seen, expected: LocalizedText(en: "it raises \(error.type)", ko: "\(error.type) 예외를 냅니다"),
        input: input, caseIndex: caseIndex)
    default:
      throw Fault(.lab, detail: "the reference did not answer case \(caseIndex + 1)")
    }
  }
}
