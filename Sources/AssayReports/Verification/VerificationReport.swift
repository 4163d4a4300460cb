import AssayModel

/// A verification as a person reads it: pass or fail, every violation, then the kill matrix.
public struct VerificationReport: Sendable {
  private let options: TerminalOptions

  /// Reports in the manner of `options`.
  public init(_ options: TerminalOptions) { self.options = options }

  /// The report.
  public func text(_ verification: Verification) -> String {
    var page = Page(options)
    page.blankLine()
    head(verification, on: &page)
    violations(verification, on: &page)
    page.heading(VerificationWords.matrix[options.language])
    KillMatrix(verification: verification, language: options.language).write(on: &page)
    legend(verification, on: &page)
    checks(verification, on: &page)
    return page.text()
  }

  private func head(_ verification: Verification, on page: inout Page) {
    let language = options.language
    page.line(StyledText(Sanitiser.line(verification.title[language]), .strong))
    page.line(StyledText(Sanitiser.line(verification.lab), .quiet))
    page.blank()
    let word =
      verification.passed
      ? StyledText(VerificationWords.passed[language], .goodStrong)
      : StyledText(VerificationWords.failed[language], .badStrong)
    page.paragraph(
      StyledText(VerificationWords.summary(verification)[language]),
      first: .spaces(page.margin) + word + "  ")
    page.blank()
    let names =
      [VerificationWords.reference, VerificationWords.starter]
      + (verification.attacks == nil ? [] : [VerificationWords.attacks])
    let columns = names.map { DisplayWidth.columns(of: $0[language]) }.max() ?? 0
    let scores = VerificationWords.referenceScores(verification.reference.map(\.points))[language]
    let starter = verification.starter.points.map { Figures.short($0) } ?? "–"
    var fields = [
      (VerificationWords.reference, "\(scores)  (≥ \(verification.referenceMinimum))"),
      (VerificationWords.starter, "\(starter)  (≤ \(verification.starterMaximum))"),
    ]
    if let attacks = verification.attacks {
      fields.append((VerificationWords.attacks, VerificationWords.attackSummary(attacks)[language]))
    }
    for (name, text) in fields {
      page.field(name[language], StyledText(text), indent: page.margin, nameColumns: columns)
    }
  }

  private func violations(_ verification: Verification, on page: inout Page) {
    guard !verification.passed else { return }
    page.heading(VerificationWords.violations[options.language])
    for sentence in verification.violations {
      page.paragraph(
        StyledText(Sanitiser.line(sentence[options.language])),
        first: .spaces(page.margin) + OutcomeKind.unmet.mark + " ")
    }
  }

  private func legend(_ verification: Verification, on page: inout Page) {
    page.blank()
    let used = Set(
      verification.wrong.flatMap { result in verification.checks.map { result.mark(of: $0.id) } })
    let marks = KillMark.allCases.filter(used.contains)
    let items = marks.map { mark in
      mark.text + StyledText(" " + VerificationWords.legend(mark)[options.language], .quiet)
    }
    page.flow(items, separator: "   ", first: .spaces(page.margin))
  }

  private func checks(_ verification: Verification, on page: inout Page) {
    let language = options.language
    page.heading(VerificationWords.checks[language])
    let ids = verification.checks.map { StyledText(Sanitiser.line($0.id)) }
    let columns = min(ids.map(\.columns).max() ?? 0, page.width / 3)
    for (index, check) in verification.checks.enumerated() {
      let number = StyledText(String(index + 1), .quiet).rightAligned(in: 2)
      page.paragraph(
        StyledText(Sanitiser.line(check.title[language]), .quiet),
        first: .spaces(page.margin) + number + "  " + ids[index].padded(to: columns) + "  ",
        right: StyledText(String(check.points), .quiet))
    }
    let idle = verification.idleChecks.map(Sanitiser.line)
    guard !idle.isEmpty else { return }
    page.blank()
    page.line(StyledText(VerificationWords.idle(idle.joined(separator: ", "))[language], .caution))
  }
}

extension KillMark {
  /// What stands in the matrix.
  var text: StyledText {
    switch self {
    case .lost: StyledText("●", .good)
    case .lostAllowed: StyledText("○", .quiet)
    case .lostUndeclared: StyledText("+", .badStrong)
    case .keptUndeclared: StyledText("✗", .badStrong)
    case .undecided: StyledText("?", .caution)
    case .kept: StyledText("·", .quiet)
    }
  }
}
