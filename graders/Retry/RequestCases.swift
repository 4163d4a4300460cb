import AssayModel
import GraderKit

/// Exact virtual time, but for the rounding of floating-point sums.
let timeTolerance = 1e-6

/// At most so many findings of one check: the fourth of a kind teaches nothing.
let mostFindings = 3

/// One case of a scenario made by `retry.requests`.
struct RequestCase: Sendable {
  /// Its place in the scenario.
  var index: Int
  var request: ScriptedRequest
  /// What the workload noted about it.
  var key: Value
  var outcome: CallRecord.Outcome

  /// A finding about this case; an exception that the caller got is attached.
  func finding(
    expected: LocalizedText, seen: LocalizedText, hint: LocalizedText? = nil,
    of observation: RequestObservation
  ) -> Finding {
    Finding(
      expected: expected, seen: seen, input: request.text, caseIndex: index, hint: hint,
      exception: observation.outcome.error.flatMap { $0.isPartOfTheScript ? nil : $0 })
  }
}

extension Evidence {
  /// The cases of `group` in the criterion's scenario.
  ///
  /// - Throws: ``GraderError`` when there are none.
  func requestCases(of group: String, for criterion: Criterion) throws -> [RequestCase] {
    var cases: [RequestCase] = []
    for run in criterion.scenarios.flatMap(runs(of:)) {
      let keys = run.plan.answerKey.elements ?? []
      for (index, call) in run.calls.enumerated()
      where keys.indices.contains(index) && keys[index]["group"]?.text == group {
        let request = try ScriptedRequest(input: run.plan.inputs[index])
        cases.append(RequestCase(index: index, request: request, key: keys[index], outcome: call.outcome))
      }
    }
    guard !cases.isEmpty else {
      throw GraderError("Check '\(criterion.id)' has no case of group '\(group)' to judge.")
    }
    return cases
  }
}

extension [RequestCase] {
  /// What `check` finds in each case; a case without an observation is a finding by itself.
  ///
  /// A hint stands with the first finding that it fits, and is not said again.
  func findings(_ check: (RequestCase, RequestObservation) -> Finding?) -> [Finding] {
    var findings: [Finding] = []
    for item in self where findings.count < mostFindings {
      guard var finding = item.finding(check), !findings.contains(where: { $0.isLike(finding) }) else {
        continue
      }
      if findings.contains(where: { $0.hint == finding.hint }) { finding.hint = nil }
      findings.append(finding)
    }
    return findings
  }

  /// The observations of the cases that have one.
  var observations: [RequestObservation] {
    compactMap { item in
      guard case .returned(let value) = item.outcome else { return nil }
      return RequestObservation(value)
    }
  }
}

extension RequestCase {
  fileprivate func finding(_ check: (RequestCase, RequestObservation) -> Finding?) -> Finding? {
    guard case .returned(let value) = outcome, let observation = RequestObservation(value) else {
      return unexpected(
        outcome, expected: LocalizedText(en: "the request comes to an end", ko: "요청이 끝납니다"),
        input: request.text, caseIndex: index)
    }
    return check(self, observation)
  }
}

extension ExceptionRecord {
  /// True for what the scripted service raises and for what a right client may raise: it explains nothing.
  fileprivate var isPartOfTheScript: Bool {
    let names = [
      "CancelledError", "CircuitOpen", "ConnectError", "DeadlineExceeded", "ReadError", "TimeoutError",
    ]
    return names.contains(type) || message.hasPrefix("scripted ")
  }
}

extension Finding {
  /// True when both say the same of another input.
  func isLike(_ other: Finding) -> Bool { expected == other.expected && seen == other.seen }
}
