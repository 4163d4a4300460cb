import AssayModel

/// Writes JSON for people: two spaces, short lists on one line.
enum JSONText {
  private static let width = 100

  /// `value` on as many lines as it needs.
  ///
  /// Only what JSON has is written; anything else is `null`.
  static func pretty(_ value: Value, indent: Int = 0) -> String {
    let compact = line(value)
    if compact.count + indent <= width || compact.hasPrefix("\"") { return compact }
    let inner = String(repeating: " ", count: indent + 2)
    let end = "\n" + String(repeating: " ", count: indent)
    switch value {
    case .map(let entries):
      let lines = entries.map {
        "\(inner)\(quoted($0.key.text ?? "")): \(pretty($0.value, indent: indent + 2))"
      }
      return "{\n\(lines.joined(separator: ",\n"))\(end)}"
    case .list(let items):
      let lines = items.map { inner + pretty($0, indent: indent + 2) }
      return "[\n\(lines.joined(separator: ",\n"))\(end)]"
    default: return compact
    }
  }

  /// `value` on one line.
  static func line(_ value: Value) -> String {
    switch value {
    case .bool(let flag): String(flag)
    case .int(let number): String(number)
    case .float(let number): Shape.plain(number)
    case .string(let text): quoted(text)
    case .list(let items): "[" + items.map(line).joined(separator: ", ") + "]"
    case .map(let entries):
      "{" + entries.map { "\(quoted($0.key.text ?? "")): \(line($0.value))" }.joined(separator: ", ") + "}"
    default: "null"
    }
  }

  private static func quoted(_ text: String) -> String { WireFormat.text(.string(text)) }
}
