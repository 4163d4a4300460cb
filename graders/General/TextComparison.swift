import AssayModel
import GraderKit

/// How two texts are compared.
struct TextComparison {
  /// What blanks mean.
  enum Spaces: String, CaseIterable {
    /// Every character counts.
    case exact
    /// Blanks at the end of a line and empty lines at the end do not count.
    case lines
    /// Any blanks are as good as any others; lines are nothing.
    case words
  }

  var ignoresCase = false
  /// How far numbers may be off, absolutely.
  var absolute = 0.0
  /// How far numbers may be off, as a share of the expected one.
  var relative = 0.0
  var isOrdered = true
  var spaces = Spaces.lines

  /// The options of graders that compare texts.
  static let options = [
    OptionSpec(
      "spaces", .choice(Spaces.allCases.map(\.rawValue)),
      summary: "exact; lines: none at line ends or after the last line; words: any will do; lines."),
    OptionSpec("ignore_case", .boolean, summary: "True: case does not matter."),
    OptionSpec("tolerance", .number, summary: "How far numbers may be off, absolutely or relatively; 0."),
    OptionSpec("absolute", .number, summary: "How far numbers may be off, absolutely; `tolerance`."),
    OptionSpec(
      "relative", .number, summary: "How far numbers may be off, as a share of the expected; `tolerance`."),
    OptionSpec(
      "any_order", .boolean, summary: "True: the order of lines, or of a list's elements, does not matter."),
  ]

  /// Compares exactly but for blanks at line ends.
  init() {}

  /// Compares as the options of a check say.
  init(_ options: Value) {
    let both = options["tolerance"]?.number ?? 0
    ignoresCase = options["ignore_case"] == true
    absolute = options["absolute"]?.number ?? both
    relative = options["relative"]?.number ?? both
    isOrdered = options["any_order"] != true
    spaces = options["spaces"]?.text.flatMap(Spaces.init(rawValue:)) ?? .lines
  }

  private var hasTolerance: Bool { absolute > 0 || relative > 0 }

  /// The first line in which the texts differ.
  func difference(_ seen: String, _ wanted: String) -> (expected: LocalizedText, seen: LocalizedText)? {
    let (left, right) = (lines(seen), lines(wanted))
    if spaces == .words, isSame(words: left, right) { return nil }
    for index in 0..<max(left.count, right.count) {
      let (own, expected) = (Self.line(left, index), Self.line(right, index))
      if let own, let expected, isEqual(own, expected) { continue }
      let place = LocalizedText(en: "line \(index + 1)", ko: "\(index + 1)번째 줄")
      return (Self.text(place, expected), Self.text(place, own))
    }
    guard spaces == .words else { return nil }
    // The words differ though no line does: they are broken into lines otherwise.
    let place = LocalizedText(en: "all lines", ko: "전체")
    return (Self.text(place, wanted[...]), Self.text(place, seen[...]))
  }

  private static func line(_ lines: [Substring], _ index: Int) -> Substring? {
    lines.indices.contains(index) ? lines[index] : nil
  }

  private static func text(_ place: LocalizedText, _ line: Substring?) -> LocalizedText {
    guard let line else {
      return LocalizedText(en: "\(place.en): the end of the output", ko: "\(place.ko): 출력의 끝")
    }
    return LocalizedText(en: "\(place.en): \(line.prefix(200))", ko: "\(place.ko): \(line.prefix(200))")
  }

  private func lines(_ text: String) -> [Substring] {
    if spaces == .exact {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      return isOrdered ? lines : lines.sorted()
    }
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(Self.trimmed)
    while lines.last?.isEmpty == true { lines.removeLast() }
    return isOrdered ? lines : lines.sorted()
  }

  private static func trimmed(_ line: Substring) -> Substring {
    var line = line
    while line.last?.isWhitespace == true { line.removeLast() }
    return line
  }

  private func isEqual(_ left: Substring, _ right: Substring) -> Bool {
    if left == right { return true }
    if spaces == .exact, Self.blanks(left) != Self.blanks(right) { return false }
    guard ignoresCase || hasTolerance || spaces == .words else { return false }
    return isSame(words: [left], [right])
  }

  private func isSame(words left: [Substring], _ right: [Substring]) -> Bool {
    let (own, wanted) = (left.flatMap(Self.words), right.flatMap(Self.words))
    return own.count == wanted.count && zip(own, wanted).allSatisfy { isEqualWord($0, $1) }
  }

  private static func words(_ line: Substring) -> [Substring] { line.split(whereSeparator: \.isWhitespace) }

  /// The runs of blanks in a line, empty ones at its ends included.
  private static func blanks(_ line: Substring) -> [Substring] {
    line.split(omittingEmptySubsequences: false) { !$0.isWhitespace }.filter { !$0.isEmpty }
      + [line.prefix { $0.isWhitespace }, line.suffix(1).filter(\.isWhitespace)[...]]
  }

  private func isEqualWord(_ left: Substring, _ right: Substring) -> Bool {
    if left == right || (ignoresCase && left.lowercased() == right.lowercased()) { return true }
    guard hasTolerance, let own = Double(left), let wanted = Double(right) else { return false }
    return isNear(own, wanted)
  }

  /// Whether a number is near enough to the expected one.
  func isNear(_ own: Double, _ wanted: Double) -> Bool {
    if own == wanted || (own.isNaN && wanted.isNaN) { return true }
    let distance = abs(own - wanted)
    return distance <= absolute || distance <= relative * abs(wanted)
  }
}
