import AssayModel
import GraderKit

/// Judges that one deadline bounds tries and waits together.
struct DeadlineGrader: Grader {
  static let description = GraderDescription(
    name: "retry.deadline",
    summary: LocalizedText(
      en: "Checks that a call ends by its deadline, and at once when no further try fits.",
      ko: "호출이 기한 안에 끝나고, 더 시도할 시간이 없으면 즉시 끝나는지 확인합니다."),
    discussion: """
      Judges the group `deadline` of the workload retry.requests. A service that never answers in time must be \
      tried until the deadline, the last time-out cut to what is left.
      """,
    examples: [
      example("Given up before a wait that would end too late", [0, 0.7, 1.9], elapsed: 2.2, .met),
      example("The deadline was overrun", [0, 0.7, 1.9, 3.5], elapsed: 3.8, .unmet),
      example("It waited for nothing before it gave up", [0, 0.7, 1.9], elapsed: 3, .unmet),
      GraderExample(
        "A service that never answers", criterion: .example(),
        evidence: .requests(
          "deadline",
          [(silent, .tries(at: [0, 1.01, 2.02], raised: "DeadlineExceeded", elapsed: 2.5))]),
        outcome: .met),
    ])

  private static let silent: ScriptedRequest = {
    var request = ScriptedRequest(steps: [.status(200, latency: 9)])
    request.policy = ScriptedRequest.Policy(maxAttempts: 50, base: 0.01, cap: 0.02, deadline: 2.5)
    return request
  }()

  private static func example(
    _ title: String, _ times: [Double], elapsed: Double, _ outcome: Verdict.Outcome
  ) -> GraderExample {
    var request = ScriptedRequest(steps: [.status(503, latency: 0.3)])
    request.policy = ScriptedRequest.Policy(maxAttempts: 50, base: 0.5, cap: 4, deadline: 3)
    return GraderExample(
      title, criterion: .example(),
      evidence: .requests("deadline", [(request, .tries(at: times, elapsed: elapsed))]), outcome: outcome)
  }

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let cases = try evidence.requestCases(of: "deadline", for: criterion)
    return .judged(
      by: cases.findings { Self.overrun($0, $1) ?? Self.tooFewTries($0, $1) ?? Self.idle($0, $1) })
  }

  private static func overrun(_ item: RequestCase, _ seen: RequestObservation) -> Finding? {
    let deadline = item.request.policy.deadline
    guard seen.elapsed > deadline + timeTolerance else { return nil }
    let lastBegan = seen.tries.last?.at ?? 0
    let lastTry = min(item.request.steps[0].latency, item.request.policy.attemptTimeout)
    let hasWaited = lastBegan > deadline || seen.elapsed > lastBegan + lastTry + timeTolerance
    return item.finding(
      expected: LocalizedText(en: "the call ends by its deadline", ko: "호출이 기한 안에 끝납니다"),
      seen: LocalizedText(
        en: "it took \(seen.elapsed.display) s with a deadline of \(deadline.display) s",
        ko: "기한은 \(deadline.display)초인데 \(seen.elapsed.display)초가 걸렸습니다"),
      hint: hasWaited ? waitHint : timeoutHint, of: seen)
  }

  private static let waitHint = LocalizedText(
    en: "A wait that would end after the deadline is not begun.", ko: "기한을 넘겨 끝날 대기는 시작하지 않습니다.")
  private static let timeoutHint = LocalizedText(
    en: "The time-out of a try is cut to what is left of the deadline.", ko: "시도의 제한 시간은 남은 기한에 맞춰 줄입니다.")

  /// Enough time was left for another try, but there was none.
  private static func tooFewTries(_ item: RequestCase, _ seen: RequestObservation) -> Finding? {
    let policy = item.request.policy
    let isSilent = item.request.steps[0].latency > policy.attemptTimeout
    let wanted = isSilent ? Int(policy.deadline / policy.attemptTimeout) + 1 : 2
    guard seen.tries.count < wanted || isSilent && seen.tries.count > wanted else { return nil }
    let right = triesText(wanted)
    let wrong = triesText(seen.tries.count)
    return item.finding(
      expected: LocalizedText(
        en: isSilent ? "\(right.en) before the deadline" : "at least \(right.en)",
        ko: isSilent ? "기한 전까지 \(right.ko)" : "\(right.ko) 이상"),
      seen: LocalizedText(
        en: "\(wrong.en); the call \(seen.outcome.text.en) after \(seen.elapsed.display) s",
        ko: "\(wrong.ko), \(seen.elapsed.display)초 뒤 \(seen.outcome.text.ko)"),
      of: seen)
  }

  /// The call went on although nothing more was to be tried.
  private static func idle(_ item: RequestCase, _ seen: RequestObservation) -> Finding? {
    guard let last = seen.tries.last else { return nil }
    let step = item.request.steps[0]
    let lastTry = min(step.latency, item.request.policy.attemptTimeout)
    guard seen.elapsed > last.at + lastTry + timeTolerance else { return nil }
    return item.finding(
      expected: LocalizedText(
        en: "with no time for another try, the call ends with the last one",
        ko: "더 시도할 시간이 없으면 마지막 시도와 함께 끝납니다"),
      seen: LocalizedText(
        en: "it ended \((seen.elapsed - last.at - lastTry).display) s later",
        ko: "\((seen.elapsed - last.at - lastTry).display)초 더 지나서 끝났습니다"),
      of: seen)
  }
}
