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
    let names = [VerificationWords.reference, VerificationWords.starter]
    let columns = names.map { DisplayWidth.columns(of: $0[language]) }.max() ?? 0
    let scores = VerificationWords.referenceScores(verification.reference.map(\.points))[language]
    let starter = verification.starter.points.map { Figures.short($0) } ?? "–"
    let fields = [
      (VerificationWords.reference, "\(scores)  (≥ \(verification.referenceMinimum))"),
      (VerificationWords.starter, "\(starter)  (≤ \(verification.starterMaximum))"),
    ]
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
    let text = marks.enumerated().reduce(StyledText("")) { text, item in
      let (index, mark) = item
      return text + (index > 0 ? "   " : "") + mark.text
        + StyledText(" " + VerificationWords.legend(mark)[options.language], .quiet)
    }
    page.line(text)
  }

  private func checks(_ verification: Verification, on page: inout Page) {
    let language = options.language
    page.heading(VerificationWords.checks[language])
    for (index, check) in verification.checks.enumerated() {
      let number = StyledText(String(index + 1), .quiet).rightAligned(in: 2)
      page.paragraph(
        StyledText(Sanitiser.line(check.id))
          + StyledText("  " + Sanitiser.line(check.title[language]), .quiet),
        first: .spaces(page.margin) + number + "  ", right: StyledText(String(check.points), .quiet))
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

/// Rows are submissions, columns are checks by number; columns that do not fit follow below.
struct KillMatrix {
  let verification: Verification
  let language: Language

  private struct Row {
    var name: StyledText
    var score: StyledText
    var marks: [StyledText]
  }

  func write(on page: inout Page) {
    let rows = self.rows(on: page)
    let score = VerificationWords.score[language]
    let widest = rows.map(\.name.columns).max() ?? 0
    let nameColumns = min(widest, page.isNarrow ? 15 : 28)
    let scoreColumns = max(DisplayWidth.columns(of: score), rows.map(\.score.columns).max() ?? 0)
    let start = page.margin + nameColumns + 2 + scoreColumns + 2
    let perBand = max(1, (page.width - start) / 3)
    for first in stride(from: 0, to: verification.checks.count, by: perBand) {
      let columns = first..<min(first + perBand, verification.checks.count)
      if first > 0 { page.blank() }
      let numbers = columns.map { StyledText(String($0 + 1), .quiet).rightAligned(in: 3) }
      let heading = StyledText(score, .quiet).rightAligned(in: scoreColumns) + "  "
      page.row(.spaces(page.margin + nameColumns + 2) + heading + Self.joined(numbers))
      for row in rows {
        let name = Self.cut(row.name, to: nameColumns, mark: page.options.usesUnicode ? "…" : "~").padded(
          to: nameColumns + 2)
        let marks = columns.map { row.marks[$0].rightAligned(in: 3) }
        page.row(
          .spaces(page.margin) + name + row.score.rightAligned(in: scoreColumns) + "  "
            + Self.joined(marks))
      }
    }
  }

  private func rows(on page: Page) -> [Row] {
    verification.wrong.map { result in
      let cheat = result.declared.isCheat ? " (\(VerificationWords.cheat[language]))" : ""
      let points = result.score.points.map { Figures.short($0) } ?? "–"
      let isOver = (result.score.points ?? 0) > Double(result.maximum ?? .max)
      let bound = result.maximum.map { " ≤ \($0)" } ?? ""
      return Row(
        name: page.adapted(
          StyledText(Sanitiser.line(result.declared.id)) + StyledText(cheat, .quiet)),
        score: page.adapted(
          StyledText(points, isOver ? .badStrong : .plain) + StyledText(bound, .quiet)),
        marks: verification.checks.map { result.mark(of: $0.id).text })
    }
  }

  private static func joined(_ texts: [StyledText]) -> StyledText { texts.reduce("") { $0 + $1 } }

  private static func cut(_ text: StyledText, to columns: Int, mark: String) -> StyledText {
    guard text.columns > columns else { return text }
    var room = columns - 1
    var spans: [StyledText.Span] = []
    for span in text.spans {
      var kept = ""
      for character in span.text {
        guard DisplayWidth.columns(of: character) <= room else { break }
        room -= DisplayWidth.columns(of: character)
        kept.append(character)
      }
      spans.append(StyledText.Span(text: kept, tone: span.tone))
      if kept.count < span.text.count { break }
    }
    return StyledText(spans: spans) + StyledText(mark)
  }
}
