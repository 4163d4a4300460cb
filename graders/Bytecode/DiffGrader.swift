import AssayModel
import GraderKit

/// Judges `diff` on pairs with one shortest edit script.
struct DiffGrader: Grader {
  static let description = GraderDescription(
    name: "bytecode.diff",
    summary: LocalizedText(
      en: "Compares diff() with the shortest edit script of each pair.",
      ko: "diff()의 결과를 각 쌍의 가장 짧은 편집 스크립트와 비교합니다."),
    discussion: "Judges the group `diff` of the workload bytecode.functions: sign, opcode name and argument.",
    examples: [
      example("The one operation that differs", [line("-", 0), line("+", 10)], .met),
      example("Insertions before deletions", [line("+", 10), line("-", 0)], .unmet),
      example("The argument is missing", [line("-", nil), line("+", nil)], .unmet),
      example("Nothing differs", [], .unmet),
    ])

  private static func line(_ sign: String, _ argument: Value) -> Value {
    .object(
      type: "Op",
      fields: [
        Value.Entry("sign", .string(sign)), Value.Entry("opname", "BINARY_OP"),
        Value.Entry("argument", argument),
      ])
  }

  private static func example(_ title: String, _ script: Value, _ outcome: Verdict.Outcome) -> GraderExample {
    GraderExample(
      title, criterion: .example(),
      evidence: .functions(
        .diff, right: [["-", "BINARY_OP", 0], ["+", "BINARY_OP", 10]], .returned(script)),
      outcome: outcome)
  }

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    try evidence.functionCases(.diff, of: criterion).judged { item in
      let right = item.key["right"]?.elements ?? []
      guard case .returned(let value) = item.outcome else { return item.unanswered("diff") }
      let script = value.elements?.map(Self.fields)
      guard script != right else { return nil }
      return item.finding(
        expected: LocalizedText(verbatim: Self.text(right)),
        seen: LocalizedText(verbatim: script.map(Self.text) ?? value.display()))
    }
  }

  private static func fields(_ line: Value) -> Value {
    guard line["sign"] != nil else { return .list(line.elements ?? [line]) }
    return .list(["sign", "opname", "argument"].map { line[$0] ?? .null })
  }

  private static func text(_ script: [Value]) -> String {
    script.isEmpty
      ? "[]"
      : script.prefix(8).map { line in
        let argument = line[2].map { $0 == .null ? "" : " \($0.display(limit: 40))" } ?? ""
        return "\(line[0]?.text ?? "?")\(line[1]?.text ?? "?")\(argument)"
      }.joined(separator: ", ") + (script.count > 8 ? ", …" : "")
  }
}
