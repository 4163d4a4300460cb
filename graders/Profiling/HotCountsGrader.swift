import AssayModel
import GraderKit

/// Judges how often the planted functions were called, recursion counted and not, and where they stand.
struct HotCountsGrader: Grader {
  static let description = GraderDescription(
    name: "profiling.hot-counts",
    summary: LocalizedText(
      en: "Calls, primitive calls and definition lines of the planted functions are exact.",
      ko: "심어 둔 함수의 호출 수, 최초 호출 수, 정의 줄 번호가 정확합니다."),
    examples: ProfilingExamples.hotCounts)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let (planted, findings) = try PlantedEvidence.read(0, of: criterion, in: evidence)
    guard let planted else { return Verdict(.unmet, findings: findings) }
    let roles = [
      ("leaf", LocalizedText(en: "the function called from a loop", ko: "반복문에서 불린 함수")),
      ("recursive", LocalizedText(en: "the recursive function", ko: "재귀 함수")),
      ("caller", LocalizedText(en: "the function with the loop", ko: "반복문이 있는 함수")),
    ]
    return .judged(
      by: try roles.flatMap { role, text in
        try Self.findings(of: planted.function(role), called: text, in: planted)
      })
  }

  private static func findings(
    of function: PlantedEvidence.Planted, called text: LocalizedText, in planted: PlantedEvidence
  ) -> [Finding] {
    guard let row = planted.row(of: function) else { return [planted.missing(text)] }
    let figures = [
      ("calls", row.calls, function.calls),
      ("primitive_calls", row.primitiveCalls, function.primitiveCalls),
      ("line", row.line, function.line),
    ]
    return figures.filter { $0.1 != $0.2 }.map { name, seen, expected in
      planted.finding(
        expected: LocalizedText(
          en: "\(text.en) has \(name) = \(expected)",
          ko: "\(text.ko)의 \(KoreanParticle.topic.after(name)) \(expected)입니다"),
        seen: LocalizedText(verbatim: "\(name) = \(seen.map(String.init) ?? "–")"))
    }
  }
}
