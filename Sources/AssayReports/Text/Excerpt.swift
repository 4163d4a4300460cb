import AssayModel

/// How much of a long text is shown.
struct ExcerptLimits {
  /// Columns of one line.
  var columns: Int
  /// Lines from the beginning.
  var head: Int
  /// Lines from the end.
  var tail: Int
}

/// Safe lines of a text that may be long; what was left out is said in its place.
struct Excerpt {
  /// One line to show.
  enum Line: Equatable {
    /// A line of the text.
    case text(String)
    /// A note on what was left out here.
    case note(String)
    /// A mark of ours below a line.
    case mark(String)

    /// What is shown of it.
    var shown: String {
      switch self {
      case .text(let text), .note(let text), .mark(let text): text
      }
    }

    /// How it is shown.
    var tone: Tone {
      switch self {
      case .text: .plain
      case .note: .quiet
      case .mark: .badStrong
      }
    }
  }

  private(set) var lines: [Line]

  /// An excerpt of a text.
  init(_ text: String, limits: ExcerptLimits, language: Language) {
    self.init(Sanitiser.lines(text), limits: limits, language: language)
  }

  /// An excerpt of lines that are safe already.
  init(_ safe: [String], limits: ExcerptLimits, language: Language) {
    guard safe.count > limits.head + limits.tail + 1 else {
      lines = safe.map { .text(Self.cut($0, to: limits.columns, language)) }
      return
    }
    let cut = { Line.text(Self.cut($0, to: limits.columns, language)) }
    lines = safe.prefix(limits.head).map(cut)
    lines.append(.note(CutWords.lines(safe.count - limits.head - limits.tail)[language]))
    lines += safe.suffix(limits.tail).map(cut)
  }

  /// An excerpt of a captured stream, of which the middle may be lost already.
  init(_ captured: CapturedText, limits: ExcerptLimits, language: Language) {
    let lost = captured.totalBytes - captured.head.count - captured.tail.count
    guard lost > 0 else {
      self.init(Sanitiser.lines(captured.head + captured.tail), limits: limits, language: language)
      return
    }
    let head = Sanitiser.lines(Self.withoutBrokenEnd(captured.head))
    let tail = Sanitiser.lines(Array(captured.tail.drop { $0 & 0xc0 == 0x80 }))
    let cut = { Line.text(Self.cut($0, to: limits.columns, language)) }
    let left = max(0, head.count - limits.head) + max(0, tail.count - limits.tail)
    let note = Line.note(CutWords.middle(lines: left, bytes: lost)[language])
    self.init(lines: head.prefix(limits.head).map(cut) + [note] + tail.suffix(limits.tail).map(cut))
  }

  private init(lines: [Line]) { self.lines = lines }

  /// `line` cut to `columns`, with a note of how much is missing; the note may go beyond.
  static func cut(_ line: String, to columns: Int, _ language: Language) -> String {
    guard line.utf8.count > columns, DisplayWidth.columns(of: line) > columns else { return line }
    var kept = ""
    var width = 0
    for character in line {
      width += DisplayWidth.columns(of: character)
      guard width <= columns else { break }
      kept.append(character)
    }
    return kept + CutWords.characters(line.count - kept.count)[language]
  }

  /// Drops a character that the capture cut in two.
  private static func withoutBrokenEnd(_ bytes: [UInt8]) -> [UInt8] {
    let continuation = bytes.reversed().prefix(3).prefix { $0 & 0xc0 == 0x80 }.count
    guard bytes.count > continuation else { return bytes }
    let lead = bytes[bytes.count - continuation - 1]
    let expected =
      switch lead {
      case 0xc2...0xdf: 1
      case 0xe0...0xef: 2
      case 0xf0...0xf4: 3
      default: 0
      }
    return expected > continuation ? Array(bytes.dropLast(continuation + 1)) : bytes
  }
}

/// What is said where something was left out.
enum CutWords {
  static func characters(_ count: Int) -> LocalizedText {
    let number = Figures.grouped(count)
    return LocalizedText(
      en: " … \(number) more character\(count == 1 ? "" : "s")", ko: " … \(number)자 더 있음")
  }

  static func lines(_ count: Int) -> LocalizedText {
    let number = Figures.grouped(count)
    return LocalizedText(en: "… \(number) line\(count == 1 ? "" : "s") cut", ko: "… \(number)줄 생략")
  }

  static func middle(lines: Int, bytes: Int) -> LocalizedText {
    let size = Figures.bytes(bytes)
    guard lines > 0 else { return LocalizedText(en: "… \(size) cut", ko: "… \(size) 생략") }
    let number = Figures.grouped(lines)
    return LocalizedText(
      en: "… \(number) line\(lines == 1 ? "" : "s") and \(size) more cut", ko: "… \(number)줄과 추가 \(size) 생략")
  }
}
