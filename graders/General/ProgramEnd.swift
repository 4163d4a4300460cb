import AssayModel
import GraderKit

/// Judges how a program ended.
struct ProgramEnd: Grader {
  static let description = GraderDescription(
    name: "program.end",
    summary: LocalizedText(
      en: "The program ends by itself, with one of the allowed exit codes or signals.",
      ko: "프로그램이 허용된 종료 코드나 시그널로 스스로 끝납니다."),
    options: [
      OptionSpec("codes", .list, summary: "Allowed exit codes; [0]."),
      OptionSpec("signals", .list, summary: "Signals that may end it, such as TERM; none."),
      OptionSpec("quiet", .boolean, summary: "True: there must be no traceback on stderr."),
      OptionSpec("case", .integer, summary: "The only case, from 0; all without it."),
    ],
    examples: programEndExamples)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let options = criterion.options
    let codes = options["codes"]?.elements?.compactMap(\.integer) ?? [0]
    let signals = options["signals"]?.elements?.compactMap(\.text) ?? []
    var (calls, findings) = try ProcessEvidence.read(
      criterion, in: evidence, caseIndex: options["case"]?.integer)
    for call in calls {
      let isAllowed =
        call.value["exit"]?.integer.map(codes.contains) ?? call.value["signal"]?.text.map(signals.contains)
      let stderr = call.value["stderr"]?.text ?? ""
      let isNoisy = options["quiet"] == true && stderr.contains("Traceback (most recent call last)")
      guard isAllowed != true || isNoisy || call.value["ended_by_grader"]?.text != nil else { continue }
      findings.append(call.finding(expected: Self.expected(codes, signals, options), seen: call.ending))
    }
    return .judged(by: findings)
  }

  private static func expected(_ codes: [Int], _ signals: [String], _ options: Value) -> LocalizedText {
    let ends = codes.map(String.init) + signals.map { "SIG\($0)" }
    let list = ends.joined(separator: ", ")
    let quiet = options["quiet"] == true
    return LocalizedText(
      en: "it ends with \(list)\(quiet ? ", without a traceback" : "")",
      ko: "종료 코드 \(list)\(quiet ? ", 트레이스백 없음" : "")")
  }
}
