import AssayModel
import GraderKit

/// Calls of one client at given moments, what the service answers, and what must come of each moment.
struct BreakerTimeline: Sendable, Equatable {
  /// The check that it belongs to.
  var group: String
  var breaker: Settings
  /// Answer k is the one to the k-th request that arrives.
  var answers: [ScriptedRequest.Step]
  var moments: [Moment]

  /// The learner's `CircuitBreaker`, as far as it is varied.
  struct Settings: Sendable, Equatable {
    var failures: Int
    /// Seconds.
    var resetAfter: Double
    var probes = 1
  }

  /// One moment with what a right client does then.
  struct Moment: Sendable, Equatable {
    /// Seconds from the start.
    var at: Double
    var calls = 1
    /// The calls are cancelled so many seconds later.
    var cancelAfter: Double?
    /// The calls are left under way.
    var isLeft = false
    /// Requests that reach the service.
    var arrivals: Int
    /// The breaker's state afterwards.
    var state: String
    /// `retry_in` of the refused calls, in seconds, where it is fixed.
    var retryIn: Double?
    /// Why.
    var reason: LocalizedText
  }
}

extension BreakerTimeline {
  /// The input of the exercise's `timeline`.
  func input(seed: Int) -> Value {
    [
      "steps": .list(answers.map(\.value)), "events": .list(moments.map(\.event)),
      "breaker": [
        "failures": .int(breaker.failures), "reset_after": .float(breaker.resetAfter),
        "probes": .int(breaker.probes),
      ],
      "policy": ["max_attempts": 1, "deadline": 60.0, "attempt_timeout": 60.0], "seed": .int(seed),
    ]
  }

  /// What the grader must know.
  var key: Value { ["group": .string(group), "moments": .list(moments.map(\.key))] }
}

extension BreakerTimeline.Moment {
  fileprivate var event: Value {
    var entries: [Value.Entry] = [Value.Entry("at", .float(at))]
    if calls != 1 { entries.append(Value.Entry("calls", .int(calls))) }
    if let cancelAfter { entries.append(Value.Entry("cancel_after", .float(cancelAfter))) }
    if isLeft { entries.append(Value.Entry("leave", true)) }
    return .map(entries)
  }

  fileprivate var key: Value {
    [
      "at": .float(at), "calls": .int(calls), "left": .bool(isLeft), "arrivals": .int(arrivals),
      "state": .string(state), "retry_in": retryIn.map { .float($0) } ?? .null,
      "en": .string(reason.en), "ko": .string(reason.ko),
    ]
  }

  /// Reads a moment back from an answer key.
  init(key: Value) throws {
    guard let at = key["at"]?.number, let calls = key["calls"]?.integer,
      let arrivals = key["arrivals"]?.integer,
      let state = key["state"]?.text, let en = key["en"]?.text, let ko = key["ko"]?.text
    else { throw GraderError("A timeline's answer key is none of the workload retry.timelines.") }
    self.init(
      at: at, calls: calls, isLeft: key["left"] == true, arrivals: arrivals, state: state,
      retryIn: key["retry_in"]?.number, reason: LocalizedText(en: en, ko: ko))
  }
}
