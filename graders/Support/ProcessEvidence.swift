import AssayModel
import GraderKit

/// One call of a driver that starts processes, with what is needed to talk about it.
struct ProcessEvidence {
  /// What the kit saw.
  var value: Value
  /// The call's input, in words.
  var input: String?
  /// The case, from 0.
  var caseIndex: Int

  /// The calls of `criterion`'s scenarios, and findings for those that have no answer.
  ///
  /// - Parameter caseIndex: the only case that is looked at; nil for all.
  static func read(
    _ criterion: Criterion, in evidence: Evidence, caseIndex: Int? = nil
  ) throws -> (calls: [Self], findings: [Finding]) {
    var calls: [Self] = []
    var findings: [Finding] = []
    for run in criterion.scenarios.flatMap(evidence.runs(of:)) {
      for (index, call) in run.calls.enumerated() where caseIndex == nil || caseIndex == index {
        if let value = call.returned {
          calls.append(Self(value: value, input: run.inputText(index), caseIndex: index))
        } else {
          findings.append(
            unexpected(
              call.outcome, expected: LocalizedText(en: "the run comes to an end", ko: "실행이 끝까지 이루어집니다"),
              input: run.inputText(index), caseIndex: index))
        }
      }
    }
    guard !calls.isEmpty || !findings.isEmpty else {
      throw GraderError("Check '\(criterion.id)' has no call to look at; name a case that the scenario has.")
    }
    return (calls, findings)
  }

  /// A finding about this call.
  func finding(expected: LocalizedText, seen: LocalizedText, hint: LocalizedText? = nil) -> Finding {
    Finding(expected: expected, seen: seen, input: input, caseIndex: caseIndex, hint: hint)
  }

  /// How the process ended, in words, with the end of what it wrote to stderr.
  var ending: LocalizedText {
    let errors = Self.lastLines(value["stderr"]?.text ?? "")
    let tail = errors.isEmpty ? "" : "; stderr: \(errors)"
    if let limit = value["ended_by_grader"]?.text {
      return limit == "output"
        ? LocalizedText(en: "it wrote without end and was ended\(tail)", ko: "출력이 너무 많아 중단했습니다\(tail)")
        : LocalizedText(
          en: "it had not ended in time and was ended\(tail)", ko: "제한 시간 안에 끝나지 않아 중단했습니다\(tail)")
    }
    if let name = value["signal"]?.text {
      return LocalizedText(en: "SIG\(name) ended it\(tail)", ko: "SIG\(name) 시그널로 끝났습니다\(tail)")
    }
    let code = value["exit"]?.integer.map(String.init) ?? "?"
    return LocalizedText(en: "exit code \(code)\(tail)", ko: "종료 코드 \(code)\(tail)")
  }

  private static func lastLines(_ text: String) -> String {
    let lines = text.split(whereSeparator: \.isNewline).suffix(3).map { $0.prefix(160) }
    return lines.joined(separator: " / ")
  }
}
