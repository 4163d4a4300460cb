import AssayModel
import Foundation

@testable import AssayReports

extension FuzzTarget {
  private static let attacks = [
    "\u{1b}[2J", "\u{1b}]8;;", "\u{7}", "\u{9b}", "\r", "\n", "\r\n", "\0", "\t", "::error::x", "##[x]",
    "##vso[",
    "\u{202e}", "\u{200b}", "e\u{301}\u{301}\u{301}", "\u{fe0f}", "\u{2028}", "<b>", "</pre>", "&lt;", "]]>",
    "<!--",
    "```", "`", "~~~", "![x](y)", "@a", "=1", "+", "-", "@", "'", "\"", ",", "\u{fffe}", "\u{10ffff}", "한글",
    "🇰🇷",
    "  ", "\\", "\u{ff1d}1", "\u{d}\u{a}", "[[ATTACHMENT|", "\u{3164}",
  ]

  /// Text on its way into every sink.
  static let text = FuzzTarget(name: "text", seeds: attacks, words: attacks) { bytes in
    let lines = Sanitiser.lines(bytes)
    try require(lines.allSatisfy { isHarmless($0) }, "harm in lines")
    let decoded = Sanitiser.decoded(bytes)
    try checkTerminal(decoded)
    try checkMarkup(decoded)
    try checkTables(decoded)
    let limits = ExcerptLimits(columns: 20, head: 3, tail: 2)
    for captured in [CapturedText(head: bytes, totalBytes: bytes.count), split(bytes)] {
      let excerpt = Excerpt(captured, limits: limits, language: .en)
      try require(excerpt.lines.count <= 6, "\(excerpt.lines.count) lines")
      for line in excerpt.lines {
        try require(DisplayWidth.columns(of: line.shown) <= 60, "too long: \(line.shown)")
        try require(isHarmless(line.shown), "harm in an excerpt")
      }
    }
  }

  /// Whole reports of a grade in which everything that a learner can write is the input.
  static let reports = FuzzTarget(name: "reports", seeds: attacks, words: attacks) { bytes in
    let grade = grade(bytes)
    let markdown = MarkdownReport(maximumBytes: 3000).text(grade)
    try require(markdown.utf8.count <= 3000, "\(markdown.utf8.count) bytes of Markdown")
    let junit = JUnitReport(dialect: .gitlab).text(grade)
    let texts = [
      TerminalReport(TerminalOptions(width: 60, isVerbose: true)).text(grade), try JSONReport().text(grade),
      junit, HTMLReport(language: .ko).text(grade), MarkdownReport().text(grade), markdown,
    ]
    for text in texts { try require(isLogHarmless(text), "harm in a report: \(text.prefix(60))") }
    let csv = CSVReport().text(grade)
    try require(csv.split(separator: "\r\n").count == 2, "\(csv.split(separator: "\r\n").count) rows")
    try require(XMLReader.isWellFormed(junit), "no XML")
    let page = texts[3]
    try require(page.components(separatedBy: "<article").count == 2, "another check")
  }

  private static func split(_ bytes: [UInt8]) -> CapturedText {
    let half = bytes.count / 2
    return CapturedText(
      head: Array(bytes[..<half]), tail: Array(bytes[half...]), totalBytes: bytes.count + 1000)
  }

  private static func checkTerminal(_ text: String) throws {
    let line = Sanitiser.line(text)
    try require(isHarmless(line), "harm in a line")
    try require(Sanitiser.line(line) == line, "sanitised twice is another text")
    try require(TerminalSink.escaped(line) == line, "escaped twice is another text")
    try require(isLogHarmless(LogText.safe(text)), "harm in a log")
  }

  private static func checkMarkup(_ text: String) throws {
    let shown = Sanitiser.lines(text).map(CILog.guarded).joined(separator: "\n")
    let html = HTMLSink.escaped(text)
    try require(!Literal.contains(html, anyOf: "<>\"'`"), "HTML that is more than text")
    try require(Array(Entities.decoded(html).utf8) == Array(shown.utf8), "HTML shows another text")
    for isAttribute in [false, true] {
      let xml = XMLSink.escaped(text, isAttribute: isAttribute)
      let root = isAttribute ? "<a b=\"\(xml)\"/>" : "<a>\(xml)</a>"
      try require(XMLReader.isWellFormed(root), "no XML")
    }
    let span = MarkdownSink.escaped(text)
    let mark = String(span.unicodeScalars.prefix { $0 == "`" })
    let runs = Set(backtickRuns(in: span).dropFirst().dropLast())
    try require(!mark.isEmpty && span.utf8.count >= 2 * mark.utf8.count, "no code span: \(span)")
    try require(backtickRuns(in: span).last == mark.utf8.count, "a code span that does not end: \(span)")
    try require(!runs.contains(mark.utf8.count), "a code span that ends early: \(span)")
    let fence = MarkdownSink.fence(text.components(separatedBy: "\n")).text
    let wall = String(fence.unicodeScalars.prefix { $0 == "`" })
    try require(Literal.pieces(of: fence, between: wall).count == 3, "a fence that ends early")
    try require(isLogHarmless(fence), "harm in a fence")
  }

  private static func backtickRuns(in text: String) -> [Int] {
    text.unicodeScalars.split { $0 != "`" }.map(\.count)
  }

  private static func checkTables(_ text: String) throws {
    let cell = CSVSink.escaped(text)
    let inner = String(cell.unicodeScalars.dropFirst().dropLast())
    let shown = Literal.replacing("\"\"", by: "'", in: inner)
    try require(cell.utf8.first == 0x22 && cell.utf8.last == 0x22, "a cell without quotes")
    try require(!Literal.contains(shown, anyOf: "\""), "a cell that ends early")
    let line = Sanitiser.line(text)
    let expected = [line, "'" + line].map { Array(Literal.replacing("\"", by: "'", in: $0).utf8) }
    try require(expected.contains(Array(shown.utf8)), "a cell shows another text")
    let start = shown.unicodeScalars.first { $0 != " " }
    try require(start.map { !"=+-@\t\r".unicodeScalars.contains($0) } ?? true, "a formula")
    let json = JSONValue.string(text).text
    let read = try? JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed)
    try require((read as? String).map { Array($0.utf8) } == Array(text.utf8), "JSON says another text")
    try require(isHarmless(json), "harm in JSON")
  }

  private static func isHarmless(_ line: String) -> Bool {
    line.unicodeScalars.allSatisfy { !SafeWriter.isUnsafe($0) }
      && line.range(of: "##[A-Za-z]*\\[", options: .regularExpression) == nil
  }

  private static func isLogHarmless(_ text: String) -> Bool {
    text.split(separator: "\n").allSatisfy { line in
      isHarmless(String(line))
        && !line.drop { $0.isWhitespace }.unicodeScalars.starts(with: "::".unicodeScalars)
    }
  }

  private static func grade(_ bytes: [UInt8]) -> Grade {
    let text = Sanitiser.decoded(bytes)
    let words = LocalizedText(verbatim: text)
    let error = ExceptionRecord(
      type: text, message: text, frames: [.init(file: text, line: 1, function: text, source: text)],
      members: [ExceptionRecord(type: text)])
    let finding = Finding(expected: words, seen: words, input: text, hint: words, exception: error)
    let criterion = Criterion(
      id: "a", points: 10, visibility: .visible, scenarios: ["main"], requires: [], rules: [1],
      grader: "expectations", title: LocalizedText(verbatim: "check"), hint: nil)
    let digest = Digest(hexadecimal: String(repeating: "0", count: 64))
    return Grade(
      lab: "lab", title: LocalizedText(verbatim: "Lab"), submission: text,
      results: [CriterionResult(criterion: criterion, verdict: .unmet(finding), earned: 0)],
      output: [
        .init(
          scenario: "main", output: CapturedText(head: bytes, totalBytes: bytes.count),
          errorOutput: split(bytes))
      ],
      isolation: Isolation(tier: .root, controlGroups: .v1, notEnforced: []),
      receipt: Receipt(
        submission: digest, lab: digest, evidence: digest, seed: Seed(1),
        environment: EnvironmentFingerprint(
          python: "3", kernel: "6", architecture: "x", processors: 1, tool: "0"), time: "2026-01-01T00:00:00Z"
      ))
  }
}
