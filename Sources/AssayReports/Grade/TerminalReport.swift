import AssayModel

/// A grade as a person reads it: the score, one line a check, then what is wrong and why.
public struct TerminalReport: Sendable {
  private let options: TerminalOptions

  /// Reports in the manner of `options`.
  public init(_ options: TerminalOptions) { self.options = options }

  /// The report.
  public func text(_ grade: Grade) -> String {
    var page = Page(options)
    page.blankLine()
    head(grade, on: &page)
    if grade.isWithheld { FaultBlock(grade: grade).write(on: &page) }
    checkList(grade, on: &page)
    let blocks = grade.results.map { CheckBlock(result: $0, loadFailure: grade.loadFailure) }
    section(GradeWords.toFix, blocks.filter(\.isToBeFixed), on: &page)
    section(GradeWords.undecided, blocks.filter(\.isUndecided), on: &page)
    GradeFoot(grade: grade).write(on: &page)
    return page.text()
  }

  // MARK: Head

  private func head(_ grade: Grade, on page: inout Page) {
    let language = options.language
    page.line(StyledText(Sanitiser.line(grade.title[language]), .strong))
    page.line(
      StyledText("\(Sanitiser.line(grade.lab)) · \(Sanitiser.line(grade.submission))", .quiet))
    if let failure = grade.loadFailure { LoadFailureBlock(failure: failure).write(on: &page) }
    page.blank()
    score(grade, on: &page)
    page.flow(counts(grade), first: .spaces(page.margin))
    if let start = start(grade) {
      page.blank()
      let label = StyledText(GradeWords.startWith[language], .strong)
      if page.isNarrow { page.line(label) }
      page.paragraph(
        start, first: .spaces(page.margin) + (page.isNarrow ? "" : label + "  "))
    }
  }

  private func score(_ grade: Grade, on page: inout Page) {
    guard let earned = grade.earned else {
      return page.line(StyledText(GradeWords.withheld[options.language], .oursStrong))
    }
    let isFull = earned >= Double(grade.possible)
    let text = "\(Figures.short(earned)) / \(grade.possible)"
    let share = grade.possible > 0 ? earned / Double(grade.possible) : 0
    let columns = min(40, page.width - page.margin - text.count - 3)
    let filled = isFull ? columns : min(columns - 1, Int((share * Double(columns)).rounded(.down)))
    page.line(
      StyledText(text, isFull ? .goodStrong : .strong) + "   "
        + StyledText(String(repeating: "━", count: filled), .good)
        + StyledText(String(repeating: "─", count: columns - filled), .quiet))
  }

  private func counts(_ grade: Grade) -> [StyledText] {
    let met = grade.results.count { $0.kind == .met }
    let first = GradeWords.checksMet(met, of: grade.results.count)[options.language]
    let others: [OutcomeKind] = [.unmet, .partial, .blocked, .inconclusive, .ungraded]
    return [StyledText(first)]
      + others.compactMap { kind in
        let count = grade.results.count { $0.kind == kind }
        guard count > 0 else { return nil }
        return StyledText(GradeWords.outcomeCount(kind, count)[options.language], kind.countTone)
      }
  }

  /// What to look at first, where the list of checks would push it off the first screen.
  private func start(_ grade: Grade) -> StyledText? {
    guard grade.results.count > 8, grade.loadFailure == nil,
      let result = StartingPoint.of(grade.results),
      let finding = result.verdict.findings.first
    else { return nil }
    let title = Sanitiser.line(result.criterion.title[options.language])
    let texts = [finding.seen, finding.expected].map {
      Excerpt.cut(Sanitiser.line($0[options.language]), to: 120, options.language)
    }
    return result.kind.mark + StyledText(" \(title): ", .strong)
      + StyledText(GradeWords.seenInstead(texts[0], expected: texts[1])[options.language])
  }

  // MARK: Checks

  private func checkList(_ grade: Grade, on page: inout Page) {
    page.blank()
    let points = PointsColumn(results: grade.results)
    let titles = Dictionary(
      grade.results.map { ($0.criterion.id, $0.criterion.title[options.language]) },
      uniquingKeysWith: { first, _ in first })
    for result in grade.results {
      var needs: [String] = []
      if case .blocked(let ids) = result.verdict.outcome, grade.loadFailure == nil {
        needs = ids.map { Sanitiser.line(titles[$0] ?? $0) }
      }
      let isLost = grade.loadFailure == nil && (result.kind == .unmet || result.kind == .partial)
      checkLine(result, isLost: isLost, points: points.text(result), needs: needs, on: &page)
    }
  }

  private func checkLine(
    _ result: CriterionResult, isLost: Bool, points: StyledText, needs: [String], on page: inout Page
  ) {
    let title = StyledText(
      Sanitiser.line(result.criterion.title[options.language]), isLost ? .strong : .plain)
    let start = StyledText.spaces(page.margin) + result.kind.mark + " "
    guard !needs.isEmpty else { return page.paragraph(title, first: start, right: points) }
    let note = StyledText(
      GradeWords.blockedBy(needs.joined(separator: ", "))[options.language], .quiet)
    let both = title + "   " + note
    if start.columns + both.columns + 2 + points.columns <= page.width {
      return page.paragraph(both, first: start, right: points)
    }
    page.paragraph(title, first: start, right: points)
    page.paragraph(note, first: .spaces(start.columns))
  }

  private func section(_ title: LocalizedText, _ blocks: [CheckBlock], on page: inout Page) {
    guard !blocks.isEmpty else { return }
    page.heading(title[options.language])
    for block in blocks {
      block.write(on: &page)
      page.blank()
    }
  }
}

/// Points in a column whose slashes stand below one another.
struct PointsColumn {
  private let earned: Int
  private let possible: Int

  init(results: [CriterionResult]) {
    earned = results.map { Self.earnedText($0).count }.max() ?? 1
    possible = results.map { String($0.criterion.points).count }.max() ?? 1
  }

  func text(_ result: CriterionResult) -> StyledText {
    let left = StyledText(Self.earnedText(result)).rightAligned(in: earned)
    let right = StyledText(String(result.criterion.points)).rightAligned(in: possible)
    let text = (left + " / " + right).spans.map(\.text).joined()
    return StyledText(text, result.kind.pointsTone)
  }

  static func earnedText(_ result: CriterionResult) -> String {
    switch result.kind {
    case .ungraded, .inconclusive: "–"
    default: Figures.short(result.earned)
    }
  }
}
