import AssayModel
import GraderKit

/// Bounds how much of the slow host's work is done by the time that the fast hosts' is.
struct HeadOfLineGrader: Grader {
  static let description = GraderDescription(
    name: "fetch.head-of-line",
    summary: LocalizedText(
      en: "Demands that requests to fast hosts are done before most of those to a slow one.",
      ko: "느린 호스트의 요청이 대부분 남아 있을 때 빠른 호스트의 요청이 모두 끝나야 합니다."),
    discussion: """
      Counts the slow host's requests that the server had answered when it answered the last one of the fast hosts. \
      A count is the same on a slow machine, where a ratio of times is not.
      """,
    options: [
      OptionSpec("fast", .text, isRequired: true, summary: "The label of the fast hosts' routes."),
      OptionSpec("slow", .text, isRequired: true, summary: "The label of the slow host's routes."),
      OptionSpec(
        "at_most", .number, isRequired: true,
        summary: "The share of the slow host's requests that may have been answered by then, 0 to 1."),
    ],
    examples: [
      GraderExample(
        "The fast host is done first", criterion: headOfLine,
        evidence: .fetch(["results": []], requests: [("slow", 0, 1), ("fast", 0, 0.2), ("fast", 0.1, 0.2)]),
        outcome: .met),
      GraderExample(
        "The fast host waits for slots that the slow one holds", criterion: headOfLine,
        evidence: .fetch(["results": []], requests: [("slow", 0, 1), ("fast", 1, 1.1), ("fast", 1, 1.1)]),
        outcome: .unmet),
      GraderExample(
        "Not everything was fetched", criterion: headOfLine,
        evidence: .fetch(["results": []], requests: [("slow", 0, 1), ("fast", 0, 0.2)]), outcome: .unmet),
    ])

  private static let headOfLine = Criterion.example(options: ["fast": "fast", "slow": "slow", "at_most": 0.5])

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
    guard let fastEnds = answers(fast, in: run), let slowEnds = answers(slow, in: run),
      let lastFast = fastEnds.max()
    else {
      return .unmet(
        run.finding(
          expected: LocalizedText(
            en: "an answer to each of \(run.expected.count) requests",
            ko: "요청 \(run.expected.count)개 모두에 대한 응답"),
          seen: LocalizedText(
            en: "the server answered \(run.trace.answered)", ko: "서버가 응답한 요청 \(run.trace.answered)개")))
    }
    let before = slowEnds.count { $0 < lastFast }
    guard Double(before) > bound * Double(slowEnds.count) else { return .met }
    return .unmet(
      run.finding(
        expected: LocalizedText(
          en:
            "the fast hosts are done before \(bound.display) of the slow host's \(slowEnds.count) requests are",
          ko: "느린 호스트의 요청 \(slowEnds.count)개 중 \(bound.display)배가 끝나기 전에 빠른 호스트가 끝남"),
        seen: LocalizedText(
          en: "\(before) of them had been answered before the last one of a fast host",
          ko: "빠른 호스트의 마지막 응답보다 먼저 끝난 느린 호스트의 요청 \(before)개")))
  }

  /// When the requests of a label were answered; nil when not every one of them was.
  private func answers(_ label: String, in run: FetchRun) -> [Double]? {
    let ends = run.trace.requests.filter { $0.label == label && !$0.aborted }.compactMap(\.ended)
    return ends.count >= run.expected.count { $0.label == label } ? ends : nil
  }
}

extension FixtureTrace {
  /// Requests that were answered.
  fileprivate var answered: Int { requests.count { !$0.aborted && $0.ended != nil } }
}
