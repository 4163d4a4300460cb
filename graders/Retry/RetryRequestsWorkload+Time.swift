import AssayModel
import GraderKit

extension RetryRequestsWorkload {
  /// Both forms of `Retry-After`, one that is no valid number and one that no deadline allows.
  static func retryAfter(_ random: inout SeededGenerator) -> [RetryRequest] {
    let now = UTCMoment(year: 2025 + random.pick([0, 1, 2]), month: random.pick(Array(1...12)), day: 9)
    var requests: [RetryRequest] = []
    for _ in 0..<8 {
      let seconds = Int.random(in: 3...9, using: &random)
      requests.append(request(asking: "\(seconds)", seconds: seconds, now: now))
      requests.append(request(asking: now.adding(seconds).imf, seconds: seconds, now: now))
    }
    requests.append(request(asking: "3600", seconds: 3600, now: now))
    // A digit, but none of ASCII's: int() would take it.
    requests.append(request(asking: "\u{FF19}", seconds: 0, now: now))
    return requests
  }

  private static func request(asking value: String, seconds: Int, now: UTCMoment) -> RetryRequest {
    var request = ScriptedRequest(steps: [.status(503, retryAfter: value), .status(200)])
    request.now = now
    return RetryRequest(request: request, notes: [Value.Entry("asks", .int(seconds))])
  }

  /// A failing service with a short deadline, and one that never answers in time.
  static func deadlines(_ random: inout SeededGenerator) -> [RetryRequest] {
    var requests: [RetryRequest] = []
    for _ in 0..<15 {
      var failing = ScriptedRequest(steps: [.status(503, latency: 0.3)])
      failing.policy = ScriptedRequest.Policy(
        maxAttempts: 50, base: 0.5, cap: 4, deadline: random.pick([2.5, 3, 3.5]), attemptTimeout: 1)
      requests.append(RetryRequest(request: failing))
      var silent = ScriptedRequest(steps: [.status(200, latency: 9)])
      silent.policy = ScriptedRequest.Policy(
        maxAttempts: 50, base: 0.01, cap: 0.02, deadline: random.pick([2.25, 2.5, 2.75]), attemptTimeout: 1)
      requests.append(RetryRequest(request: silent))
    }
    return requests
  }

  /// Cancellation in a try, in a wait, and in a try that a breaker watches.
  static func cancellations(_ random: inout SeededGenerator) -> [RetryRequest] {
    let slow = ScriptedRequest.Step.status(200, latency: 0.875)
    var inTry = ScriptedRequest(steps: [slow])
    inTry.cancelAt = random.pick([0.25, 0.5])
    var inWait = ScriptedRequest(steps: [.status(503, retryAfter: "20"), .status(200)])
    inWait.cancelAt = random.pick([0.75, 1.5])
    var watched = ScriptedRequest(steps: [slow])
    watched.cancelAt = 0.5
    watched.breaker = ["failures": 1, "reset_after": 5.0]
    return [inTry, inWait, watched].map { RetryRequest(request: $0) }
  }
}
