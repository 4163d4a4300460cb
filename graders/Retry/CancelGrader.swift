import AssayModel
import GraderKit

/// Judges that cancellation passes through at once.
struct CancelGrader: Grader {
  static let description = GraderDescription(
    name: "retry.cancel",
    summary: LocalizedText(
      en: "Checks that a cancelled call ends at once, is not retried and does not count as a failure.",
      ko: "취소된 호출이 즉시 끝나고, 재시도되지 않으며, 실패로 세지 않는지 확인합니다."),
    discussion: "Judges the group `cancel` of the workload retry.requests.",
    examples: [
      example(
        "It passes at once", .tries(at: [0], raised: "CancelledError", elapsed: 0.5, state: "closed"), .met),
      example("It was retried", .tries(at: [0, 0.55], status: 200, elapsed: 1.45, state: "closed"), .unmet),
      example(
        "It opened the breaker", .tries(at: [0], raised: "CancelledError", elapsed: 0.5, state: "open"),
        .unmet),
    ])

  private static func example(_ title: String, _ seen: Value, _ outcome: Verdict.Outcome) -> GraderExample {
    var request = ScriptedRequest(steps: [.status(200, latency: 0.9)])
    request.cancelAt = 0.5
    request.breaker = ["failures": 1]
    return GraderExample(
      title, criterion: .example(), evidence: .requests("cancel", [(request, seen)]), outcome: outcome)
  }

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let cases = try evidence.requestCases(of: "cancel", for: criterion)
    return .judged(by: cases.findings { Self.survived($0, $1) ?? Self.countedAsFailure($0, $1) })
  }

  private static func survived(_ item: RequestCase, _ seen: RequestObservation) -> Finding? {
    let lag = seen.elapsed - (item.request.cancelAt ?? 0)
    guard seen.outcome.kind != "CancelledError" || lag > timeTolerance || seen.tries.count != 1 else {
      return nil
    }
    let place = place(of: item.request)
    let tries = triesText(seen.tries.count)
    let hint = LocalizedText(
      en:
        "Something swallows CancelledError: look for `except BaseException`, a bare `except:` or a `finally` that waits.",
      ko: "어딘가에서 CancelledError를 삼키고 있습니다. `except BaseException`, 빈 `except:`, 기다리는 `finally`를 찾아보세요.")
    return item.finding(
      expected: LocalizedText(
        en: "cancelled \(place.en), the call raises CancelledError at once",
        ko: "\(place.ko) 취소되면 호출은 즉시 CancelledError를 냅니다"),
      seen: LocalizedText(
        en: "\(tries.en); it \(seen.outcome.text.en) \(lag.display) s after the cancellation",
        ko: "\(tries.ko), 취소 \(lag.display)초 뒤 \(seen.outcome.text.ko)"),
      hint: seen.outcome.kind == "CancelledError" ? nil : hint, of: seen)
  }

  private static func countedAsFailure(_ item: RequestCase, _ seen: RequestObservation) -> Finding? {
    guard item.request.breaker != .null, seen.state != "closed" else { return nil }
    let state = seen.state ?? "None"
    return item.finding(
      expected: LocalizedText(
        en: "the breaker is still closed after a cancelled call", ko: "취소된 호출 뒤에도 브레이커는 닫혀 있습니다"),
      seen: LocalizedText(en: "its state is \(state)", ko: "상태가 \(state)입니다"), of: seen)
  }

  private static func place(of request: ScriptedRequest) -> LocalizedText {
    request.steps[0].latency > 0
      ? LocalizedText(en: "during a try", ko: "요청 중에") : LocalizedText(en: "during a wait", ko: "대기 중에")
  }
}
