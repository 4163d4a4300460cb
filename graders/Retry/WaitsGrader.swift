import AssayModel
import GraderKit

/// Judges that the waits are really slept: between tries, by the service's clock.
struct WaitsGrader: Grader {
  static let description = GraderDescription(
    name: "retry.waits",
    summary: LocalizedText(
      en: "Checks that between tries there is a wait within its window, and not always next to none.",
      ko: "시도 사이의 대기가 구간 안에 있고, 늘 0에 가깝지는 않은지 확인합니다."),
    discussion: """
      Judges the group `waits` of the workload retry.requests. Over all calls, the mean of each wait must be at \
      least a fifth of its window; the expected mean is a half.
      """,
    examples: [
      GraderExample(
        "Waits of half a window", criterion: .example(), evidence: exampleEvidence([0, 0.05, 0.15, 0.35]),
        outcome: .met),
      GraderExample(
        "No wait at all", criterion: .example(), evidence: exampleEvidence([0, 0, 0, 0]), outcome: .unmet),
      GraderExample(
        "A wait longer than its window", criterion: .example(),
        evidence: exampleEvidence([0, 0.3, 0.4, 0.5]), outcome: .unmet),
      GraderExample(
        "A single try", criterion: .example(), evidence: exampleEvidence([0]), outcome: .unmet),
    ])

  private static func exampleEvidence(_ times: [Double]) -> Evidence {
    .requests("waits", [(ScriptedRequest(steps: [.status(503)]), .tries(at: times))])
  }

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let cases = try evidence.requestCases(of: "waits", for: criterion)
    let findings = cases.findings(Self.finding)
    guard findings.isEmpty else { return Verdict(.unmet, findings: findings) }
    return .judged(by: Self.shortMean(cases).map { [$0] } ?? [])
  }

  private static func finding(_ item: RequestCase, _ seen: RequestObservation) -> Finding? {
    guard seen.tries.count > 1 else {
      let tries = triesText(seen.tries.count)
      return item.finding(
        expected: LocalizedText(en: "another try after a wait", ko: "대기 후 다시 시도합니다"),
        seen: LocalizedText(
          en: "\(tries.en), then it \(seen.outcome.text.en)", ko: "\(tries.ko) 후 \(seen.outcome.text.ko)"),
        of: seen)
    }
    for (attempt, gap) in seen.gaps.enumerated() {
      let window = item.request.policy.window(after: attempt)
      guard gap > window + timeTolerance || gap < 0 else { continue }
      return item.finding(
        expected: LocalizedText(
          en: "wait \(attempt + 1) lasts at most \(window.display) s",
          ko: "\(attempt + 1)번째 대기는 최대 \(window.display)초입니다"),
        seen: LocalizedText(en: "it lasted \(gap.display) s", ko: "\(gap.display)초 동안 기다렸습니다"), of: seen)
    }
    return nil
  }

  /// A wait that is next to none on the average over all calls.
  private static func shortMean(_ cases: [RequestCase]) -> Finding? {
    let policy = cases[0].request.policy
    let gaps = cases.observations.map(\.gaps)
    for attempt in 0..<(policy.maxAttempts - 1) {
      let waits = gaps.compactMap { $0.indices.contains(attempt) ? $0[attempt] : nil }
      let mean = waits.reduce(0, +) / Double(max(1, waits.count))
      let window = policy.window(after: attempt)
      guard mean < window / 5 else { continue }
      let hint = LocalizedText(
        en: "The next try follows at once: is asyncio.sleep awaited?",
        ko: "곧바로 다시 시도합니다. asyncio.sleep을 await하고 있습니까?")
      return Finding(
        expected: LocalizedText(
          en: "wait \(attempt + 1) lasts about \((window / 2).display) s on average",
          ko: "\(attempt + 1)번째 대기는 평균 약 \((window / 2).display)초입니다"),
        seen: LocalizedText(
          en: "\(mean.display) s on average over \(waits.count) calls",
          ko: "호출 \(waits.count)번에서 평균 \(mean.display)초였습니다"),
        input: cases[0].request.text, caseIndex: cases[0].index, hint: mean == 0 ? hint : nil)
    }
    return nil
  }
}
