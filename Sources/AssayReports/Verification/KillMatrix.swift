import AssayModel

/// Rows are submissions, columns are checks by number; columns that do not fit follow below.
///
/// Cells are three columns wide where all checks fit so, else two, with the numbers written downwards.
struct KillMatrix {
  let verification: Verification
  let language: Language

  private struct Row {
    var name: StyledText
    var score: StyledText
    var marks: [StyledText]
  }

  private struct Layout {
    var nameColumns: Int
    var scoreColumns: Int
    var cellColumns: Int
  }

  func write(on page: inout Page) {
    let rows = self.rows(on: page)
    let layout = self.layout(rows, on: page)
    var first = 0
    while first < verification.checks.count {
      // The scores stand beside the first columns only.
      let start = page.margin + layout.nameColumns + 2 + (first == 0 ? layout.scoreColumns + 2 : 0)
      let count = max(1, (page.width - start) / layout.cellColumns)
      let columns = first..<min(first + count, verification.checks.count)
      if first > 0 { page.blank() }
      head(columns, layout, on: &page)
      for row in rows {
        let name = Self.cut(row.name, to: layout.nameColumns, mark: page.options.usesUnicode ? "…" : "~")
        var line = StyledText.spaces(page.margin) + name.padded(to: layout.nameColumns + 2)
        if first == 0 { line += row.score.rightAligned(in: layout.scoreColumns) + "  " }
        for column in columns { line += row.marks[column].rightAligned(in: layout.cellColumns) }
        page.row(line)
      }
      first = columns.upperBound
    }
  }

  /// The numbers of the columns; in two lines where cells are narrow.
  private func head(_ columns: Range<Int>, _ layout: Layout, on page: inout Page) {
    let indent = StyledText.spaces(page.margin + layout.nameColumns + 2)
    let score = StyledText(VerificationWords.score[language], .quiet).rightAligned(in: layout.scoreColumns)
    func line(_ numbers: [String], hasScore: Bool) -> StyledText {
      var line = indent
      if columns.lowerBound == 0 { line += (hasScore ? score : .spaces(layout.scoreColumns)) + "  " }
      return numbers.reduce(line) { $0 + StyledText($1, .quiet).rightAligned(in: layout.cellColumns) }
    }
    let numbers = columns.map { $0 + 1 }
    guard layout.cellColumns < 3 else { return page.row(line(numbers.map(String.init), hasScore: true)) }
    if numbers.contains(where: { $0 > 9 }) {
      page.row(line(numbers.map { $0 > 9 ? String($0 / 10) : "" }, hasScore: false))
    }
    page.row(line(numbers.map { String($0 % 10) }, hasScore: true))
  }

  private func layout(_ rows: [Row], on page: Page) -> Layout {
    let widest = rows.map(\.name.columns).max() ?? 0
    let score = DisplayWidth.columns(of: VerificationWords.score[language])
    let scoreColumns = max(score, rows.map(\.score.columns).max() ?? 0)
    let checks = verification.checks.count
    for (cellColumns, shortest) in [(3, min(widest, 28)), (2, min(widest, 14))] {
      let room = page.width - page.margin - 2 - scoreColumns - 2 - checks * cellColumns
      if room >= shortest {
        return Layout(nameColumns: min(widest, room), scoreColumns: scoreColumns, cellColumns: cellColumns)
      }
    }
    return Layout(
      nameColumns: min(widest, page.isNarrow ? 15 : 28), scoreColumns: scoreColumns, cellColumns: 2)
  }

  private func rows(on page: Page) -> [Row] {
    verification.wrong.map { result in
      let cheat = result.declared.isCheat ? " (\(VerificationWords.cheat[language]))" : ""
      let points = result.score.points.map { Figures.short($0) } ?? "–"
      let isOver = (result.score.points ?? 0) > Double(result.maximum ?? .max)
      let bound = result.maximum.map { " ≤ \($0)" } ?? ""
      return Row(
        name: page.adapted(StyledText(Sanitiser.line(result.declared.id)) + StyledText(cheat, .quiet)),
        score: page.adapted(StyledText(points, isOver ? .badStrong : .plain) + StyledText(bound, .quiet)),
        marks: verification.checks.map { result.mark(of: $0.id).text })
    }
  }

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
