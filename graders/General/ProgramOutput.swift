import AssayModel
import GraderKit

/// Compares what a program wrote with a text, after the usual normalisations.
struct ProgramOutput: Grader {
  static let description = GraderDescription(
    name: "program.output",
    summary: LocalizedText(
      en: "Compares stdout or a file with the expected text, line by line.",
      ko: "표준 출력이나 파일을 기대한 내용과 한 줄씩 비교합니다."),
    discussion: """
      The expected text is `text`, or what the workload put under `key` into its answer key: a text, or a list of \
      texts, one for each case; or, with `against`, what another scenario's program wrote.
      """,
    options: [
      OptionSpec("of", .text, summary: "stdout, stderr or the name of a collected file; stdout."),
      OptionSpec("text", .text, summary: "The expected text."),
      OptionSpec("key", .text, summary: "Where the answer key has it; the name under `of`."),
      OptionSpec("against", .text, summary: "The scenario of `from:` whose output is the expected one."),
      OptionSpec("case", .integer, summary: "The only case, from 0; all without it."),
    ] + TextComparison.options,
    examples: programOutputExamples)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let options = criterion.options
    var judged = criterion
    judged.scenarios.removeAll { $0 == options["against"]?.text }
    var (calls, findings) = try ProcessEvidence.read(
      judged, in: evidence, caseIndex: options["case"]?.integer)
    for call in calls {
      let wanted = try Self.wanted(criterion, evidence, call.caseIndex)
      let comparison = TextComparison(options)
      switch Self.written(call.value, options["of"]?.text ?? "stdout") {
      case .success(let text):
        guard let difference = comparison.difference(text, wanted) else { continue }
        findings.append(call.finding(expected: difference.expected, seen: difference.seen))
      case .failure(let problem):
        findings.append(
          call.finding(
            expected: LocalizedText(en: "there is such an output", ko: "해당 출력이 있습니다"),
            seen: problem.with(call.ending)))
      }
    }
    return Verdict(findings.isEmpty ? .met : .unmet, findings: Array(findings.prefix(3)))
  }

  private struct Problem: Error {
    var text: String
    func with(_ ending: LocalizedText) -> LocalizedText {
      LocalizedText(en: "\(text); \(ending.en)", ko: "\(text); \(ending.ko)")
    }
  }

  private static func written(_ value: Value, _ place: String) -> Result<String, Problem> {
    if place == "stdout" || place == "stderr" { return .success(value[place]?.text ?? "") }
    let file = value["files"]?[place]
    guard let text = file?["text"]?.text else {
      return .failure(Problem(text: "\(place): \(file?["problem"]?.text ?? "missing")"))
    }
    return .success(text)
  }

  private static func wanted(_ criterion: Criterion, _ evidence: Evidence, _ index: Int) throws -> String {
    if let text = criterion.options["text"]?.text { return text }
    let place = criterion.options["of"]?.text ?? "stdout"
    if let yardstick = criterion.options["against"]?.text {
      let call = evidence.runs(of: yardstick).first?.calls.dropFirst(index).first
      guard let value = call?.returned, case .success(let text) = written(value, place) else {
        throw GraderError("'\(yardstick)' wrote nothing to compare with; tell the lab's author.")
      }
      return text
    }
    let key = criterion.options["key"]?.text ?? place
    let answers = evidence.runs(of: criterion.scenarios[0]).first?.plan.answerKey[key]
    if let text = answers?.text ?? answers?[index]?.text { return text }
    throw GraderError("Check '\(criterion.id)' needs `text`, or an answer key with '\(key)' for every case.")
  }
}
