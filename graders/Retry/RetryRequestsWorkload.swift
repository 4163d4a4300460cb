import AssayModel
import GraderKit

/// The cases of the scenario `requests`: single requests, in groups that checks judge one by one.
struct RetryRequestsWorkload: Workload {
  static let description = WorkloadDescription(
    name: "retry.requests",
    summary: LocalizedText(
      en:
        "Makes scripted requests in groups: matrix, attempts, key, waits, retry-after, deadline, cancel, opening.",
      ko: "스크립트된 요청을 그룹별로 만듭니다: matrix, attempts, key, waits, retry-after, deadline, cancel, opening."))

  func content(options: Value, seed: Seed) throws -> WorkloadContent {
    var random = SeededGenerator(seed: seed)
    let groups: [(name: String, cases: [RetryRequest])] = [
      ("matrix", Self.matrix(&random)), ("attempts", Self.attempts()), ("key", Self.keys(&random)),
      ("waits", Self.waits()), ("retry-after", Self.retryAfter(&random)),
      ("deadline", Self.deadlines(&random)), ("cancel", Self.cancellations(&random)),
      ("opening", Self.openings()),
    ]
    var content = WorkloadContent(cases: [])
    var keys: [Value] = []
    for group in groups {
      for item in group.cases {
        content.cases.append(item.request.input(seed: random.seedInput()))
        keys.append(.map([Value.Entry("group", .string(group.name))] + item.notes))
      }
    }
    content.answerKey = .list(keys)
    return content
  }
}

/// A request with what its grader must know beside it.
struct RetryRequest: Sendable, Equatable {
  var request: ScriptedRequest
  var notes: [Value.Entry] = []
}

extension SeededGenerator {
  /// A seed for the learner's generator: 31 bits.
  mutating func seedInput() -> Int { Int.random(in: 0..<(1 << 31), using: &self) }

  /// One of `items`, which must not be empty.
  mutating func pick<Item>(_ items: [Item]) -> Item { items[Int.random(in: 0..<items.count, using: &self)] }
}

extension RetryRequestsWorkload {
  /// Who is retried: the first answer is a failure, the second would be a success.
  static func matrix(_ random: inout SeededGenerator) -> [RetryRequest] {
    (visibleRows + hiddenRows(&random)).map { RetryRequest(request: $0) }
  }

  private static func row(
    _ method: String, _ first: ScriptedRequest.Step, headers: [FixtureScript.Header] = []
  ) -> ScriptedRequest {
    ScriptedRequest(
      method: method, headers: headers, body: Array("{\"item\": 7}".utf8), steps: [first, .status(200)])
  }

  /// The rows that a learner may see; the manifest shows the first six inputs of the scenario.
  private static let visibleRows: [ScriptedRequest] = [
    row("GET", .status(503)), row("GET", .status(404)), row("POST", .status(503)),
    row("POST", .failure(.connect)), row("PUT", .failure(.read)),
    row("POST", .status(503), headers: [FixtureScript.Header(name: "Idempotency-Key", value: "order-7")]),
  ]

  private static func hiddenRows(_ random: inout SeededGenerator) -> [ScriptedRequest] {
    let tooSlow = ScriptedRequest.Step.status(200, latency: 5)
    let key = { (name: String, random: inout SeededGenerator) in
      [FixtureScript.Header(name: name, value: random.token())]
    }
    var rows: [ScriptedRequest] = []
    for status in [408, 429, 500, 502, 503, 504] {
      rows.append(row(random.pick(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]), .status(status)))
    }
    for status in [400, 401, 403, 409, 410, 422, 501, 505] {
      rows.append(row(random.pick(["GET", "PUT", "DELETE"]), .status(status)))
    }
    rows += [
      row("GET", .failure(.connect)), row("GET", .failure(.read)), row("GET", .failure(.bug)),
      row("GET", tooSlow), row("get", .status(503)), row("Delete", .failure(.read)),
      row("POST", .failure(.read)), row("POST", tooSlow), row("PATCH", .status(500)),
      row("PATCH", .failure(.connect)), row("POST", .failure(.bug)),
      row("POST", .failure(.read), headers: key("idempotency-key", &random)),
      row("PATCH", .status(502), headers: key("IDEMPOTENCY-KEY", &random)),
      row("POST", .status(409), headers: key("Idempotency-Key", &random)),
    ]
    return rows
  }

  /// How often, and what the caller gets at the end.
  static func attempts() -> [RetryRequest] {
    func request(_ steps: [ScriptedRequest.Step], maxAttempts: Int = 4) -> RetryRequest {
      var request = ScriptedRequest(steps: steps)
      request.policy.maxAttempts = maxAttempts
      return RetryRequest(request: request)
    }
    let failure = ScriptedRequest.Step.failure(.read)
    return [
      request([.status(503)]), request([failure]), request([.status(503)], maxAttempts: 1),
      request([failure, .status(502), failure, .status(503)]),
      request([.status(500), failure], maxAttempts: 2),
      request([.status(503), failure, .status(502), .status(200)]),
    ]
  }

  /// The same request on every try.
  static func keys(_ random: inout SeededGenerator) -> [RetryRequest] {
    let headers = [
      FixtureScript.Header(name: "Idempotency-Key", value: random.token()),
      FixtureScript.Header(name: "X-Request-Source", value: random.name()),
    ]
    let request = ScriptedRequest(
      method: "POST", headers: headers, body: Array("{\"amount\": 120}".utf8),
      steps: [.status(503), .failure(.read), .status(200)])
    let unusual = ScriptedRequest(
      method: random.pick(["put", "Delete", "oPtions"]), headers: [headers[1]],
      steps: [.failure(.connect), .status(502), .status(200)])
    return [RetryRequest(request: request), RetryRequest(request: unusual)]
  }

  /// Calls during which the breaker opens, and half-opens again while a client could go on trying.
  static func openings() -> [RetryRequest] {
    [ScriptedRequest.Step.status(503), .failure(.read)].map { failure in
      var request = ScriptedRequest(steps: [failure, failure, .status(200)])
      request.policy = ScriptedRequest.Policy(maxAttempts: 200, base: 0.1, cap: 0.1)
      request.breaker = ["failures": 2, "reset_after": 1.0]
      return RetryRequest(request: request)
    }
  }

  /// Forty calls of a service that is down, so that the waits have a mean.
  static func waits() -> [RetryRequest] {
    Array(repeating: RetryRequest(request: ScriptedRequest(steps: [.status(503)])), count: 40)
  }
}
