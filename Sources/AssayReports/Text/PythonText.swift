import AssayModel

/// A value as Python would write it, at most about so many characters long.
enum PythonText {
  /// The text of `value`, and where it was cut an ellipsis.
  static func text(of value: Value, maximum: Int = 200) -> String {
    var writer = PythonWriter(room: maximum)
    writer.write(value)
    return writer.text
  }
}

private struct PythonWriter {
  var text = ""
  private var room: Int

  init(room: Int) { self.room = room }

  mutating func write(_ value: Value) {
    switch value {
    case .null: raw("None")
    case .bool(let flag): raw(flag ? "True" : "False")
    case .int(let number): raw(String(number))
    case .bigInt(let digits): raw(digits)
    case .float(let number): raw("\(number)")
    case .string(let content): quoted(content)
    case .bytes(let content): bytes(content)
    case .list(let items): sequence(items, "[", "]")
    case .tuple(let items): sequence(items, "(", items.count == 1 ? ",)" : ")")
    case .set(let items): items.isEmpty ? raw("set()") : sequence(items, "{", "}")
    case .map(let entries): mapping(entries)
    case .object(let type, let fields): object(type, fields)
    case .exception(let record):
      raw(record.type + "(")
      quoted(record.message)
      raw(")")
    case .opaque(let type, let content): raw("<\(type) \(content)>")
    }
  }

  private mutating func raw(_ piece: String) {
    guard room >= 0 else { return }
    let cut = piece.prefix(room)
    text += cut
    room -= cut.count
    if cut.count < piece.count {
      text += " …"
      room = -1
    }
  }

  private mutating func quoted(_ content: String) {
    let mark = content.contains("'") && !content.contains("\"") ? "\"" : "'"
    var escaped = ""
    for character in content.prefix(max(0, room) + 1) {
      switch character {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\t": escaped += "\\t"
      case "'" where mark == "'": escaped += "\\'"
      default: escaped.append(character)
      }
    }
    raw(mark + escaped + mark)
  }

  private mutating func bytes(_ content: [UInt8]) {
    let escaped = content.prefix(max(0, room) + 1).map { byte in
      (0x20..<0x7f).contains(byte) && byte != 0x27 && byte != 0x5c
        ? String(UnicodeScalar(byte)) : SafeWriter.escape(byte: byte)
    }
    raw("b'" + escaped.joined() + "'")
  }

  private mutating func sequence(_ items: [Value], _ open: String, _ close: String) {
    raw(open)
    for (index, item) in items.enumerated() {
      guard room >= 0 else { return }
      if index > 0 { raw(", ") }
      write(item)
    }
    raw(close)
  }

  private mutating func mapping(_ entries: [Value.Entry]) {
    raw("{")
    for (index, entry) in entries.enumerated() {
      guard room >= 0 else { return }
      if index > 0 { raw(", ") }
      write(entry.key)
      raw(": ")
      write(entry.value)
    }
    raw("}")
  }

  private mutating func object(_ type: String, _ fields: [Value.Entry]) {
    raw(type + "(")
    for (index, field) in fields.enumerated() {
      guard room >= 0 else { return }
      if index > 0 { raw(", ") }
      raw((field.key.text ?? "") + "=")
      write(field.value)
    }
    raw(")")
  }
}
