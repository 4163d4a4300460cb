import AssayModel
import GraderKit

/// Judges reports, part by part, against what the programs raise.
struct ReportTreeGrader: Grader {
  static let description = GraderDescription(
    name: "forensics.reports",
    summary: LocalizedText(
      en: "Compares the reports of exceptions with what was raised: types, messages, frames, links, members.",
      ko: "예외 보고서의 타입, 메시지, 프레임, 연결, 그룹 구성원을 실제로 발생한 예외와 비교합니다."),
    discussion: """
      Judges a group of the workload forensics.faults. Of the frames those of the program count, in order; of the \
      locals those that the answer key names.
      """,
    options: [
      OptionSpec(
        "group", .choice(FaultProgram.Group.allCases.map(\.rawValue)), isRequired: true,
        summary: "The group to judge.")
    ],
    examples: ForensicsExamples.reports)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let group = criterion.options["group"]?.text
    var findings: [Finding] = []
    var count = 0
    for run in criterion.scenarios.flatMap(evidence.runs(of:)) {
      for (key, (input, call)) in zip(run.plan.answerKey.elements ?? [], zip(run.plan.inputs, run.calls))
      where key["group"]?.text == group {
        defer { count += 1 }
        guard let finding = Self.finding(call.outcome, key: key, input: input["program"]?.text, count),
          findings.count < mostFindings
        else { continue }
        findings.append(finding)
      }
    }
    guard count > 0 else {
      throw GraderError("Check '\(criterion.id)' needs the workload forensics.faults.")
    }
    return .judged(by: findings)
  }

  private static func finding(
    _ outcome: CallRecord.Outcome, key: Value, input: String?, _ index: Int
  ) -> Finding? {
    let about = key["about"]?.text.flatMap(FaultProgram.About.init)?.text ?? LocalizedText(verbatim: "?")
    guard case .returned(let value) = outcome else {
      return unexpected(
        outcome,
        expected: LocalizedText(en: "a report of \(about.en)", ko: "보고서를 만듭니다: \(about.ko)"),
        input: input, caseIndex: index)
    }
    guard let report = value["report"], report != .null else {
      return Finding(
        expected: LocalizedText(en: "a report of \(about.en)", ko: "보고서를 만듭니다: \(about.ko)"),
        seen: LocalizedText(
          en: "a value of \(value["size"]?.integer ?? 0) characters",
          ko: "길이가 \(value["size"]?.integer ?? 0)자인 값"),
        input: input, caseIndex: index)
    }
    guard let difference = ReportDifference.first(in: report, from: key["report"] ?? .null) else {
      return nil
    }
    return Finding(
      expected: LocalizedText(
        en: "\(difference.expected) in the report of \(about.en)",
        ko: "\(difference.expected) (대상: \(about.ko))"),
      seen: LocalizedText(verbatim: difference.seen), input: input, caseIndex: index)
  }
}

/// The first part of a report that is not what it should be.
struct ReportDifference: Equatable {
  /// The part and what it should be, as Python would print it.
  var expected: String
  /// What it is.
  var seen: String

  /// The file of the programs; frames of other files are the caller's.
  static let file = "/srv/app/planted.py"

  /// Compares a report with its key; nil when all is well.
  static func first(in report: Value, from key: Value, at path: String = "") -> ReportDifference? {
    guard key != .null else { return missing(report, key, path) }
    guard report.entries != nil else { return missing(report, key, path) }
    if let difference = field("type", report, key, path) { return difference }
    if key["repeated"] != nil { return field("repeated", report, key, path) }
    for name in ["message", "notes"] {
      if let difference = field(name, report, key, path) { return difference }
    }
    return frames(report, key, path) ?? locals(report, key, path) ?? links(report, key, path)
  }

  private static func missing(_ report: Value, _ key: Value, _ path: String) -> ReportDifference? {
    guard report != key else { return nil }
    let expected = key == .null ? "None" : "a report of \(key["type"]?.text ?? "?")"
    let seen = report["type"]?.text.map { "a report of \($0)" } ?? report.display(limit: 60)
    return ReportDifference(expected: "\(path) = \(expected)", seen: "\(path) = \(seen)")
  }

  private static func field(
    _ name: String, _ report: Value, _ key: Value, _ path: String
  ) -> ReportDifference? {
    let place = path.isEmpty ? name : "\(path).\(name)"
    guard let right = key[name], report[name] != right else { return nil }
    return ReportDifference(
      expected: "\(place) = \(right.display())", seen: "\(place) = \(report[name]?.display() ?? "–")")
  }

  private static func frames(_ report: Value, _ key: Value, _ path: String) -> ReportDifference? {
    let seen = (report["frames"]?.elements ?? []).filter { $0["file"]?.text == file }.map { frame in
      Value.list([frame["function"] ?? .null, frame["line"] ?? .null])
    }
    let right = key["frames"]?.elements ?? []
    guard report["frames"]?.elements == nil || seen != right else { return nil }
    let place = path.isEmpty ? "frames" : "\(path).frames"
    return ReportDifference(
      expected: "\(place) = \(text(right))",
      seen: report["frames"]?.elements == nil ? "\(place) = –" : "\(place) = \(text(seen))")
  }

  private static func text(_ frames: [Value]) -> String {
    let places = frames.map { "\($0[0]?.text ?? "?"):\($0[1]?.display() ?? "?")" }
    return "[" + places.joined(separator: ", ") + "]"
  }

  private static func locals(_ report: Value, _ key: Value, _ path: String) -> ReportDifference? {
    let seen = report["frames"]?[-1]?["locals"]
    for entry in key["locals"]?.entries ?? [] {
      let name = entry.key.text ?? ""
      guard seen?[name] != entry.value else { continue }
      return ReportDifference(
        expected: "frames[-1].locals[\"\(name)\"] = \(entry.value.display())",
        seen: "frames[-1].locals[\"\(name)\"] = \(seen?[name]?.display() ?? "–")")
    }
    return nil
  }

  private static func links(_ report: Value, _ key: Value, _ path: String) -> ReportDifference? {
    let prefix = path.isEmpty ? "" : "\(path)."
    for link in ["cause", "context"] {
      let found = first(
        in: report[link] ?? .opaque(type: "", text: "–"), from: key[link] ?? .null, at: prefix + link)
      if let found { return found }
    }
    let right = key["members"]?.elements ?? []
    guard let members = report["members"]?.elements, members.count == right.count else {
      return ReportDifference(
        expected: "len(\(prefix)members) = \(right.count)",
        seen: "len(\(prefix)members) = \(report["members"]?.elements.map { "\($0.count)" } ?? "–")")
    }
    for (index, pair) in zip(members, right).enumerated() {
      let found = first(in: pair.0, from: pair.1, at: "\(prefix)members[\(index)]")
      if let found { return found }
    }
    return nil
  }
}
