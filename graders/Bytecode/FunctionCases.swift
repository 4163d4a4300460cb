import AssayModel
import GraderKit

/// One case of a scenario made by `bytecode.functions`.
struct FunctionCase: Sendable {
  /// Its place in its group.
  var index: Int
  var input: Value
  var key: Value
  var outcome: CallRecord.Outcome

  /// The functions as the learner may be shown them.
  var text: String {
    [input["f"]?.text, input["g"]?.text].compactMap { $0 }.joined(separator: "\n----\n")
  }

  /// A finding about this case.
  func finding(expected: LocalizedText, seen: LocalizedText) -> Finding {
    Finding(expected: expected, seen: seen, input: text, caseIndex: index)
  }

  /// What the call did instead of returning, as a finding.
  func unanswered(_ tool: String, expected: LocalizedText? = nil) -> Finding {
    unexpected(
      outcome,
      expected: expected
        ?? LocalizedText(
          en: "\(tool)() returns", ko: "\(KoreanParticle.subject.after(tool + "()")) 값을 반환합니다"),
      input: text, caseIndex: index)
  }
}

extension Evidence {
  /// The cases of a group in the criterion's scenario.
  ///
  /// - Throws: ``GraderError`` when there are none.
  func functionCases(_ group: FunctionGroup, of criterion: Criterion) throws -> [FunctionCase] {
    var cases: [FunctionCase] = []
    for run in criterion.scenarios.flatMap(runs(of:)) {
      for (key, (input, call)) in zip(run.plan.answerKey.elements ?? [], zip(run.plan.inputs, run.calls))
      where key["group"]?.text == group.rawValue {
        cases.append(FunctionCase(index: cases.count, input: input, key: key, outcome: call.outcome))
      }
    }
    guard !cases.isEmpty else {
      throw GraderError("Check '\(criterion.id)' needs the workload bytecode.functions.")
    }
    return cases
  }

  /// Evidence for an example: one case of a group.
  static func functions(
    _ group: FunctionGroup, input: Value = ["f": "def f(a):\n    return a", "g": "def g(b):\n    return b"],
    right: Value, about: String = "locals", _ outcome: CallRecord.Outcome
  ) -> Evidence {
    .example(
      [outcome], inputs: [input],
      answerKey: [
        ["group": .string(group.rawValue), "right": right, "about": .string(about)]
      ])
  }
}

extension [FunctionCase] {
  /// The verdict on what `check` finds; the same finding is not shown twice.
  func judged(_ check: (FunctionCase) -> Finding?) -> Verdict {
    var findings: [Finding] = []
    for item in self where findings.count < mostFindings {
      guard let finding = check(item), !findings.contains(where: { $0.isLike(finding) }) else { continue }
      findings.append(finding)
    }
    return .judged(by: findings)
  }
}
