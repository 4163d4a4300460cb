import AssayModel
import GraderKit

/// Judges the loops that are found in functions of known loops.
struct LoopsGrader: Grader {
  static let description = GraderDescription(
    name: "bytecode.loops",
    summary: LocalizedText(
      en: "Compares loops() with the first and last lines of the loops of each function.",
      ko: "loops()의 결과를 각 함수에 있는 반복문의 첫 줄·마지막 줄과 비교합니다."),
    discussion: "Judges the group `loops` of the workload bytecode.functions.",
    examples: [
      example("Both loops", [.tuple([2, 5]), .tuple([4, 5])], .met),
      example("The inner loop is missing", [.tuple([2, 5])], .unmet),
      example("Offsets instead of lines", [.tuple([6, 64]), .tuple([30, 52])], .unmet),
      GraderExample(
        "It raises", criterion: .example(),
        evidence: .functions(
          .loops, right: [[2, 5]], .raised(ExceptionRecord(type: "OSError", message: "no source"))),
        outcome: .unmet),
    ])

  private static func example(_ title: String, _ found: Value, _ outcome: Verdict.Outcome) -> GraderExample {
    GraderExample(
      title, criterion: .example(),
      evidence: .functions(.loops, right: [[2, 5], [4, 5]], .returned(found)), outcome: outcome)
  }

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    try evidence.functionCases(.loops, of: criterion).judged { item in
      let right = item.key["right"]?.elements ?? []
      guard case .returned(let value) = item.outcome else { return item.unanswered("loops") }
      guard value.elements?.map({ Value.list($0.elements ?? [$0]) }) != right else { return nil }
      let pairs = Value.list(right.map { .tuple($0.elements ?? []) }).display()
      let kind = item.key["about"]?.text.flatMap(LoopSources.Kind.init)?.text
      return item.finding(
        expected: LocalizedText(
          en: kind.map { "\(pairs) in a function with \($0.en)" } ?? pairs,
          ko: kind.map { "\(pairs) (\($0.ko))" } ?? pairs),
        seen: LocalizedText(verbatim: value.display()))
    }
  }
}
