import AssayModel
import GraderKit

/// Judges obedience to `Retry-After`: the gap that it makes, or giving up at once.
struct RetryAfterGrader: Grader {
  static let description = GraderDescription(
    name: "retry.retry-after",
    summary: LocalizedText(
      en: "Checks that the second try comes no earlier than Retry-After asks, and only a jitter later.",
      ko: "두 번째 시도가 Retry-After보다 이르지 않고, 지터만큼만 늦는지 확인합니다."),
    discussion: """
      Judges the group `retry-after` of the workload retry.requests. Where the wait would end after the deadline, \
      the response must be returned at once.
      """,
    examples: [
      example("Seven seconds and a jitter", asks: 7, [0, 7.06], .met),
      example("Cut by the cap", asks: 7, [0, 2], .unmet),
      example("More than the deadline allows: returned at once", asks: 3600, [0], .met),
      GraderExample(
        "DeadlineExceeded instead of the response", criterion: .example(),
        evidence: .requests(
          "retry-after",
          [(asking(3600), .tries(at: [0], raised: "DeadlineExceeded"))],
          notes: [[Value.Entry("asks", .int(3600))]]),
        outcome: .unmet),
      example("Waited beyond the deadline", asks: 3600, [0, 3600.05], .unmet),
    ])

  private static func example(
    _ title: String, asks: Int, _ times: [Double], _ outcome: Verdict.Outcome
  ) -> GraderExample {
    let request = asking(asks)
    let seen = Value.tries(at: times, status: times.count > 1 ? 200 : 503)
    return GraderExample(
      title, criterion: .example(),
      evidence: .requests("retry-after", [(request, seen)], notes: [[Value.Entry("asks", .int(asks))]]),
      outcome: outcome)
  }

  private static func asking(_ seconds: Int) -> ScriptedRequest {
    ScriptedRequest(steps: [.status(503, retryAfter: "\(seconds)"), .status(200)])
  }

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let cases = try evidence.requestCases(of: "retry-after", for: criterion)
    return .judged(
      by: cases.findings { item, seen in
        let asks = item.key["asks"]?.number ?? 0
        return asks >= item.request.policy.deadline
          ? Self.notGivenUp(item, seen) : Self.wrongGap(item, seen, asks: asks)
      })
  }

  private static func notGivenUp(_ item: RequestCase, _ seen: RequestObservation) -> Finding? {
    guard seen.tries.count != 1 || seen.elapsed > timeTolerance || seen.outcome.status != 503 else {
      return nil
    }
    let tries = triesText(seen.tries.count)
    return item.finding(
      expected: LocalizedText(
        en: "the wait would end after the deadline: the response is returned at once",
        ko: "대기가 기한을 넘기므로 응답을 즉시 반환합니다"),
      seen: LocalizedText(
        en: "\(tries.en), \(seen.outcome.text.en) after \(seen.elapsed.display) s",
        ko: "\(tries.ko), \(seen.elapsed.display)초 뒤 \(seen.outcome.text.ko)"),
      hint: seen.outcome.kind == "DeadlineExceeded" ? responseHint : nil, of: seen)
  }

  private static func wrongGap(_ item: RequestCase, _ seen: RequestObservation, asks: Double) -> Finding? {
    let window = item.request.policy.window(after: 0)
    let latest = asks + window
    guard let gap = seen.gaps.first else {
      return item.finding(
        expected: expected(asks, window),
        seen: LocalizedText(
          en: "a single try; the call \(seen.outcome.text.en)", ko: "한 번만 시도, 호출 결과: \(seen.outcome.text.ko)"),
        of: seen)
    }
    guard gap < asks - timeTolerance || gap > latest + timeTolerance else { return nil }
    let policy = item.request.policy
    let isCapped = asks > policy.cap && abs(gap - policy.cap) <= window + timeTolerance
    return item.finding(
      expected: expected(asks, window),
      seen: LocalizedText(en: "it came after \(gap.display) s", ko: "\(gap.display)초 뒤에 시도했습니다"),
      hint: asks == 0 ? invalidHint : isCapped ? cappedHint : nil, of: seen)
  }

  private static let cappedHint = LocalizedText(
    en: "`cap` bounds the backoff's window; what the service asks for is not subject to it.",
    ko: "`cap`은 백오프 구간의 상한일 뿐, 서비스가 요청한 시간에는 적용되지 않습니다.")

  private static let responseHint = LocalizedText(
    en: "The last try gave a response: return it. DeadlineExceeded is for a try that the deadline cut short.",
    ko: "마지막 시도가 응답을 받았으므로 그 응답을 반환하세요. DeadlineExceeded는 기한 때문에 잘린 시도에만 씁니다.")

  private static let invalidHint = LocalizedText(
    en: "Python's int() takes digits that are none of ASCII's; HTTP does not.",
    ko: "Python의 int()는 ASCII가 아닌 숫자도 받아들이지만 HTTP는 그렇지 않습니다.")

  private static func expected(_ asks: Double, _ window: Double) -> LocalizedText {
    guard asks > 0 else {
      return LocalizedText(
        en: "an invalid Retry-After is ignored: the second try comes within \(window.display) s",
        ko: "잘못된 Retry-After는 무시하고 \(window.display)초 안에 두 번째 시도를 합니다")
    }
    return LocalizedText(
      en: "the second try comes between \(asks.display) and \((asks + window).display) s after the first",
      ko: "두 번째 시도는 첫 시도 후 \(asks.display)~\((asks + window).display)초 사이에 합니다")
  }
}
