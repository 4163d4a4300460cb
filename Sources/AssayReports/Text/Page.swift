import AssayModel

/// A report under construction: lines that never go beyond the width and never split a wide character.
struct Page {
  let options: TerminalOptions
  /// The columns that text may take; the last one stays free for the escape of a line that begins with `::`.
  let width: Int
  private var lines: [StyledText] = []

  init(_ options: TerminalOptions) {
    self.options = options
    width = min(max(options.width, 40), 100) - 1
  }

  var language: Language { options.language }
  /// The indentation of everything.
  var margin: Int { width < 60 ? 1 : 2 }
  var isNarrow: Bool { width < 60 }

  // MARK: Adding lines

  /// An empty line, unless there is one already.
  mutating func blank() {
    if lines.last?.isEmpty == false { lines.append("") }
  }

  /// An empty line in any case.
  mutating func blankLine() { lines.append("") }

  /// One line as it is; what is too long is wrapped.
  mutating func line(_ text: StyledText, indent: Int? = nil) {
    paragraph(text, first: .spaces(indent ?? margin))
  }

  /// A paragraph whose first line begins with `first` and ends with `right` at the right border; the other
  /// lines begin as far to the right.
  mutating func paragraph(_ text: StyledText, first: StyledText, right: StyledText = "") {
    let (first, right) = (adapted(first), adapted(right))
    let room = width - first.columns - (right.isEmpty ? 0 : right.columns + 2)
    let rows = LineBreaker.rows(of: adapted(text), width: max(8, room))
    for (index, row) in rows.enumerated() {
      guard index == 0 else {
        lines.append(.spaces(first.columns) + row)
        continue
      }
      lines.append((first + row).padded(to: width - right.columns) + right)
    }
  }

  /// Items behind one another; a line is broken between items only, and the separator there is left out.
  mutating func flow(
    _ items: [StyledText], separator: StyledText = StyledText(" · ", .quiet), first: StyledText
  ) {
    let room = max(8, width - adapted(first).columns)
    var rows: [StyledText] = []
    for item in items {
      if let last = rows.last, adapted(last + separator + item).columns <= room {
        rows[rows.count - 1] = last + separator + item
      } else {
        rows.append(item)
      }
    }
    for (index, row) in rows.enumerated() {
      paragraph(row, first: index == 0 ? first : .spaces(adapted(first).columns))
    }
  }

  /// A row of a table, which the caller has made to fit.
  mutating func row(_ text: StyledText) { lines.append(adapted(text)) }

  /// A heading of a section.
  mutating func heading(_ text: String) {
    blank()
    line(StyledText(text, .strong))
    blank()
  }

  /// A name in a column of its own, then a text.
  mutating func field(_ name: String, _ text: StyledText, indent: Int, nameColumns: Int) {
    let label = StyledText(name, .quiet).padded(to: nameColumns) + "  "
    paragraph(text, first: .spaces(indent) + label)
  }

  /// A name in a column of its own, then items behind one another.
  mutating func field(_ name: String, items: [StyledText], indent: Int, nameColumns: Int) {
    let label = StyledText(name, .quiet).padded(to: nameColumns) + "  "
    flow(items, first: .spaces(indent) + label)
  }

  /// A name in a column of its own, then a text that may be long or have several lines.
  mutating func excerpt(_ name: String, _ text: String, indent: Int, nameColumns: Int) {
    let limits = ExcerptLimits(
      columns: options.isVerbose ? 4000 : 320, head: options.isVerbose ? 60 : 8,
      tail: options.isVerbose ? 20 : 4)
    let excerpt = Excerpt(text, limits: limits, language: language)
    guard excerpt.lines.count > 1 else {
      let line = excerpt.lines.first?.shown ?? ""
      return field(name, StyledText(line), indent: indent, nameColumns: nameColumns)
    }
    field(name, "", indent: indent, nameColumns: nameColumns)
    quoted(excerpt.lines, indent: indent + 2)
  }

  /// Lines that somebody else wrote, behind a bar; none is wrapped at spaces, as they are code or data.
  mutating func quoted(_ lines: [Excerpt.Line], indent: Int) {
    let bar = adapted(.spaces(indent) + StyledText("│ ", .quiet))
    for line in lines {
      let text = StyledText(line.shown, line.tone)
      let rows = LineBreaker.rows(of: adapted(text), width: max(8, width - bar.columns), atSpaces: false)
      for row in rows { self.lines.append(bar + row) }
    }
  }

  // MARK: Rendering

  /// The report, every line ended by a line feed.
  func text() -> String {
    var text = ""
    for line in lines {
      text += rendered(line)
      text += "\n"
    }
    return text
  }

  private func rendered(_ line: StyledText) -> String {
    var spans = line.spans
    while let last = spans.last {
      spans[spans.count - 1].text = String(last.text.reversed().drop { $0 == " " }.reversed())
      guard spans[spans.count - 1].text.isEmpty else { break }
      spans.removeLast()
    }
    var isGuarded = CILog.isCommand(spans.map(\.text).joined())
    return spans.reduce(into: "") { result, span in
      var text = span.text
      if isGuarded, let start = text.firstIndex(where: { $0 != " " }) {
        text.insert("\\", at: start)
        isGuarded = false
      }
      guard options.usesColor, let code = span.tone.code else {
        result += text
        return
      }
      result += "\u{1b}[\(code)m\(text)\u{1b}[0m"
    }
  }

  /// The text as it is, or in ASCII where the terminal wants that.
  func adapted(_ text: StyledText) -> StyledText {
    guard !options.usesUnicode else { return text }
    return StyledText(
      spans: text.spans.map { StyledText.Span(text: ASCII.text($0.text), tone: $0.tone) })
  }
}

/// Breaks text into rows.
enum LineBreaker {
  private struct Cell {
    var character: Character
    var tone: Tone
    var columns: Int
  }

  /// The rows of `text`, none wider than `width`; broken at spaces where a word is not too long.
  static func rows(of text: StyledText, width: Int, atSpaces: Bool = true) -> [StyledText] {
    var rows: [[Cell]] = []
    var row: [Cell] = []
    var columns = 0
    var wordStart: Int?
    for cell in cells(of: text) {
      if columns + cell.columns > width {
        if atSpaces, cell.character == " " {
          rows.append(row)
          (row, columns, wordStart) = ([], 0, nil)
          continue
        }
        let carried = wordStart.map { Array(row[$0...]) } ?? []
        let carriedColumns = carried.reduce(0) { $0 + $1.columns }
        let isWordLong = carriedColumns * 4 >= width * 3
        rows.append(wordStart == nil || isWordLong ? row : Array(row[..<(row.count - carried.count)]))
        (row, columns) = wordStart == nil || isWordLong ? ([], 0) : (carried, carriedColumns)
        wordStart = nil
      }
      row.append(cell)
      columns += cell.columns
      if atSpaces, cell.character == " ", row.contains(where: { $0.character != " " }) {
        wordStart = row.count
      }
    }
    if !row.isEmpty || rows.isEmpty { rows.append(row) }
    return rows.map(styled)
  }

  private static func cells(of text: StyledText) -> [Cell] {
    text.spans.flatMap { span in
      span.text.map { Cell(character: $0, tone: span.tone, columns: DisplayWidth.columns(of: $0)) }
    }
  }

  private static func styled(_ row: [Cell]) -> StyledText {
    var spans: [StyledText.Span] = []
    for cell in row {
      if let last = spans.last, last.tone == cell.tone {
        spans[spans.count - 1].text.append(cell.character)
      } else {
        spans.append(StyledText.Span(text: String(cell.character), tone: cell.tone))
      }
    }
    return StyledText(spans: spans)
  }
}

/// Text for terminals that do not speak UTF-8.
enum ASCII {
  static func text(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      if scalar.isASCII {
        result.unicodeScalars.append(scalar)
      } else {
        result += known[scalar] ?? SafeWriter.escape(scalar)
      }
    }
  }

  private static let known: [Unicode.Scalar: String] = [
    "…": "...", "·": "-", "–": "-", "—": "-", "‘": "'", "’": "'", "“": "\"", "”": "\"", "×": "x",
    "≤": "<=", "≥": ">=", "→": "->", "│": "|", "─": "-", "━": "#", "✓": "+", "✗": "x", "◐": "~", "●": "*",
    "○": "o",
  ]
}
