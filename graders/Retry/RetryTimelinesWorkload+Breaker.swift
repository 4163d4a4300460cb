import AssayModel

extension RetryTimelinesWorkload {
  private typealias Moment = BreakerTimeline.Moment

  private static let failure = ScriptedRequest.Step.status(500)
  private static let success = ScriptedRequest.Step.status(200)

  /// Failures one second apart until the breaker opens; the last one is at `failures - 1` seconds.
  private static func opening(_ settings: BreakerTimeline.Settings) -> [BreakerTimeline.Moment] {
    (1...settings.failures).map { count in
      let opens = count == settings.failures
      return Moment(
        at: Double(count - 1), arrivals: 1, state: opens ? "open" : "closed",
        reason: opens
          ? LocalizedText(en: "this failure is the last that it takes", ko: "이번 실패로 연속 실패 한도에 도달합니다")
          : LocalizedText(en: "fewer failures than `failures`", ko: "실패 수가 아직 `failures`에 못 미칩니다"))
    }
  }

  private static func opened(_ settings: BreakerTimeline.Settings) -> Double { Double(settings.failures - 1) }

  private static func refused(_ at: Double, retryIn: Double) -> BreakerTimeline.Moment {
    Moment(
      at: at, arrivals: 0, state: "open", retryIn: retryIn,
      reason: LocalizedText(
        en: "an open breaker raises CircuitOpen(retry_in) and leaves the transport alone",
        ko: "열린 브레이커는 전송 계층을 건드리지 않고 CircuitOpen(retry_in)을 냅니다"))
  }

  private static let probeCloses = LocalizedText(
    en: "after `reset_after` a probe goes through; it succeeds, and the breaker closes",
    ko: "`reset_after`가 지나면 탐침이 통과하고, 성공하면 브레이커가 닫힙니다")
  private static let closedAgain = LocalizedText(
    en: "a closed breaker lets every call through", ko: "닫힌 브레이커는 모든 호출을 통과시킵니다")

  /// closed, open, half-open, open anew, half-open, closed.
  static func states(_ settings: BreakerTimeline.Settings) -> BreakerTimeline {
    let opened = opened(settings)
    let reset = settings.resetAfter
    let reopened = opened + reset + 0.5
    let failedProbe = LocalizedText(
      en: "after `reset_after` a probe goes through; it fails, and the breaker opens anew",
      ko: "`reset_after`가 지나면 탐침이 통과하고, 실패하면 브레이커가 다시 열립니다")
    return BreakerTimeline(
      group: "states", breaker: settings,
      answers: Array(repeating: failure, count: settings.failures + 1) + [success],
      moments: opening(settings) + [
        refused(opened + 1, retryIn: reset - 1), refused(opened + reset - 0.5, retryIn: 0.5),
        Moment(at: reopened, arrivals: 1, state: "open", reason: failedProbe),
        refused(reopened + 1, retryIn: reset - 1), refused(reopened + reset - 0.5, retryIn: 0.5),
        Moment(at: reopened + reset + 0.5, arrivals: 1, state: "closed", reason: probeCloses),
        Moment(at: reopened + reset + 1.5, arrivals: 1, state: "closed", reason: closedAgain),
      ])
  }

  /// A success between failures starts the count anew.
  static func consecutive(_ settings: BreakerTimeline.Settings) -> BreakerTimeline {
    let almost = Array(repeating: failure, count: settings.failures - 1)
    let answers = almost + [success] + almost + [success] + almost + [failure]
    let moments = answers.indices.map { index in
      let isLast = index == answers.count - 1
      return Moment(
        at: Double(index), arrivals: 1, state: isLast ? "open" : "closed",
        reason: isLast
          ? LocalizedText(en: "now the failures are consecutive", ko: "이제 실패가 연속되었습니다")
          : LocalizedText(
            en: "a success in between starts the count anew", ko: "중간의 성공이 실패 횟수를 처음부터 다시 세게 합니다"))
    }
    return BreakerTimeline(group: "consecutive", breaker: settings, answers: answers, moments: moments)
  }

  /// A hundred calls at once find the breaker half-open.
  static func oneProbe(_ settings: BreakerTimeline.Settings) -> BreakerTimeline {
    severalProbes(settings, probes: 1)
  }

  /// The same with more places than one.
  static func severalProbes(_ settings: BreakerTimeline.Settings, probes: Int) -> BreakerTimeline {
    var settings = settings
    settings.probes = probes
    let halfOpen = opened(settings) + settings.resetAfter + 1
    return BreakerTimeline(
      group: "one-probe", breaker: settings,
      answers: Array(repeating: failure, count: settings.failures) + [.status(200, latency: 1)],
      moments: opening(settings) + [
        Moment(
          at: halfOpen, calls: 100, arrivals: probes, state: "closed",
          reason: LocalizedText(
            en: "half-open lets through as many calls as `probes` says; the others get CircuitOpen",
            ko: "half-open에서는 `probes`만큼만 통과하고 나머지는 CircuitOpen을 받습니다")),
        Moment(at: halfOpen + 3, calls: 5, arrivals: 5, state: "closed", reason: closedAgain),
      ])
  }

  /// The caller of a probe goes away.
  static func cancelledProbe(_ settings: BreakerTimeline.Settings) -> BreakerTimeline {
    let halfOpen = opened(settings) + settings.resetAfter + 1
    return BreakerTimeline(
      group: "probe-cancelled", breaker: settings,
      answers: Array(repeating: failure, count: settings.failures) + [.status(200, latency: 4), success],
      moments: opening(settings) + [
        Moment(
          at: halfOpen, cancelAfter: 1, arrivals: 1, state: "half_open",
          reason: LocalizedText(
            en: "a cancelled probe has learned nothing: the breaker stays half-open",
            ko: "취소된 탐침은 아무것도 알아내지 못했으므로 half-open이 유지됩니다")),
        Moment(
          at: halfOpen + 2, arrivals: 1, state: "closed",
          reason: LocalizedText(
            en: "the cancelled probe's place is free for the next call", ko: "취소된 탐침의 자리는 다음 호출이 씁니다")),
        Moment(at: halfOpen + 3, arrivals: 1, state: "closed", reason: closedAgain),
      ])
  }

  /// Answers that are the caller's fault.
  static func clientErrors(_ settings: BreakerTimeline.Settings) -> BreakerTimeline {
    let answers = [404, 429, 400, 401, 409, 422, 403, 410].map { ScriptedRequest.Step.status($0) }
    return BreakerTimeline(
      group: "client-errors", breaker: settings, answers: answers,
      moments: answers.indices.map { index in
        Moment(
          at: Double(index), arrivals: 1, state: "closed",
          reason: LocalizedText(
            en: "a 4xx, 429 included, shows that the service is there", ko: "429를 포함한 4xx는 서비스가 살아 있다는 뜻입니다"))
      })
  }

  /// Exceptions that are not the transport's, one after another.
  static func bugs(_ settings: BreakerTimeline.Settings) -> BreakerTimeline {
    BreakerTimeline(
      group: "client-errors", breaker: settings, answers: [.failure(.bug)],
      moments: (0...settings.failures).map { index in
        Moment(
          at: Double(index), arrivals: 1, state: "closed",
          reason: LocalizedText(
            en: "an exception that is not the transport's says nothing of the service",
            ko: "전송 계층의 예외가 아닌 예외는 서비스에 대해 아무것도 말해 주지 않습니다"))
      })
  }

  /// Two slow calls that begin before the breaker opens, and end after it.
  static func lateResults(resetAfter: Double) -> BreakerTimeline {
    let opened = 2.0
    let late = LocalizedText(
      en: "the result of a call that began before the breaker opened changes nothing",
      ko: "브레이커가 열리기 전에 시작한 호출의 결과는 아무것도 바꾸지 않습니다")
    let underWay = LocalizedText(en: "a slow call is under way", ko: "느린 호출이 진행 중입니다")
    return BreakerTimeline(
      group: "late-results", breaker: BreakerTimeline.Settings(failures: 2, resetAfter: resetAfter),
      answers: [
        .status(200, latency: 5), .status(500, latency: opened + resetAfter - 1.5), failure, failure, success,
      ],
      moments: [
        Moment(at: 0, isLeft: true, arrivals: 1, state: "closed", reason: underWay),
        Moment(at: 0.5, isLeft: true, arrivals: 1, state: "closed", reason: underWay),
        Moment(at: 1, arrivals: 1, state: "closed", reason: underWay),
        Moment(
          at: opened, arrivals: 1, state: "open",
          reason: LocalizedText(en: "this failure is the last that it takes", ko: "이번 실패로 연속 실패 한도에 도달합니다")),
        Moment(at: 6, arrivals: 0, state: "open", retryIn: opened + resetAfter - 6, reason: late),
        Moment(
          at: opened + resetAfter - 0.5, arrivals: 0, state: "open", retryIn: 0.5, reason: late),
        Moment(at: opened + resetAfter + 0.5, arrivals: 1, state: "closed", reason: probeCloses),
      ])
  }
}
