/// The comment at the top of an attack: lines `# key: value`, continued by lines `#   more`.
///
/// It ends with the first line that is no comment.
struct AttackHeader {
  /// One key with its value.
  struct Field: Equatable {
    var key: String
    var value: String
    var line: Int
  }

  /// The keys that every attack has.
  static let requiredKeys = ["tries", "naive", "outcome", "source", "baseline", "expect"]
  /// The keys that one may have.
  static let optionalKeys = ["bench", "without"]

  private(set) var fields: [Field] = []
  private(set) var problems: [AttackProblem] = []
  private let file: String

  /// Splits the header of `code` into its fields.
  init(_ code: String, file: String) {
    self.file = file
    let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      guard line.hasPrefix("#") else { break }
      take(String(line.dropFirst()), number: index + 1)
    }
    for key in Self.requiredKeys where !fields.contains(where: { $0.key == key }) {
      add(line: 1, found: "no key '\(key)'", allowed: "the keys \(Self.requiredKeys.joined(separator: ", "))")
    }
  }

  /// The fields with this key.
  func fields(_ key: String) -> [Field] { fields.filter { $0.key == key } }

  private mutating func take(_ text: String, number: Int) {
    if text.hasPrefix("   "), let last = fields.indices.last {
      fields[last].value += " " + Self.trimmed(text)
      return
    }
    guard text.hasPrefix(" "), !text.hasPrefix("  "), let colon = text.firstIndex(of: ":") else {
      add(line: number, found: "'#\(text.prefix(40))'", allowed: "'# key: value' or '#   continued'")
      return
    }
    let key = Self.trimmed(text[..<colon])
    let value = Self.trimmed(text[text.index(after: colon)...])
    let known = Self.requiredKeys + Self.optionalKeys
    guard known.contains(key) else {
      add(
        line: number, found: "the key '\(key)'", allowed: "one of \(known.joined(separator: ", "))",
        suggestion: suggestion(for: key, among: known))
      return
    }
    if key != "without", fields.contains(where: { $0.key == key }) {
      add(line: number, found: "'\(key)' a second time", allowed: "each key once")
    }
    fields.append(Field(key: key, value: value, line: number))
  }

  private mutating func add(line: Int, found: String, allowed: String, suggestion: String? = nil) {
    problems.append(
      AttackProblem(file: file, line: line, found: found, allowed: allowed, suggestion: suggestion))
  }

  static func trimmed(_ text: some StringProtocol) -> String {
    var text = text[...].drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return String(text)
  }
}
