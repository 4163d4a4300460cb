import AssayModel
import GraderKit

/// Bounds what a tool finds in the submission.
struct ToolFindings: Grader {
  static let description = GraderDescription(
    name: "tool.findings",
    summary: LocalizedText(
      en: "A tool, run with the grader's configuration, finds no more than is allowed.",
      ko: "채점기의 설정으로 실행한 도구의 지적 사항이 허용 범위를 넘지 않습니다."),
    discussion: """
      A run that broke off, or a report that cannot be read, is never "no findings". `exit_codes` are those with \
      which the tool ends when it has done its work.
      """,
    options: [
      OptionSpec("codes", .list, summary: "Only findings with these codes count; all without it."),
      OptionSpec("severities", .list, summary: "Only findings of these severities count; all without it."),
      OptionSpec("at_most", .integer, summary: "How many are allowed; 0."),
      OptionSpec("exit_codes", .list, summary: "Exit codes of a run that did its work; [0, 1]."),
    ],
    examples: toolFindingsExamples)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let options = criterion.options
    let exits = options["exit_codes"]?.elements?.compactMap(\.integer) ?? [0, 1]
    var (calls, findings) = try ProcessEvidence.read(criterion, in: evidence)
    for call in calls {
      let problem = call.value["problem"]?.text
      guard call.value["exit"]?.integer.map(exits.contains) == true, problem == nil else {
        let reason = problem.map { " (\($0))" } ?? ""
        findings.append(
          call.finding(
            expected: LocalizedText(en: "the tool does its work", ko: "도구가 정상적으로 실행됩니다"),
            seen: LocalizedText(en: call.ending.en + reason, ko: call.ending.ko + reason)))
        continue
      }
      findings += Self.findings(in: call, options)
    }
    return .judged(by: findings)
  }

  private static func findings(in call: ProcessEvidence, _ options: Value) -> [Finding] {
    let codes = options["codes"]?.elements?.compactMap(\.text)
    let severities = options["severities"]?.elements?.compactMap(\.text)
    let counted = (call.value["findings"]?.elements ?? []).filter { item in
      codes?.contains(item["code"]?.text ?? "") != false
        && severities?.contains(item["severity"]?.text ?? "") != false
    }
    let most = options["at_most"]?.integer ?? 0
    guard counted.count > most else { return [] }
    let expected = LocalizedText(
      en: most == 0 ? "no finding" : "at most \(most) findings",
      ko: most == 0 ? "지적 사항 없음" : "지적 사항 \(most)개 이하")
    let shown = counted.prefix(4).map { call.finding(expected: expected, seen: text($0)) }
    guard counted.count > shown.count else { return shown }
    return shown + [
      call.finding(
        expected: expected,
        seen: LocalizedText(en: "\(counted.count) findings in all", ko: "지적 사항 모두 \(counted.count)개"))
    ]
  }

  private static func text(_ item: Value) -> LocalizedText {
    let line = item["line"]?.integer.map { ":\($0)" } ?? ""
    let code = item["code"]?.text.map { " \($0)" } ?? ""
    let message = (item["message"]?.text ?? "").prefix(200)
    return LocalizedText(verbatim: "\(item["file"]?.text ?? "?")\(line):\(code) \(message)")
  }
}
