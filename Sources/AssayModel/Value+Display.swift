extension Value {
  /// The value as Python would print it, cut after `limit` characters with a note of how much is left out.
  public func display(limit: Int = 160) -> String {
    let text = pythonText(depth: 0)
    guard text.count > limit else { return text }
    return "\(text.prefix(limit))… (+\(text.count - limit))"
  }

  private func pythonText(depth: Int) -> String {
    guard depth < 12 else { return "…" }
    let inner = { (value: Value) in value.pythonText(depth: depth + 1) }
    switch self {
    case .null: return "None"
    case .bool(let flag): return flag ? "True" : "False"
    case .int(let number): return String(number)
    case .bigInt(let digits): return digits
    case .float(let number): return Self.floatText(number)
    case .string(let text): return Self.quoted(text)
    case .bytes(let content): return "b" + Self.quoted(String(decoding: content.prefix(200), as: UTF8.self))
    case .list(let items): return "[" + Self.joined(items, inner) + "]"
    case .tuple(let items): return "(" + Self.joined(items, inner) + (items.count == 1 ? ",)" : ")")
    case .set(let items): return items.isEmpty ? "set()" : "{" + Self.joined(items, inner) + "}"
    case .map(let entries):
      return "{" + entries.prefix(100).map { "\(inner($0.key)): \(inner($0.value))" }.joined(separator: ", ")
        + "}"
    case .object(let type, let fields):
      let parts = fields.prefix(100).map { "\($0.key.text ?? inner($0.key))=\(inner($0.value))" }
      return "\(type)(\(parts.joined(separator: ", ")))"
    case .exception(let record):
      return record.message.isEmpty ? "\(record.type)()" : "\(record.type)(\(Self.quoted(record.message)))"
    case .opaque(_, let text): return text
    }
  }

  private static func joined(_ items: [Value], _ text: (Value) -> String) -> String {
    items.prefix(200).map(text).joined(separator: ", ")
  }

  private static func floatText(_ number: Double) -> String {
    if number.isNaN { return "nan" }
    if number.isInfinite { return number > 0 ? "inf" : "-inf" }
    return "\(number)"
  }

  private static func quoted(_ text: String) -> String {
    var result = "'"
    for scalar in text.unicodeScalars {
      switch scalar {
      case "'": result += "\\'"
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7f:
        result += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "'"
  }
}
