import AssayModel
import GraderKit

/// Judges whether the rewritten functions still do all that the starter's did.
struct KeptBehaviourGrader: Grader {
  static let description = GraderDescription(
    name: "bytecode.behaviour",
    summary: LocalizedText(
      en: "Compares values, exceptions and effects of the rewritten functions with the starter's.",
      ko: "다시 작성한 함수의 값, 예외, 부수 효과를 시작 코드와 비교합니다."),
    discussion: """
      `from:` names the cases of the submission and of the starter, then both counts: behaviour that was kept \
      by changing nothing earns nothing.
      """,
    examples: RewriteExamples.behaviour)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    guard criterion.scenarios.count == 4 else {
      throw GraderError("Check '\(criterion.id)' needs four scenarios in `from:`.")
    }
    let scenarios = criterion.scenarios
    let own = evidence.runs(of: scenarios[0])
    let calls = own.flatMap(\.calls)
    let models = evidence.runs(of: scenarios[1]).flatMap(\.calls)
    let inputs = own.flatMap(\.plan.inputs)
    guard !calls.isEmpty, calls.count == models.count, inputs.count == calls.count else {
      throw GraderError("Check '\(criterion.id)' needs the same cases of the starter.")
    }
    guard try Self.isRewritten(evidence, own: scenarios[2], starter: scenarios[3]) else {
      return .unmet(Self.nothingRewritten)
    }
    let findings = try zip(inputs, zip(calls, models)).enumerated().compactMap { index, pair in
      try Self.finding(input: pair.0, own: pair.1.0.outcome, model: pair.1.1.outcome, index: index)
    }
    return .judged(by: Array(findings.prefix(mostFindings)))
  }

  /// True when at least one function executes fewer opcodes than the starter's.
  private static func isRewritten(_ evidence: Evidence, own: String, starter: String) throws -> Bool {
    try RewritesWorkload.functions.contains { function in
      let ratio = try OpcodeCount.ratio(function, own: own, starter: starter, in: evidence)
      return ratio.map { $0.ratio < 0.9 && !$0.own.isDisturbed } ?? false
    }
  }

  private static var nothingRewritten: Finding {
    Finding(
      expected: LocalizedText(
        en: "a function is rewritten, and does what it did before", ko: "함수를 다시 작성해도 동작은 그대로입니다"),
      seen: LocalizedText(
        en: "none of the three executes fewer opcodes yet, so there is nothing to compare",
        ko: "opcode 수가 줄어든 함수가 아직 없어 비교할 것이 없습니다"),
      caseIndex: 0)
  }

  private static func finding(
    input: Value, own: CallRecord.Outcome, model: CallRecord.Outcome, index: Int
  ) throws -> Finding? {
    let function = input["function"]?.text ?? "?"
    guard case .returned(let right) = model else {
      throw GraderError("The starter did not answer case \(index + 1).")
    }
    guard case .returned(let seen) = own else {
      return unexpected(own, input: input.display(), caseIndex: index)
    }
    guard seen != right else { return nil }
    let part = firstDifference(seen, right)
    return Finding(
      expected: LocalizedText(
        en: "\(function)() does what the starter's does: \(part.name.en) \(text(part.right))",
        ko:
          "\(KoreanParticle.topic.after(function + "()")) 시작 코드와 같이 동작합니다. \(part.name.ko): \(text(part.right))"
      ),
      seen: LocalizedText(verbatim: text(part.seen)), input: input.display(), caseIndex: index)
  }

  private typealias Difference = (name: LocalizedText, seen: Value?, right: Value?)

  /// The first part of the two observations that differs, with its name.
  private static func firstDifference(_ seen: Value, _ right: Value) -> Difference {
    let parts = [
      ("effects", LocalizedText(en: "the handlers' calls are", ko: "핸들러 호출")),
      ("log", LocalizedText(en: "the log is", ko: "log의 내용")),
      ("outcome", LocalizedText(en: "the outcome is", ko: "결과")),
    ]
    for (key, name) in parts where right[key] != nil && seen[key] != right[key] {
      return (name, seen[key], right[key])
    }
    let index =
      zip(seen.elements ?? [], right.elements ?? []).enumerated().first { $1.0 != $1.1 }?.offset ?? 0
    let name = LocalizedText(en: "call \(index + 1) gives", ko: "\(index + 1)번째 호출")
    return (name, seen[index], right[index])
  }

  private static func text(_ value: Value?) -> String {
    guard let value else { return "–" }
    if let type = value["raised"]?.text {
      return type + (value["args"]?.elements.map { Value.tuple($0).display() } ?? "")
    }
    return (value["returned"] ?? value).display(limit: 120)
  }
}
