import AssayModel

extension ScriptedRequest {
  /// The request in one line, for example `POST /orders → 503, 200 with Idempotency-Key`.
  var text: String {
    var text = "\(method) /orders → \(steps.map(\.text).joined(separator: ", "))"
    if !headers.isEmpty { text += " with \(headers.map(\.name).joined(separator: ", "))" }
    let standard = Policy()
    if policy.maxAttempts != standard.maxAttempts { text += "; max_attempts=\(policy.maxAttempts)" }
    if policy.base != standard.base { text += "; base=\(policy.base.display), cap=\(policy.cap.display)" }
    if policy.deadline != standard.deadline { text += "; deadline=\(policy.deadline.display)" }
    if let failures = breaker["failures"]?.integer { text += "; breaker with failures=\(failures)" }
    if let cancelAt { text += "; cancelled at \(cancelAt.display) s" }
    return text
  }
}

extension ScriptedRequest.Step {
  fileprivate var text: String {
    var text =
      switch answer {
      case .status(let status): String(status)
      case .failure(let failure): failure.type
      }
    if let retryAfter { text += " (Retry-After: \(retryAfter))" }
    if latency > 0 { text += " after \(latency.display) s" }
    return text
  }
}

/// How many tries there were, in words.
func triesText(_ count: Int) -> LocalizedText {
  switch count {
  case 0: LocalizedText(en: "no try", ko: "시도 없음")
  case 1: LocalizedText(en: "1 try", ko: "1회 시도")
  default: LocalizedText(en: "\(count) tries", ko: "\(count)회 시도")
  }
}
