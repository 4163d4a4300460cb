/// A JSON value whose members keep their order.
indirect enum JSONValue {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([Self])
  case object([(key: String, value: Self)])

  /// The value as indented text.
  var text: String {
    var writer = JSONWriter()
    writer.write(self, depth: 0)
    return writer.text
  }
}

/// Writes JSON that is harmless where it is shown.
///
/// Strings keep every character, but what is invisible or unsafe in a terminal is written as `\u` escape,
/// as are marks beyond the few that one letter may carry, and the bracket of `##[`, which a CI service would
/// obey in the middle of a line.
private struct JSONWriter {
  var text = ""

  mutating func write(_ value: JSONValue, depth: Int) {
    switch value {
    case .null: text += "null"
    case .bool(let flag): text += flag ? "true" : "false"
    case .number(let digits): text += digits
    case .string(let content): string(content)
    case .array(let items): list(items, "[", "]", depth: depth) { $0.write($1, depth: depth + 1) }
    case .object(let members):
      list(members, "{", "}", depth: depth) { writer, member in
        writer.string(member.key)
        writer.text += ": "
        writer.write(member.value, depth: depth + 1)
      }
    }
  }

  private mutating func list<Item>(
    _ items: [Item], _ open: String, _ close: String, depth: Int, each: (inout Self, Item) -> Void
  ) {
    text += open
    guard !items.isEmpty else {
      text += close
      return
    }
    for (index, item) in items.enumerated() {
      if index > 0 { text += "," }
      text += "\n" + String(repeating: "  ", count: depth + 1)
      each(&self, item)
    }
    text += "\n" + String(repeating: "  ", count: depth) + close
  }

  private mutating func string(_ content: String) {
    var result = String.UnicodeScalarView("\"".unicodeScalars)
    var command = CommandPrefix()
    var marks = 0
    for scalar in content.unicodeScalars {
      let isCommand = command.completes(with: scalar)
      marks = SafeWriter.isMark(scalar) ? marks + 1 : 0
      switch scalar {
      case "\"": result.append(contentsOf: "\\\"".unicodeScalars)
      case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
      case "\n": result.append(contentsOf: "\\n".unicodeScalars)
      case "\t": result.append(contentsOf: "\\t".unicodeScalars)
      default:
        if isCommand || marks > Sanitiser.maximumMarks || SafeWriter.isUnsafe(scalar) {
          for unit in String(scalar).utf16 {
            let escape = "\\u" + SafeWriter.hexadecimal(UInt32(unit), digits: 4)
            result.append(contentsOf: escape.unicodeScalars)
          }
        } else {
          result.append(scalar)
        }
      }
    }
    result.append("\"")
    text.unicodeScalars.append(contentsOf: result)
  }
}
