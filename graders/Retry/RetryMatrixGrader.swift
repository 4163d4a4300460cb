import AssayModel
import GraderKit

/// Judges who is retried and how often, against a model of the rules.
struct RetryMatrixGrader: Grader {
  static let description = GraderDescription(
    name: "retry.matrix",
    summary: LocalizedText(
      en: "Compares the number of tries (and the last outcome) with a model of the retry rules.",
      ko: "시도 횟수(와 마지막 결과)를 재시도 규칙 모델과 비교합니다."),
    discussion: """
      Judges a group of the workload retry.requests. In the group `matrix` the tries count: who is retried. In \
      `attempts` and `opening` what the caller gets at the end counts as well.
      """,
    options: [
      OptionSpec(
        "group", .choice(["matrix", "attempts", "opening"]), summary: "The group to judge; default matrix.")
    ],
    examples: [
      example("An idempotent request is tried again", "GET", [0, 0.05], status: 200, .met),
      example("A POST is not", "POST", [0], status: 503, .met),
      example("A POST was tried again", "POST", [0, 0.05], status: 200, .unmet),
      GraderExample(
        "One try too many", criterion: .example(options: ["group": "attempts"]),
        evidence: .requests(
          "attempts", [(ScriptedRequest(steps: [.status(503)]), .tries(at: [0, 0.1, 0.2, 0.3, 0.4]))]),
        outcome: .unmet),
      GraderExample(
        "An exception instead of the last response", criterion: .example(options: ["group": "attempts"]),
        evidence: .requests(
          "attempts",
          [(ScriptedRequest(steps: [.status(503)]), .tries(at: [0, 0.1, 0.2, 0.3], raised: "RetryError"))]),
        outcome: .unmet),
    ])

  private static func example(
    _ title: String, _ method: String, _ times: [Double], status: Int, _ outcome: Verdict.Outcome
  ) -> GraderExample {
    let request = ScriptedRequest(method: method, steps: [.status(503), .status(200)])
    return GraderExample(
      title, criterion: .example(),
      evidence: .requests("matrix", [(request, .tries(at: times, status: status))]),
      outcome: outcome)
  }

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let group = criterion.options["group"]?.text ?? "matrix"
    let cases = try evidence.requestCases(of: group, for: criterion)
    return .judged(
      by: cases.findings { item, seen in
        Self.wrongTries(item, seen) ?? (group == "matrix" ? nil : Self.wrongOutcome(item, seen))
      })
  }

  private static func wrongTries(_ item: RequestCase, _ seen: RequestObservation) -> Finding? {
    let prediction = item.request.prediction
    guard seen.tries.count != prediction.tries else { return nil }
    let right = triesText(prediction.tries)
    let wrong = triesText(seen.tries.count)
    return item.finding(
      expected: LocalizedText(
        en: "\(right.en): \(prediction.reason.en)", ko: "\(right.ko): \(prediction.reason.ko)"),
      seen: LocalizedText(
        en: "\(wrong.en); the caller's call \(seen.outcome.text.en)",
        ko: "\(wrong.ko), 호출 결과: \(seen.outcome.text.ko)"),
      of: seen)
  }

  private static func wrongOutcome(_ item: RequestCase, _ seen: RequestObservation) -> Finding? {
    let prediction = item.request.prediction
    guard seen.outcome.kind != prediction.outcome else { return nil }
    let isResponse = Int(prediction.outcome) != nil
    if prediction.outcome == "CircuitOpen" {
      return item.finding(
        expected: LocalizedText(
          en: "the call raises CircuitOpen: \(prediction.reason.en)",
          ko: "호출은 CircuitOpen을 냅니다: \(prediction.reason.ko)"),
        seen: seen.outcome.text, of: seen)
    }
    return item.finding(
      expected: LocalizedText(
        en: isResponse
          ? "the last try gave a response, and the call returns it"
          : "the last try raised \(prediction.outcome), and the call raises it",
        ko: isResponse
          ? "마지막 시도가 응답을 받았으므로 그 응답을 반환합니다" : "마지막 시도의 \(prediction.outcome) 예외를 그대로 냅니다"),
      seen: seen.outcome.text, of: seen)
  }
}
