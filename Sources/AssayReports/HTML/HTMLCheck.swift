import AssayModel

/// Everything about one check that was not met.
struct HTMLCheck {
  let result: CriterionResult
  let grade: Grade
  let language: Language

  private static let maximumFindings = 20

  /// The block; nil where why nothing could be loaded says it all.
  var html: HTML? {
    let findings = result.verdict.findings
    if findings.isEmpty, grade.loadFailure != nil, result.kind != .ungraded { return nil }
    let points = "\(PointsColumn.earnedText(result)) / \(result.criterion.points)"
    let rules = result.criterion.rules.isEmpty ? "" : GradeWords.rules(result.criterion.rules)[language]
    let shown = findings.prefix(Self.maximumFindings).map(block)
    let more = findings.count - shown.count
    let note: HTML =
      more > 0 ? "<p>\(GradeWords.moreFindings(more, isVerbose: true)[language])</p>\n" : ""
    return """
      <article class="check \(result.kind.rawValue)">
      <h3>\(result.criterion.title[language])</h3>
      <p class="about">\(DocumentWords.outcome(result.kind)[language]) · \(points)\(rules.isEmpty ? "" : " · \(rules)")</p>
      \(reason)\(shown.joined())\(note)\(hint(result.criterion.hint))</article>

      """
  }

  private var reason: HTML {
    switch result.verdict.outcome {
    case .inconclusive: "<p>\(GradeWords.undecidedReason[language])</p>\n"
    case .ungraded(let fault):
      "<p>\(fault.explanation[language])\(GradeWords.attempts(fault.attempts)[language])</p>\n"
        + "<p>\(fault.remedy[language])</p>\n"
    case .met, .partial, .unmet, .blocked: ""
    }
  }

  private func block(_ finding: Finding) -> HTML {
    var fields = [
      field(GradeWords.expected, finding.expected[language]), field(GradeWords.seen, finding.seen[language]),
    ]
    if let input = finding.input { fields.append(field(GradeWords.input, input)) }
    if let exception = finding.exception {
      let lines = FindingText(language: language).lines(of: exception)
      let text = [ExceptionBlock.sentence(exception)] + lines.drop { !$0.hasPrefix("  ") }
      fields.append(field(GradeWords.raised, text.joined(separator: "\n")))
    }
    return "<dl>\n" + fields.joined() + "</dl>\n" + hint(finding.hint)
  }

  private func field(_ name: LocalizedText, _ text: String) -> HTML {
    let limits = ExcerptLimits(columns: 4000, head: 60, tail: 20)
    let lines = Excerpt(text, limits: limits, language: language).lines.map(\.shown)
    return "<dt>\(name[language])</dt><dd><pre>\(lines.joined(separator: "\n"))</pre></dd>\n"
  }

  private func hint(_ text: LocalizedText?) -> HTML {
    guard let text else { return "" }
    return "<p class=\"hint\"><b>\(GradeWords.hint[language])</b> \(text[language])</p>\n"
  }
}
