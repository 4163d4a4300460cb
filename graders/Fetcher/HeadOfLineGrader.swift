import AssayModel
import GraderKit

/// Bounds when the fast hosts' requests are done as a share of the slow host's time.
struct HeadOfLineGrader: Grader {
  static let description = GraderDescription(
    name: "fetch.head-of-line",
    summary: LocalizedText(
      en: "Demands that requests to fast hosts are done long before those to a slow one.",
      ko: "빠른 호스트의 요청이 느린 호스트보다 훨씬 먼저 끝나야 합니다."),
    discussion: "Both times begin with the first arrival and are read from the server's clock.",
    options: [
      OptionSpec("fast", .text, isRequired: true, summary: "The label of the fast hosts' routes."),
      OptionSpec("slow", .text, isRequired: true, summary: "The label of the slow host's routes."),
      OptionSpec(
        "at_most", .number, isRequired: true,
        summary: "The share of the slow host's time in which the fast ones must be done, 0 to 1."),
    ],
    examples: [
      GraderExample(
        "The fast host is done in a fifth of the time", criterion: headOfLine,
        evidence: .fetch(["results": []], requests: [("slow", 0, 1), ("fast", 0, 0.2), ("fast", 0.1, 0.2)]),
        outcome: .met),
      GraderExample(
        "The fast host waits for slots that the slow one holds", criterion: headOfLine,
        evidence: .fetch(
          ["results": []], requests: [("slow", 0, 1), ("fast", 0.4, 0.6), ("fast", 0.6, 0.7)]),
        outcome: .unmet),
      GraderExample(
        "Not everything was fetched", criterion: headOfLine,
        evidence: .fetch(["results": []], requests: [("slow", 0, 1), ("fast", 0, 0.2)]), outcome: .unmet),
    ])

  private static let headOfLine = Criterion.example(options: ["fast": "fast", "slow": "slow", "at_most": 0.4])

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let bound = try criterion.requiredNumber("at_most")
    guard let fast = criterion.options["fast"]?.text, let slow = criterion.options["slow"]?.text else {
      throw GraderError("Check '\(criterion.id)' needs the options `fast` and `slow`, labels of routes.")
    }
    switch try FetchRun.read(evidence, for: criterion) {
    case .failed(let finding): return .unmet(finding)
    case .run(let run): return judge(run, fast: fast, slow: slow, bound: bound)
    }
  }

  private func judge(_ run: FetchRun, fast: String, slow: String, bound: Double) -> Verdict {
    guard let start = run.trace.requests.map(\.arrived).min(), let fastEnd = lastAnswer(fast, in: run),
      let slowEnd = lastAnswer(slow, in: run), slowEnd > start
    else {
      return .unmet(
        run.finding(
          expected: LocalizedText(
            en: "an answer to each of \(run.expected.count) requests",
            ko: "요청 \(run.expected.count)개 모두에 대한 응답"),
          seen: LocalizedText(
            en: "the server answered \(run.trace.answered)", ko: "서버가 응답한 요청 \(run.trace.answered)개")))
    }
    let share = (fastEnd - start) / (slowEnd - start)
    guard share > bound else { return .met }
    return .unmet(
      run.finding(
        expected: LocalizedText(
          en:
            "the fast hosts are done within \(bound.display) of the slow host's \((slowEnd - start).display) s",
          ko: "느린 호스트가 걸린 \((slowEnd - start).display)초의 \(bound.display)배 안에 빠른 호스트가 끝남"),
        seen: LocalizedText(
          en: "done after \((fastEnd - start).display) s, \(share.display) of it",
          ko: "\((fastEnd - start).display)초, \(share.display)배")))
  }

  /// When the last request of a label was answered; nil when not every one of them was.
  private func lastAnswer(_ label: String, in run: FetchRun) -> Double? {
    let ends = run.trace.requests.filter { $0.label == label && !$0.aborted }.compactMap(\.ended)
    return ends.count >= run.expected.count { $0.label == label } ? ends.max() : nil
  }
}

extension FixtureTrace {
  /// Requests that were answered.
  fileprivate var answered: Int { requests.count { !$0.aborted && $0.ended != nil } }
}
