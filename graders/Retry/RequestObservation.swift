import AssayModel

/// What the service and the caller saw of one request; times in seconds from its start.
struct RequestObservation: Sendable, Equatable {
  /// What the caller got.
  struct CallerOutcome: Sendable, Equatable {
    /// The status as text, the exception's type, or the type of whatever else was returned.
    var kind: String
    var status: Int?
    var error: ExceptionRecord?

    init?(_ value: Value?) {
      guard let value, let kind = value["kind"]?.text else { return nil }
      self.kind = kind
      status = value["status"]?.integer
      error = value["raised"]?.exception
    }

    /// In words.
    var text: LocalizedText {
      if let status { return LocalizedText(en: "returned \(status)", ko: "\(status) 응답 반환") }
      if error != nil { return LocalizedText(en: "raised \(kind)", ko: "\(kind) 예외 발생") }
      return LocalizedText(en: "returned a \(kind)", ko: "\(kind) 타입 반환")
    }
  }

  /// One try, as the service saw it.
  struct Try: Sendable, Equatable {
    var at: Double
    /// As it was written.
    var method: String?
    var headers: [FixtureScript.Header]
    var body: Value

    init?(_ value: Value) {
      guard let at = value["at"]?.number, let body = value["body"] else { return nil }
      self.at = at
      self.body = body
      method = value["method"]?.text
      headers = (value["headers"]?.entries ?? []).compactMap { entry in
        guard let name = entry.key.text, let value = entry.value.text else { return nil }
        return FixtureScript.Header(name: name, value: value)
      }
    }
  }

  var outcome: CallerOutcome
  var elapsed: Double
  var tries: [Try]
  /// The breaker's state at the end, where there is one.
  var state: String?

  init?(_ value: Value) {
    guard let outcome = CallerOutcome(value["outcome"]), let elapsed = value["elapsed"]?.number,
      let tries = value["tries"]?.elements
    else { return nil }
    self.outcome = outcome
    self.elapsed = elapsed
    self.tries = tries.compactMap(Try.init)
    state = value["state"]?.text
  }

  /// The times between one try and the next.
  var gaps: [Double] { zip(tries, tries.dropFirst()).map { $1.at - $0.at } }
}
