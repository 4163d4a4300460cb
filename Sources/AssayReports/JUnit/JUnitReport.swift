import AssayModel

/// A grade as JUnit XML: one test case a check.
///
/// A check that was not fully met is a `failure`, a blocked one is `skipped`, and one that we could not
/// judge is an `error`. Readers of this format know no points, so the score stands among the properties.
public struct JUnitReport: Sendable {
  /// The form that a reader wants; there is no standard.
  public enum Dialect: String, Sendable, CaseIterable {
    /// Valid for the strict schema of Jenkins: no `file` and `line` on a test case.
    case jenkins
    /// With `file` and `line` of the learner's code, for GitLab and for annotations.
    case gitlab
  }

  private let language: Language
  private let dialect: Dialect

  /// Reports in a language and a dialect.
  public init(language: Language = .en, dialect: Dialect = .jenkins) {
    self.language = language
    self.dialect = dialect
  }

  /// The XML document.
  public func text(_ grade: Grade) -> String {
    var xml = XMLText()
    let time = Figures.fixed(max(0, grade.usage.wallSeconds), 3)
    let counts: XMLText.Attributes = [
      ("tests", String(grade.results.count)),
      ("failures", String(grade.results.count { $0.kind == .unmet || $0.kind == .partial })),
      ("errors", String(grade.results.count { $0.kind == .ungraded || $0.kind == .inconclusive })),
    ]
    xml.element("testsuites", [("name", grade.lab)] + counts + [("time", time)]) { xml in
      let skipped = String(grade.results.count { $0.kind == .blocked })
      let attributes: XMLText.Attributes =
        [("name", grade.lab)] + counts
        + [("skipped", skipped), ("time", time), ("timestamp", Self.timestamp(grade.receipt.time))]
      xml.element("testsuite", attributes) { xml in
        properties(grade, &xml)
        let names = uniqueNames(grade.results)
        for (result, name) in zip(grade.results, names) { testCase(result, name, in: grade, &xml) }
        output(grade, &xml)
      }
    }
    return xml.text
  }

  private func properties(_ grade: Grade, _ xml: inout XMLText) {
    var properties: [(String, String)] = [("assay.submission", grade.submission)]
    if let earned = grade.earned { properties.append(("assay.score", Figures.short(earned))) }
    properties += [
      ("assay.possible", String(grade.possible)),
      ("assay.isolation", grade.isolation.isFull ? "full" : "reduced"),
      ("assay.isolation.level", grade.isolation.level.rawValue),
      ("assay.isolation.not_enforced", grade.isolation.notEnforced.map(\.id).joined(separator: " ")),
      ("assay.digest.submission", grade.receipt.submission.description),
      ("assay.digest.lab", grade.receipt.lab.description),
      ("assay.digest.evidence", grade.receipt.evidence.description),
      ("assay.seed", String(grade.receipt.seed.value)),
    ]
    if let archive = grade.receipt.archive {
      properties.append(("assay.digest.archive", archive.digest.description))
    }
    xml.element("properties") { xml in
      for (name, value) in properties { xml.element("property", [("name", name), ("value", value)]) }
    }
  }

  private func testCase(_ result: CriterionResult, _ name: String, in grade: Grade, _ xml: inout XMLText) {
    var attributes: XMLText.Attributes = [("classname", grade.lab), ("name", name)]
    if dialect == .gitlab, let frame = frame(of: result, in: grade) {
      attributes += [("file", frame.file), ("line", String(frame.line))]
    }
    guard result.kind != .met else { return xml.element("testcase", attributes) }
    xml.element("testcase", attributes) { xml in
      switch result.verdict.outcome {
      case .met: break
      case .unmet, .partial:
        xml.element("failure", failure(result, in: grade), text: details(result, in: grade))
      case .blocked(let ids):
        let titles = ids.map { id in
          grade.results.first { $0.criterion.id == id }?.criterion.title[language] ?? id
        }
        let message = JUnitWords.blocked(titles.joined(separator: ", "))[language]
        xml.element("skipped", [("message", message)])
      case .inconclusive:
        let message = JUnitWords.inconclusive[language]
        xml.element("error", [("type", "inconclusive"), ("message", message)])
      case .ungraded(let fault):
        let message = JUnitWords.ungraded(fault.message)[language]
        xml.element("error", [("type", "ungraded." + fault.kind.rawValue), ("message", message)])
      }
    }
  }

  private func failure(_ result: CriterionResult, in grade: Grade) -> XMLText.Attributes {
    var message = JUnitWords.points(Figures.short(result.earned), of: result.criterion.points)[language]
    if let finding = result.verdict.findings.first {
      message += ": " + Excerpt.cut(Sanitiser.line(finding.seen[language]), to: 200, language)
    } else if let reason = grade.loadFailure?.reasons.first {
      message += ": " + Excerpt.cut(Sanitiser.line(reason[language]), to: 200, language)
    }
    return [("type", result.kind.rawValue), ("message", message)]
  }

  private func details(_ result: CriterionResult, in grade: Grade) -> String {
    let words = FindingText(language: language)
    var lines: [String] = []
    if !result.criterion.rules.isEmpty { lines.append(GradeWords.rules(result.criterion.rules)[language]) }
    lines += words.lines(of: result, in: grade, maximum: 20)
    if let hint = result.criterion.hint { lines += words.field(JUnitWords.hint, hint[language]) }
    return lines.map(Self.inert).joined(separator: "\n")
  }

  private func output(_ grade: Grade, _ xml: inout XMLText) {
    let limits = ExcerptLimits(columns: 2000, head: 200, tail: 100)
    let text = { (stream: CapturedText) in
      Excerpt(stream, limits: limits, language: language).lines.map { Self.inert($0.shown) }
        .joined(separator: "\n")
    }
    let outputs = grade.output.map { text($0.output) }.filter { !$0.isEmpty }
    let errors = grade.output.map { text($0.errorOutput) }.filter { !$0.isEmpty }
    if !outputs.isEmpty { xml.element("system-out", text: outputs.joined(separator: "\n")) }
    if !errors.isEmpty { xml.element("system-err", text: errors.joined(separator: "\n")) }
  }

  /// `line` without the marks by which GitLab and others attach files: a learner must not attach ours.
  private static func inert(_ line: String) -> String {
    // Scalar by scalar: a mark behind a bar makes another `Character` of it.
    let marks = ["[ATTACHMENT|", "[PROPERTY|"].map { Array($0.unicodeScalars) }
    var result = String.UnicodeScalarView()
    var rest = line.unicodeScalars[...]
    while let first = rest.popFirst() {
      result.append(first)
      let next = String(rest.prefix(12)).uppercased().unicodeScalars
      if first == "[", marks.contains(where: { next.starts(with: $0) }) { result.append("\\") }
    }
    return String(result)
  }

  /// The innermost frame of the learner's code behind a failure.
  private func frame(of result: CriterionResult, in grade: Grade) -> ExceptionRecord.Frame? {
    result.verdict.findings.lazy.compactMap { $0.exception?.frames.last }.first
  }

  /// The titles of the checks; readers drop test cases of equal names, so a second one is told by its id.
  private func uniqueNames(_ results: [CriterionResult]) -> [String] {
    var seen: Set<String> = []
    return results.map { result in
      let title = Sanitiser.line(result.criterion.title[language])
      let name = seen.insert(title).inserted ? title : "\(title) [\(result.criterion.id)]"
      seen.insert(name)
      return name
    }
  }

  /// `2026-11-23T01:40:12Z` without fraction and zone, which older readers refuse.
  private static func timestamp(_ time: String) -> String { String(time.prefix(19)) }
}
