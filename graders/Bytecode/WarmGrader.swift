import AssayModel
import GraderKit

/// Judges whether the answers stay the same while the interpreter specialises the functions.
struct WarmGrader: Grader {
  static let description = GraderDescription(
    name: "bytecode.warm",
    summary: LocalizedText(
      en: "The answers are the same before and after 2,000 calls of one or both functions.",
      ko: "함수 하나 또는 둘 다를 2,000번 호출한 뒤에도 답이 같습니다."),
    discussion: "Judges the group `warm` of the workload bytecode.functions.",
    examples: [
      example("Nothing changes", [answers(), answers(), answers()], .met),
      example("One warm function is no longer equivalent", [answers(), answers(false), answers()], .unmet),
      example("The same wrong answer each time", [answers(false), answers(false), answers(false)], .unmet),
      example(
        "The diff sees adaptive opcodes",
        [answers(), answers(diff: [["-", "BINARY_OP", 0]]), answers()], .unmet),
    ])

  private static func answers(_ equivalent: Bool = true, diff: Value = .list([])) -> Value {
    ["equivalent": .bool(equivalent), "diff": diff, "loops": [[2, 3]]]
  }

  private static func example(_ title: String, _ seen: Value, _ outcome: Verdict.Outcome) -> GraderExample {
    GraderExample(
      title, criterion: .example(), evidence: .functions(.warm, right: true, .returned(seen)),
      outcome: outcome)
  }

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    try evidence.functionCases(.warm, of: criterion).judged { item in
      guard case .returned(let value) = item.outcome, let stages = value.elements, stages.count == 3 else {
        return item.unanswered("equivalent")
      }
      return Self.wrongVerdict(item, stages) ?? Self.changed(item, stages)
    }
  }

  private static let moments = [
    LocalizedText(en: "before any call", ko: "호출하기 전"),
    LocalizedText(en: "after 2,000 calls of the first function", ko: "첫 함수를 2,000번 호출한 뒤"),
    LocalizedText(en: "after 2,000 calls of both", ko: "두 함수를 2,000번씩 호출한 뒤"),
  ]

  private static func wrongVerdict(_ item: FunctionCase, _ stages: [Value]) -> Finding? {
    guard let right = item.key["right"]?.boolean,
      let (moment, stage) = zip(moments, stages).first(where: { $1["equivalent"]?.boolean != right })
    else { return nil }
    return item.finding(
      expected: LocalizedText(
        en: "equivalent() is \(right ? "True" : "False"), however often the functions have run",
        ko: "equivalent()는 함수를 몇 번 실행했든 \(right ? "True" : "False")입니다"),
      seen: LocalizedText(
        en: "\(stage["equivalent"]?.display() ?? "nothing") \(moment.en)",
        ko: "\(moment.ko): \(stage["equivalent"]?.display() ?? "값 없음")"))
  }

  private static func changed(_ item: FunctionCase, _ stages: [Value]) -> Finding? {
    for tool in ["diff", "loops"] {
      guard
        let (moment, stage) = zip(moments, stages).first(where: { $1[tool] != stages[0][tool] })
      else { continue }
      return item.finding(
        expected: LocalizedText(
          en: "\(tool)() gives what it gave before the functions ran",
          ko: "\(KoreanParticle.topic.after(tool + "()")) 함수를 실행하기 전과 같은 결과를 냅니다"),
        seen: LocalizedText(
          en: "\(moment.en) it is \(stage[tool]?.display() ?? "nothing")",
          ko: "\(moment.ko): \(stage[tool]?.display() ?? "값 없음")"))
    }
    return nil
  }
}
