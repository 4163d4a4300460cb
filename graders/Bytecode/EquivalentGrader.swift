import AssayModel
import GraderKit

/// Judges `equivalent` on pairs whose verdict is known.
struct EquivalentGrader: Grader {
  static let description = GraderDescription(
    name: "bytecode.equivalent",
    summary: LocalizedText(
      en: "Compares equivalent() with what is known of pairs of functions.",
      ko: "equivalent()의 판정을 정답이 알려진 함수 쌍과 비교합니다."),
    discussion: "Judges a group of the workload bytecode.functions. True and False count, nothing like them.",
    options: [
      OptionSpec("group", .choice(["seen", "pairs"]), isRequired: true, summary: "The group to judge.")
    ],
    examples: [
      example("Renamed locals are the same function", right: true, .returned(true), .met),
      example("Another global is another function", right: false, .returned(true), .unmet),
      example("A truth value that is no bool", right: true, .returned(1), .unmet),
      example("It raises", right: true, .raised(ExceptionRecord(type: "OSError")), .unmet),
    ])

  private static func example(
    _ title: String, right: Bool, _ outcome: CallRecord.Outcome, _ verdict: Verdict.Outcome
  ) -> GraderExample {
    GraderExample(
      title, criterion: .example(options: ["group": "pairs"]),
      evidence: .functions(.pairs, right: .bool(right), outcome), outcome: verdict)
  }

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    guard let group = criterion.options["group"]?.text.flatMap(FunctionGroup.init) else {
      throw GraderError("Check '\(criterion.id)' needs the option `group`.")
    }
    return try evidence.functionCases(group, of: criterion).judged(Self.finding)
  }

  private static func finding(_ item: FunctionCase) -> Finding? {
    guard let right = item.key["right"]?.boolean else { return nil }
    let reason = item.key["about"]?.text.flatMap(FunctionPair.Reason.init)?.text
    let word = right ? "True" : "False"
    let expected = LocalizedText(
      en: "\(word), as \(reason?.en ?? "the rules say")", ko: "\(word) (\(reason?.ko ?? "규칙대로"))")
    guard case .returned(let value) = item.outcome else {
      return item.unanswered("equivalent", expected: expected)
    }
    guard value.boolean != right else { return nil }
    return item.finding(expected: expected, seen: LocalizedText(verbatim: value.display()))
  }
}
