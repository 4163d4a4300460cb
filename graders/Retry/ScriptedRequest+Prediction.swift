import AssayModel

/// What a right client makes of a request whose deadline and budget are no bound, nor its breaker's `reset_after`.
struct RetryPrediction: Sendable, Equatable {
  /// Tries in all.
  var tries: Int
  /// What the caller gets: the last response's status or the last exception's type.
  var outcome: String
  /// Why there is no further try, or why there was one.
  var reason: LocalizedText
}

extension ScriptedRequest {
  /// The retry rules as a model: whether another try may help, and whether it is safe.
  var prediction: RetryPrediction {
    var reason = Self.lastTry
    var attempt = 0
    while true {
      let step = steps[min(attempt, steps.count - 1)]
      let outcome = outcome(of: step)
      attempt += 1
      if attempt >= policy.maxAttempts {
        return RetryPrediction(tries: attempt, outcome: outcome, reason: Self.lastTry)
      }
      if let refusal = refusal(after: step) {
        if attempt == 1 { reason = refusal }
        return RetryPrediction(tries: attempt, outcome: outcome, reason: reason)
      }
      if attempt == breaker["failures"]?.integer {  // so far every try has failed
        return RetryPrediction(tries: attempt, outcome: "CircuitOpen", reason: Self.refusedTry)
      }
      reason = retryReason(after: step)
    }
  }

  private func outcome(of step: Step) -> String {
    guard step.latency < policy.attemptTimeout else { return "TimeoutError" }
    switch step.answer {
    case .status(let status): return String(status)
    case .failure(let failure): return failure.type
    }
  }

  private var isRepeatable: Bool {
    hasIdempotencyKey || ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"].contains(method.uppercased())
  }

  /// Why `step` is final; nil when another try is right.
  private func refusal(after step: Step) -> LocalizedText? {
    if step.latency < policy.attemptTimeout {
      switch step.answer {
      case .failure(.bug):
        return LocalizedText(
          en: "an exception that is none of the transport's is a bug, and is never retried",
          ko: "전송 계층의 예외가 아닌 예외는 버그이므로 재시도하지 않습니다")
      case .failure(.connect): return nil
      case .status(let status) where ![408, 429, 500, 502, 503, 504].contains(status):
        return LocalizedText(
          en: "a status outside `policy.statuses` is final",
          ko: "`policy.statuses`에 없는 상태 코드는 최종 응답입니다")
      default: break
      }
    }
    guard !isRepeatable else { return nil }
    return LocalizedText(
      en: "a request that is not idempotent is repeated after ConnectError only",
      ko: "멱등하지 않은 요청은 ConnectError 뒤에만 다시 보냅니다")
  }

  private func retryReason(after step: Step) -> LocalizedText {
    if step.answer == .failure(.connect) {
      return LocalizedText(
        en: "after ConnectError nothing has been sent, so that any request may be repeated",
        ko: "ConnectError 뒤에는 아무것도 전송되지 않았으므로 어떤 요청이든 다시 보낼 수 있습니다")
    }
    if hasIdempotencyKey {
      return LocalizedText(
        en: "an Idempotency-Key, in whatever case, makes any method repeatable",
        ko: "Idempotency-Key가 있으면(대소문자 무관) 어떤 메서드든 다시 보낼 수 있습니다")
    }
    return LocalizedText(
      en: "the request is idempotent, in whatever case its method is written, and the failure may pass",
      ko: "멱등한 요청이고(메서드 대소문자 무관) 일시적인 실패일 수 있습니다")
  }

  private static let refusedTry = LocalizedText(
    en: "the breaker has opened, so the next try raises CircuitOpen, which ends the call",
    ko: "브레이커가 열렸으므로 다음 시도는 CircuitOpen을 내고, 호출은 그것으로 끝납니다")
  private static let lastTry = LocalizedText(
    en: "`max_attempts` counts every try, the first one too", ko: "`max_attempts`는 첫 시도를 포함한 전체 횟수입니다")
}
