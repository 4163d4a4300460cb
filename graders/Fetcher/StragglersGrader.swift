import AssayModel
import GraderKit

/// Bounds the span of all requests as a multiple of the ideal one.
struct StragglersGrader: Grader {
  static let description = GraderDescription(
    name: "fetch.stragglers",
    summary: LocalizedText(
      en: "Bounds the time from the first request to the last answer as a multiple of the ideal one.",
      ko: "첫 요청부터 마지막 응답까지의 시간이 이상적인 시간의 몇 배인지 제한합니다."),
    discussion: """
      The ideal is the server's own answering time spread over `limit` slots that are never empty. Both times are \
      the server's, so a slow client machine lengthens both. All results must be right and `limit` must be kept.
      """,
    options: [OptionSpec("at_most", .number, isRequired: true, summary: "The greatest allowed multiple.")],
    examples: [
      GraderExample(
        "Slots are refilled at once", criterion: .example(options: ["at_most": 3.0]),
        evidence: .fetch(["results": .list(fetchedResults)], span: 0.45, busy: 0.6, maxInFlight: 2),
        outcome: .met),
      GraderExample(
        "Each batch waits for its slowest request", criterion: .example(options: ["at_most": 3.0]),
        evidence: .fetch(["results": .list(fetchedResults)], span: 2.4, busy: 0.6, maxInFlight: 2),
        outcome: .unmet),
      GraderExample(
        "Everything at once", criterion: .example(options: ["at_most": 3.0]),
        evidence: .fetch(["results": .list(fetchedResults)], span: 0.3, busy: 0.6, maxInFlight: 3),
        outcome: .unmet),
    ])

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let bound = try criterion.requiredNumber("at_most")
    switch try FetchRun.read(evidence, for: criterion) {
    case .failed(let finding): return .unmet(finding)
    case .run(let run):
      let atOnce = run.excess(
        of: LocalizedText(en: "requests at once", ko: "동시 요청"), seen: run.trace.maxInFlight,
        allowed: try run.limit())
      let idle = try idleFinding(run, bound)
      return .judged(
        by: [atOnce, idle].compactMap { $0 } + FetchComparison(run: run).findings(anyOrder: true))
    }
  }

  private func idleFinding(_ run: FetchRun, _ bound: Double) throws -> Finding? {
    let ideal = run.trace.busy / Double(try run.limit())
    guard ideal > 0 else {
      return run.finding(
        expected: LocalizedText(en: "requests", ko: "요청"),
        seen: LocalizedText(en: "the server saw none", ko: "서버가 본 요청이 없습니다"))
    }
    let multiple = run.trace.span / ideal
    guard multiple > bound else { return nil }
    return run.finding(
      expected: LocalizedText(
        en:
          "all answered within \(bound.display) times the ideal \(ideal.display) s, with no slot left empty",
        ko: "빈 자리 없이, 이상적인 시간 \(ideal.display)초의 \(bound.display)배 안에 모두 응답"),
      seen: LocalizedText(
        en: "\(run.trace.span.display) s, \(multiple.display) times",
        ko: "\(run.trace.span.display)초, \(multiple.display)배"))
  }
}
