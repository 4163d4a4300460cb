import AssayModel
import GraderKit

/// What a scenario of `bytecode.rewrites` saw of one function.
struct OpcodeCount: Sendable {
  /// The results of the untraced and of the traced run.
  var results: [Value]
  /// What they ought to be.
  var expected: [Value]
  /// Instructions that the traced run executed.
  var opcodes: Int
  /// What the traced run did that a function which is being counted has no reason to do.
  var events: [String]
  /// True when the tracer was still in place at the end.
  var isTracerKept: Bool

  /// True when the function was not observed in peace.
  var isDisturbed: Bool { !events.isEmpty || !isTracerKept }

  private init?(_ value: Value, key: Value) {
    guard let plain = value["plain"], let traced = value["traced"],
      let opcodes = value["opcodes"]?.integer, opcodes > 0
    else { return nil }
    results = [plain, traced]
    expected = key["results"]?.elements ?? []
    self.opcodes = opcodes
    events = value["events"]?.elements?.compactMap(\.text) ?? []
    isTracerKept = value["kept"]?.boolean == true
  }

  /// Reads the call for `function`: a count, or what happened instead.
  ///
  /// - Throws: ``GraderError`` when the scenario has no such call.
  static func read(
    _ function: String, from scenario: String, in evidence: Evidence
  ) throws -> Result<OpcodeCount, Unusable> {
    for run in evidence.runs(of: scenario) {
      for (key, call) in zip(run.plan.answerKey.elements ?? [], run.calls)
      where key["function"]?.text == function {
        guard case .returned(let value) = call.outcome, let count = OpcodeCount(value, key: key) else {
          return .failure(Unusable(outcome: call.outcome))
        }
        return .success(count)
      }
    }
    throw GraderError("There is no count of \(function) in '\(scenario)'; it needs bytecode.rewrites.")
  }

  /// A call that gave no count.
  struct Unusable: Error {
    var outcome: CallRecord.Outcome
  }

  /// The ratio of a function's opcodes to the starter's; nil when the learner's could not be counted.
  ///
  /// - Throws: ``Fault`` when the starter's could not.
  static func ratio(
    _ function: String, own: String, starter: String, in evidence: Evidence
  ) throws -> (own: OpcodeCount, starter: Int, ratio: Double)? {
    guard case .success(let yardstick) = try read(function, from: starter, in: evidence) else {
      throw GraderError("The starter's \(function) could not be counted.")
    }
    guard case .success(let count) = try read(function, from: own, in: evidence) else { return nil }
    return (count, yardstick.opcodes, Double(count.opcodes) / Double(yardstick.opcodes))
  }
}
