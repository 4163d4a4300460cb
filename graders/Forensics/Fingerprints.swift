import AssayModel
import GraderKit

/// The fingerprints of a scenario: one fault a case, several cases of one class, in several processes.
struct Fingerprints: Sendable {
  /// One fingerprint, taken twice of the same exception.
  struct Sample: Sendable {
    var index: Int
    var faultClass: Int
    var input: Value
    var process: Int
    var outcome: CallRecord.Outcome

    /// The fingerprint, when it is a text and both times the same.
    var text: String? {
      guard case .returned(let value) = outcome, let first = value[0]?.text, !first.isEmpty,
        value[1]?.text == first
      else { return nil }
      return first
    }

    /// What is wrong with it in itself.
    var fault: Finding? {
      guard text == nil else { return nil }
      return unexpected(
        outcome,
        expected: LocalizedText(
          en: "a str that is not empty, and the same when asked twice of the same exception",
          ko: "비어 있지 않은 str이며, 같은 예외에 두 번 물어도 같습니다"), caseIndex: index)
    }
  }

  var samples: [Sample]

  /// Reads the samples.
  ///
  /// - Throws: ``GraderError`` when the option `classes` does not fit the cases.
  init(_ evidence: Evidence, _ criterion: Criterion) throws {
    let classes = criterion.options["classes"]?.elements?.compactMap(\.integer) ?? []
    samples = []
    for (process, run) in criterion.scenarios.flatMap(evidence.runs(of:)).enumerated() {
      guard run.plan.inputs.count == classes.count, run.calls.count == classes.count else { continue }
      for (index, call) in run.calls.enumerated() {
        samples.append(
          Sample(
            index: index, faultClass: classes[index], input: run.plan.inputs[index], process: process,
            outcome: call.outcome))
      }
    }
    guard !samples.isEmpty else {
      throw GraderError("Check '\(criterion.id)' needs one of `classes` for each case.")
    }
  }

  /// The option that both graders have.
  static let options = [
    OptionSpec("classes", .list, isRequired: true, summary: "For each case the number of its fault.")
  ]

  /// Evidence for an example: the fingerprints of two cases of one fault and one of another.
  static func example(
    _ title: String, _ texts: [String], again: [String]? = nil, _ outcome: Verdict.Outcome
  ) -> GraderExample {
    let inputs: [Value] = [["entry": "order"], ["entry": "order", "shift": 7], ["entry": "refund"]]
    func run(_ texts: [String]) -> RunRecord {
      .example(
        "main", texts.map { .returned([.string($0), .string($0)]) },
        inputs: inputs)
    }
    var evidence = Evidence.example([])
    evidence.runs = [run(texts), run(again ?? texts)]
    return GraderExample(
      title, criterion: .example(options: ["classes": [0, 0, 1]]), evidence: evidence, outcome: outcome)
  }
}
