import AssayModel
import GraderKit

/// One request of a client, with the policy that it follows and what the scripted service answers.
///
/// Workloads write it as the input of the exercise's `request`; graders read it back from the plan.
struct ScriptedRequest: Sendable, Equatable {
  var method = "GET"
  var headers: [FixtureScript.Header] = []
  var body: [UInt8] = []
  /// Step k answers the k-th try, the last step all that follow.
  var steps: [Step]
  var policy = Policy()
  var breaker: Value = .null
  /// The moment at which the caller cancels, in seconds from the start.
  var cancelAt: Double?
  /// The calendar's time at the start.
  var now = UTCMoment(year: 2025, month: 10, day: 12)

  /// One answer of the scripted service.
  struct Step: Sendable, Equatable {
    /// What the service does with one try.
    enum Answer: Sendable, Equatable {
      case status(Int)
      case failure(Failure)
    }

    /// What a transport can raise.
    enum Failure: String, Sendable {
      case connect
      case read
      /// Not a failure of the transport but a mistake in a program.
      case bug

      /// The exception's type.
      var type: String {
        switch self {
        case .connect: "ConnectError"
        case .read: "ReadError"
        case .bug: "ValueError"
        }
      }
    }

    var answer: Answer
    /// Seconds before the answer.
    var latency = 0.0
    var retryAfter: String?

    static func status(_ status: Int, latency: Double = 0, retryAfter: String? = nil) -> Step {
      Step(answer: .status(status), latency: latency, retryAfter: retryAfter)
    }

    static func failure(_ failure: Failure) -> Step { Step(answer: .failure(failure)) }
  }

  /// The learner's `RetryPolicy`, as far as it is varied; times in seconds.
  struct Policy: Sendable, Equatable {
    var maxAttempts = 4
    var base = 0.1
    var cap = 2.0
    var deadline = 60.0
    var attemptTimeout = 1.0

    /// The widest wait after try `attempt`, counted from 0.
    func window(after attempt: Int) -> Double {
      var window = base
      for _ in 0..<attempt where window < cap { window *= 2 }
      return min(cap, window)
    }
  }

  var hasIdempotencyKey: Bool { headers.contains { $0.name.lowercased() == "idempotency-key" } }
}

extension ScriptedRequest {
  /// The input of the exercise's `request`.
  func input(seed: Int) -> Value {
    var entries: [Value.Entry] = [
      Value.Entry("method", .string(method)),
      Value.Entry("headers", .map(headers.map { Value.Entry($0.name, .string($0.value)) })),
      Value.Entry("body", .bytes(body)), Value.Entry("steps", .list(steps.map(\.value))),
      Value.Entry("policy", policy.value), Value.Entry("now", .string(now.iso)),
      Value.Entry("seed", .int(seed)),
    ]
    if breaker != .null { entries.append(Value.Entry("breaker", breaker)) }
    if let cancelAt { entries.append(Value.Entry("cancel_at", .float(cancelAt))) }
    return .map(entries)
  }

  /// Reads an input back.
  ///
  /// - Throws: ``GraderError`` when it is none of the exercise's `request`.
  init(input: Value) throws {
    guard let steps = input["steps"]?.elements else {
      throw GraderError("The scenario's inputs need `steps`; use the workload retry.requests.")
    }
    method = input["method"]?.text ?? "GET"
    headers = (input["headers"]?.entries ?? []).compactMap { entry in
      guard let name = entry.key.text, let value = entry.value.text else { return nil }
      return FixtureScript.Header(name: name, value: value)
    }
    if case .bytes(let content)? = input["body"] { body = content }
    self.steps = try steps.map(Step.init(value:))
    policy = Policy(value: input["policy"] ?? .null)
    breaker = input["breaker"] ?? .null
    cancelAt = input["cancel_at"]?.number
  }
}

extension ScriptedRequest.Step {
  var value: Value {
    var entries: [Value.Entry] = []
    switch answer {
    case .status(let status): entries.append(Value.Entry("status", .int(status)))
    case .failure(let failure): entries.append(Value.Entry("raise", .string(failure.rawValue)))
    }
    if latency > 0 { entries.append(Value.Entry("latency", .float(latency))) }
    if let retryAfter { entries.append(Value.Entry("headers", ["retry-after": .string(retryAfter)])) }
    return .map(entries)
  }

  init(value: Value) throws {
    if let status = value["status"]?.integer {
      answer = .status(status)
    } else if let failure = value["raise"]?.text.flatMap(Failure.init(rawValue:)) {
      answer = .failure(failure)
    } else {
      throw GraderError("A step needs `status` or `raise` (connect, read, bug): \(value.display()).")
    }
    latency = value["latency"]?.number ?? 0
    retryAfter = value["headers"]?["retry-after"]?.text
  }
}

extension ScriptedRequest.Policy {
  var value: Value {
    [
      "max_attempts": .int(maxAttempts), "base": .float(base), "cap": .float(cap),
      "deadline": .float(deadline), "attempt_timeout": .float(attemptTimeout),
    ]
  }

  init(value: Value) {
    maxAttempts = value["max_attempts"]?.integer ?? maxAttempts
    base = value["base"]?.number ?? base
    cap = value["cap"]?.number ?? cap
    deadline = value["deadline"]?.number ?? deadline
    attemptTimeout = value["attempt_timeout"]?.number ?? attemptTimeout
  }
}
