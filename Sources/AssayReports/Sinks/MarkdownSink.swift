/// GitHub's and GitLab's Markdown.
///
/// Escaping punctuation is not enough for somebody else's text: these services look for mentions, issue
/// numbers and addresses in what is left after rendering. They leave code alone, so such text is always code.
enum MarkdownSink: Sink {
  /// `text` as one code span, behind more backticks than it holds.
  static func escaped(_ text: String) -> String {
    let line = Sanitiser.line(text)
    let mark = String(repeating: "`", count: longestRun(of: "`", in: line) + 1)
    // CommonMark takes one space from each side, unless there is nothing else.
    let edges = [line.unicodeScalars.first, line.unicodeScalars.last]
    let isBare = edges.allSatisfy { $0.map { $0 != "`" && $0 != " " } ?? false }
    return isBare ? mark + line + mark : "\(mark) \(line.isEmpty ? "–" : line) \(mark)"
  }

  /// A text of the lab as prose on one line, without any meaning to Markdown.
  static func prose(_ text: String) -> Markup<Self> {
    var result = ""
    for scalar in Sanitiser.line(text).unicodeScalars {
      let isPunctuation = scalar.isASCII && scalar.properties.generalCategory.isPunctuationOrSymbol
      if isPunctuation, !",;:.?%/()'\"-".unicodeScalars.contains(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return Markup(trusted: result)
  }

  /// Lines as a block of code, behind a fence longer than any that they hold; each line is made safe.
  static func fence(_ lines: [String]) -> Markup<Self> {
    let safe = lines.map { CILog.guarded(Sanitiser.line($0)) }
    let longest = safe.map { longestRun(of: "`", in: $0) }.max() ?? 0
    let mark = String(repeating: "`", count: max(3, longest + 1))
    return Markup(trusted: "\(mark)text\n" + safe.map { $0 + "\n" }.joined() + "\(mark)\n")
  }

  private static func longestRun(of wanted: Unicode.Scalar, in text: String) -> Int {
    var longest = 0
    var run = 0
    for scalar in text.unicodeScalars {
      run = scalar == wanted ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}

typealias Markdown = Markup<MarkdownSink>

extension Unicode.GeneralCategory {
  fileprivate var isPunctuationOrSymbol: Bool {
    switch self {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .otherPunctuation,
      .initialPunctuation, .finalPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
      true
    default: false
    }
  }
}
