import AssayModel
import GraderKit

/// Holds every case against what its table expects of it, or against the reference.
struct CaseResults: Grader {
  static let description = GraderDescription(
    name: "cases",
    summary: LocalizedText(
      en: "Compares every case with what its table expects, or with what the reference does.",
      ko: "모든 케이스의 결과를 표에 적힌 기대값이나 참조 구현의 결과와 비교합니다."),
    discussion: """
      A case says under `returns`, `raises`, `message`, `prints`, `exits` and `writes` what is expected of it. What \
      a case does not say comes from the scenario that `against` names, which runs the same cases with \
      `subject: reference`. Values are compared by type, texts in values exactly, unless an option says \
      otherwise. `award: each` gives a share of the points for every right case, by its `points`.
      """,
    options: [
      OptionSpec("against", .text, summary: "The scenario of `from:` that runs the reference."),
      OptionSpec("award", .choice(["all", "each"]), summary: "all or nothing, or points per case; all."),
      OptionSpec(
        "types", .choice(["strict", "loose"]),
        summary: "loose: 1 is as good as 1.0, a tuple as a list; strict."),
    ] + TextComparison.options,
    examples: caseResultsExamples)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let yardstick = criterion.options["against"]?.text
    let judge = CaseJudge(criterion.options)
    var findings: [Finding] = []
    var (total, earned) = (0.0, 0.0)
    for scenario in criterion.scenarios where scenario != yardstick {
      for run in evidence.runs(of: scenario) {
        let reference = try yardstick.map { try Self.reference($0, for: run, in: evidence) }
        for (index, call) in run.calls.enumerated() {
          let answer = try CaseAnswer(run, index, reference?.calls[index])
          total += answer.points
          if let finding = judge.finding(call.outcome, answer, of: run, index) {
            findings.append(finding)
          } else {
            earned += answer.points
          }
        }
      }
    }
    guard !findings.isEmpty else { return .met }
    let isShared = criterion.options["award"] == "each" && earned > 0 && total > earned
    let shown = Array(findings.prefix(5))
    return Verdict(isShared ? .partial(fraction: earned / total) : .unmet, findings: shown)
  }

  private static func reference(_ name: String, for run: RunRecord, in evidence: Evidence) throws -> RunRecord
  {
    let runs = evidence.runs(of: name)
    guard let found = runs.first(where: { $0.plan.repetition == run.plan.repetition }) ?? runs.first,
      found.calls.count == run.calls.count
    else { throw Fault(.lab, detail: "'\(name)' does not run the same cases as '\(run.plan.scenario)'") }
    return found
  }
}

/// What is expected of one case.
struct CaseAnswer {
  var returns: Value?
  var raises: String?
  var message: String?
  var prints: String?
  var exits: Int?
  var writes: [(path: String, text: String)] = []
  var points = 1.0

  /// What the table says of a case and, where it says nothing, what the reference did.
  init(_ run: RunRecord, _ index: Int, _ reference: CallRecord?) throws {
    let listed = run.plan.answerKey["cases"]?[index] ?? .map([])
    (returns, raises) = (listed["returns"], listed["raises"]?.text)
    (message, exits) = (listed["message"]?.text, listed["exits"]?.integer)
    prints = listed["prints"].flatMap(Self.text)
    writes = (listed["writes"]?.entries ?? []).compactMap { entry in
      guard let path = entry.key.text, let text = Self.text(entry.value) else { return nil }
      return (path, text)
    }
    points = listed["points"]?.number ?? 1
    if let reference { try fill(from: reference, of: run, index) }
    let saysNothing = returns == nil && raises == nil && prints == nil && exits == nil && writes.isEmpty
    guard !saysNothing else {
      throw GraderError(
        "Case \(index + 1) of '\(run.plan.scenario)' expects nothing; give it `returns`, `raises` or `prints`, "
          + "or give the check `against`.")
    }
  }

  private static func text(_ value: Value) -> String? {
    if case .bytes(let content) = value { return String(decoding: content, as: UTF8.self) }
    return value.text
  }

  private mutating func fill(from reference: CallRecord, of run: RunRecord, _ index: Int) throws {
    let isProgram = run.plan.driver.startsProcesses
    let isCaptured = run.plan.inputs.indices.contains(index) && run.plan.inputs[index]["capture"] == true
    switch reference.outcome {
    case .returned(let value) where isProgram:
      prints = prints ?? value["stdout"]?.text
      exits = exits ?? value["exit"]?.integer
      guard writes.isEmpty else { return }
      writes = (value["files"]?.entries ?? []).compactMap { entry in
        guard let path = entry.key.text, let text = entry.value["text"]?.text else { return nil }
        return (path, text)
      }
    case .returned(let value):
      if raises == nil { returns = returns ?? (isCaptured ? value["returned"] : value) }
    case .raised(let error): if returns == nil { raises = raises ?? error.type }
    default: throw Fault(.lab, detail: "the reference did not answer case \(index + 1)")
    }
  }
}

/// Says what is wrong with a case.
struct CaseJudge {
  private let values: ValueComparison
  private let texts: TextComparison

  /// Judges as the options of a check say.
  init(_ options: Value) {
    values = ValueComparison(options)
    texts = TextComparison(options)
  }

  /// What is wrong with a case; nil where it is right.
  func finding(
    _ outcome: CallRecord.Outcome, _ answer: CaseAnswer, of run: RunRecord, _ index: Int
  ) -> Finding? {
    let input = run.inputText(index)
    if let type = answer.raises {
      return raising(type, answer.message, outcome).map { expected in
        unexpected(outcome, expected: expected, input: input, caseIndex: index)
      }
    }
    guard case .returned(let value) = outcome else {
      let expected = answer.returns.map { LocalizedText(verbatim: $0.display()) }
      return unexpected(outcome, expected: expected, input: input, caseIndex: index)
    }
    let difference =
      run.plan.driver.startsProcesses
      ? program(value, answer, ProcessEvidence(value: value, input: input, caseIndex: index))
      : function(value, answer, run.plan.inputs[index]["capture"] == true)
    guard let difference else { return nil }
    return Finding(expected: difference.expected, seen: difference.seen, input: input, caseIndex: index)
  }

  private typealias Difference = (expected: LocalizedText, seen: LocalizedText)

  /// What was expected, where the call did not raise it.
  private func raising(_ type: String, _ message: String?, _ outcome: CallRecord.Outcome) -> LocalizedText? {
    if case .raised(let error) = outcome, error.type == type, message.map(error.message.contains) != false {
      return nil
    }
    let part = message.map { ": …\($0)…" } ?? ""
    return LocalizedText(en: "it raises \(type)\(part)", ko: "\(type)\(part) 예외를 냅니다")
  }

  private func function(_ value: Value, _ answer: CaseAnswer, _ isCaptured: Bool) -> Difference? {
    if let wanted = answer.returns {
      let own = isCaptured ? value["returned"] ?? .null : value
      if !values.holds(own, wanted) {
        return (LocalizedText(verbatim: wanted.display()), LocalizedText(verbatim: own.display()))
      }
    }
    guard let wanted = answer.prints else { return nil }
    return texts.difference(value["printed"]?.text ?? "", wanted)
  }

  private func program(_ value: Value, _ answer: CaseAnswer, _ call: ProcessEvidence) -> Difference? {
    let code = answer.exits ?? 0
    if value["exit"]?.integer != code || value["ended_by_grader"]?.text != nil {
      return (LocalizedText(en: "it ends with exit code \(code)", ko: "종료 코드 \(code)"), call.ending)
    }
    if let wanted = answer.prints, let difference = texts.difference(value["stdout"]?.text ?? "", wanted) {
      return difference
    }
    for (path, wanted) in answer.writes {
      guard let own = value["files"]?[path]?["text"]?.text else {
        return (
          LocalizedText(en: "it writes \(path)", ko: "\(path) 파일을 씁니다"),
          LocalizedText(en: "there is no such file", ko: "파일이 없습니다")
        )
      }
      if let difference = texts.difference(own, wanted) { return difference }
    }
    return nil
  }
}
