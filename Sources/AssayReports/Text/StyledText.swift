/// What a piece of text is to the reader; the page turns it into colour, or into nothing.
enum Tone: Sendable {
  case plain
  case strong
  case quiet
  case good
  case goodStrong
  case bad
  case badStrong
  case caution
  case ours
  case oursStrong

  /// The parameters of the terminal's "select graphic rendition"; only the sixteen colours of its theme.
  var code: String? {
    switch self {
    case .plain: nil
    case .strong: "1"
    case .quiet: "2"
    case .good: "32"
    case .goodStrong: "1;32"
    case .bad: "31"
    case .badStrong: "1;31"
    case .caution: "33"
    case .ours: "35"
    case .oursStrong: "1;35"
    }
  }
}

/// Safe text in pieces of one tone each; it is escaped where it enters.
struct StyledText: Sendable, ExpressibleByStringLiteral {
  /// A piece of one tone.
  struct Span: Sendable {
    var text: String
    var tone: Tone
  }

  private(set) var spans: [Span]

  init(_ text: String, _ tone: Tone = .plain) {
    spans = text.isEmpty ? [] : [Span(text: TerminalSink.escaped(text), tone: tone)]
  }

  init(stringLiteral value: String) { self.init(value) }

  /// Pieces of other such texts.
  init(spans: [Span]) { self.spans = spans }

  var columns: Int { spans.reduce(0) { $0 + DisplayWidth.columns(of: $1.text) } }

  var isEmpty: Bool { spans.isEmpty }

  static func + (left: Self, right: Self) -> Self { Self(spans: left.spans + right.spans) }

  static func += (left: inout Self, right: Self) { left.spans += right.spans }

  static func spaces(_ count: Int) -> Self { Self(String(repeating: " ", count: max(0, count))) }

  /// The text with spaces behind it up to `columns`.
  func padded(to columns: Int) -> Self { self + .spaces(columns - self.columns) }

  /// The text with spaces before it up to `columns`.
  func rightAligned(in columns: Int) -> Self { .spaces(columns - self.columns) + self }
}
