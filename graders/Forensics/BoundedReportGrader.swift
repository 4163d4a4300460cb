import AssayModel
import GraderKit

/// Judges reports of exceptions that are too much: in size, depth, number, or by refusing to be shown.
struct BoundedReportGrader: Grader {
  static let description = GraderDescription(
    name: "forensics.bounded",
    summary: LocalizedText(
      en: "Reports stay small and cheap, and say what they left out, whatever the exception.",
      ko: "어떤 예외든 보고서는 작고 저렴하며, 생략한 것을 밝힙니다."),
    discussion: "Judges the operation bounded: `what` was too much, and `size` of it.",
    options: [
      OptionSpec("bytes", .integer, isRequired: true, summary: "The most bytes of a report as JSON."),
      OptionSpec(
        "shown", .integer, isRequired: true, summary: "How many values a report may ask for their repr."),
    ],
    examples: ForensicsExamples.bounded)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    guard let bytes = criterion.options["bytes"]?.integer, let shown = criterion.options["shown"]?.integer
    else { throw GraderError("Check '\(criterion.id)' needs the options bytes and shown.") }
    var findings: [Finding] = []
    for run in criterion.scenarios.flatMap(evidence.runs(of:)) {
      guard !run.plan.inputs.isEmpty, run.plan.inputs.count == run.calls.count else {
        throw GraderError("Check '\(criterion.id)' needs the operation bounded.")
      }
      for (index, pair) in zip(run.plan.inputs, run.calls).enumerated() {
        let what = Excess(rawValue: pair.0["what"]?.text ?? "")
        guard let what, let size = pair.0["size"]?.integer else {
          throw GraderError("Check '\(criterion.id)': case \(index) says neither what nor how much.")
        }
        guard case .returned(let value) = pair.1.outcome else {
          findings.append(unexpected(pair.1.outcome, expected: what.reported, caseIndex: index))
          continue
        }
        let seen = what.general(value, bytes, shown) ?? what.special(value["report"] ?? .null, size)
        if let (expected, seen) = seen {
          findings.append(Finding(expected: expected, seen: seen, caseIndex: index))
        }
      }
    }
    return .judged(by: Array(findings.prefix(mostFindings)))
  }
}

/// What an exception has too much of.
private enum Excess: String {
  case broken, huge, deep, chained, wide, grown

  typealias Difference = (expected: LocalizedText, seen: LocalizedText)

  private var text: LocalizedText {
    switch self {
    case .broken:
      LocalizedText(en: "an exception and locals that cannot be shown", ko: "문자열로 만들 수 없는 예외와 지역 변수")
    case .huge: LocalizedText(en: "a message and locals of many megabytes", ko: "수 메가바이트의 메시지와 지역 변수")
    case .deep: LocalizedText(en: "a recursion thousands of calls deep", ko: "수천 단계의 재귀")
    case .chained: LocalizedText(en: "thousands of causes", ko: "수천 개의 원인")
    case .wide: LocalizedText(en: "a group with thousands of members", ko: "구성원이 수천 개인 그룹")
    case .grown: LocalizedText(en: "groups in groups, each with long texts", ko: "긴 텍스트를 담은 여러 겹의 그룹")
    }
  }

  var reported: LocalizedText {
    LocalizedText(en: "a report of \(text.en)", ko: "보고서를 만듭니다: \(text.ko)")
  }

  /// What every report must keep to.
  func general(_ value: Value, _ bytes: Int, _ shown: Int) -> Difference? {
    let report = value["report"] ?? .null
    let size = report == .null ? value["size"]?.integer ?? .max : WireFormat.text(report).utf8.count
    guard size <= bytes else {
      return (
        LocalizedText(en: "\(reported.en) of at most \(bytes) bytes", ko: "\(bytes)바이트 이하의 \(reported.ko)"),
        LocalizedText(en: "\(size) bytes", ko: "\(size)바이트")
      )
    }
    guard report.entries != nil else {
      return (reported, LocalizedText(verbatim: report.display(limit: 60)))
    }
    guard let count = value["shown"]?.integer, count > shown else { return nil }
    return (
      LocalizedText(
        en: "for \(reported.en), repr() is asked of at most \(shown) values",
        ko: "\(text.ko): repr()를 부르는 값은 \(shown)개 이하입니다"),
      LocalizedText(en: "\(count) times", ko: "\(count)번")
    )
  }

  /// What only this one must keep to.
  func special(_ report: Value, _ size: Int) -> Difference? {
    switch self {
    case .huge, .grown: nil
    case .broken: Self.broken(report)
    case .deep: Self.deep(report, size)
    case .chained: Self.chained(report)
    case .wide: Self.wide(report, size)
    }
  }

  private static func broken(_ report: Value) -> Difference? {
    guard report["message"]?.text == "<str failed: ZeroDivisionError>" else {
      return (
        LocalizedText(verbatim: "message = '<str failed: ZeroDivisionError>'"),
        LocalizedText(verbatim: "message = \(report["message"]?.display() ?? "–")")
      )
    }
    let locals = report["frames"]?[-1]?["locals"]
    guard locals?["before"]?.text == "'before'", locals?["after"]?.text != nil else {
      return (
        LocalizedText(
          en: "the other locals are there, though one has no repr", ko: "repr가 없는 지역 변수가 있어도 나머지는 남습니다"),
        LocalizedText(verbatim: "locals = \(locals?.display() ?? "–")")
      )
    }
    let text = locals?["unprintable"]?.text
    guard text != "<repr failed: ZeroDivisionError>" else { return nil }
    return (
      LocalizedText(verbatim: "locals[\"unprintable\"] = '<repr failed: ZeroDivisionError>'"),
      LocalizedText(verbatim: "locals[\"unprintable\"] = \(text ?? "–")")
    )
  }

  /// The frames are those of the recursion and the caller's one.
  private static func deep(_ report: Value, _ size: Int) -> Difference? {
    let frames = report["frames"]?.elements ?? []
    let omitted = frames.compactMap { $0["omitted"]?.integer }.reduce(0, +)
    let kept = frames.filter { $0["function"]?.text != nil }
    guard kept.count == 100, omitted == size + 2 - 100, frames.last?["function"]?.text == "deep" else {
      return (
        LocalizedText(
          en: "the first 50 and the last 50 frames, and {\"omitted\": \(size + 2 - 100)} between them",
          ko: "처음 50개와 마지막 50개 프레임, 그 사이에 {\"omitted\": \(size + 2 - 100)}"),
        LocalizedText(
          en: "\(kept.count) frames, \(omitted) omitted", ko: "프레임 \(kept.count)개, 생략 \(omitted)개")
      )
    }
    return nil
  }

  private static func chained(_ report: Value) -> Difference? {
    var levels = 0
    var current = report
    while let cause = current["cause"], cause != .null, levels < 10_000 {
      levels += 1
      current = cause
    }
    guard current["omitted"]?.boolean == true, levels == 20 else {
      return (
        LocalizedText(
          en: "20 levels, the last of which is {\"type\": …, \"omitted\": True}",
          ko: "20단계이고, 마지막은 {\"type\": …, \"omitted\": True}입니다"),
        LocalizedText(
          en: "\(levels) levels, the last is \(current.display(limit: 60))",
          ko: "\(levels)단계, 마지막은 \(current.display(limit: 60))")
      )
    }
    return nil
  }

  private static func wide(_ report: Value, _ size: Int) -> Difference? {
    let members = report["members"]?.elements ?? []
    guard members.count == 51, members.last?["omitted"]?.integer == size - 50 else {
      return (
        LocalizedText(
          en: "50 members and {\"omitted\": \(size - 50)}", ko: "구성원 50개와 {\"omitted\": \(size - 50)}"),
        LocalizedText(
          en: "\(members.count) entries, the last is \(members.last?.display(limit: 60) ?? "–")",
          ko: "항목 \(members.count)개, 마지막은 \(members.last?.display(limit: 60) ?? "–")")
      )
    }
    return nil
  }
}
