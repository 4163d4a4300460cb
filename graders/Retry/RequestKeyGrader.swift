import AssayModel
import GraderKit

/// Judges that every try is the same request: headers, body and above all the idempotency key.
struct RequestKeyGrader: Grader {
  static let description = GraderDescription(
    name: "retry.key",
    summary: LocalizedText(
      en: "Checks that every try carries the caller's headers and body, the idempotency key above all.",
      ko: "모든 시도가 호출자의 헤더와 본문, 특히 멱등 키를 그대로 싣는지 확인합니다."),
    discussion:
      "Judges the group `key` of the workload retry.requests; header names are compared without case.",
    examples: [
      example("The same key twice", ["k1", "k1"], .met),
      example("The method is not as the caller wrote it", ["k1", "k1"], sentMethod: "post", .unmet),
      example("A new key for the second try", ["k1", "k2"], .unmet),
      example("The key is missing from the second try", ["k1", nil], .unmet),
    ])

  private static func example(
    _ title: String, _ keys: [String?], sentMethod: String = "POST", _ outcome: Verdict.Outcome
  ) -> GraderExample {
    let key = FixtureScript.Header(name: "Idempotency-Key", value: "k1")
    let request = ScriptedRequest(method: "POST", headers: [key], steps: [.status(503), .status(200)])
    let headers = keys.map { key in key.map { Value.record(["Idempotency-Key": .string($0)]) } ?? .map([]) }
    let seen = Value.tries(at: [0, 0.05], method: sentMethod, status: 200, headers: headers)
    return GraderExample(
      title, criterion: .example(), evidence: .requests("key", [(request, seen)]), outcome: outcome)
  }

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let cases = try evidence.requestCases(of: "key", for: criterion)
    return .judged(by: cases.findings { Self.wrongTries($0, $1) ?? Self.changedRequest($0, $1) })
  }

  private static func wrongTries(_ item: RequestCase, _ seen: RequestObservation) -> Finding? {
    let wanted = item.request.prediction.tries
    guard seen.tries.count != wanted else { return nil }
    let right = triesText(wanted)
    let wrong = triesText(seen.tries.count)
    return item.finding(
      expected: LocalizedText(
        en: "\(right.en): \(item.request.prediction.reason.en)",
        ko: "\(right.ko): \(item.request.prediction.reason.ko)"),
      seen: wrong, of: seen)
  }

  private static func changedRequest(_ item: RequestCase, _ seen: RequestObservation) -> Finding? {
    for (number, attempt) in seen.tries.enumerated() {
      if let method = attempt.method, method != item.request.method {
        return item.finding(
          expected: LocalizedText(
            en: "every try has the method as the caller wrote it: \(item.request.method)",
            ko: "모든 시도의 메서드는 호출자가 쓴 그대로 \(item.request.method)입니다"),
          seen: LocalizedText(
            en: "try \(number + 1) has \(method)", ko: "\(number + 1)번째 시도의 메서드가 \(method)입니다"),
          of: seen)
      }
      for header in item.request.headers where attempt.header(header.name) != header.value {
        let value = attempt.header(header.name)
        return item.finding(
          expected: LocalizedText(
            en: "every try carries the caller's `\(header.name)`",
            ko: "모든 시도가 호출자의 `\(header.name)` 헤더를 그대로 싣습니다"),
          seen: LocalizedText(
            en: value == nil ? "try \(number + 1) has none" : "try \(number + 1) has another value",
            ko: value == nil ? "\(number + 1)번째 시도에 없습니다" : "\(number + 1)번째 시도의 값이 다릅니다"),
          of: seen)
      }
      if attempt.body != .bytes(item.request.body) {
        return item.finding(
          expected: LocalizedText(en: "every try carries the caller's body", ko: "모든 시도가 호출자의 본문을 그대로 싣습니다"),
          seen: LocalizedText(
            en: "try \(number + 1) has another body", ko: "\(number + 1)번째 시도의 본문이 다릅니다"),
          of: seen)
      }
    }
    return nil
  }
}

extension RequestObservation.Try {
  /// The value of the field called `name`, in whatever case.
  fileprivate func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}
