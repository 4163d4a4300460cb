/// Names that strangers chose, in a form that a terminal, a log or a table can show.
enum EscapedName {
  private static let longest = 96

  /// `bytes` as text, with everything that is invisible, ambiguous or no UTF-8 written as an escape.
  static func text(_ bytes: some Collection<UInt8>) -> String {
    var result = ""
    var decoder = UTF8()
    let shown = Array(bytes.prefix(longest))
    var iterator = shown.makeIterator()
    var offset = 0
    decoding: while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar):
        result += escaped(scalar)
        offset += UTF8.width(scalar)
      case .emptyInput: break decoding
      case .error:
        // The decoder may have swallowed more than the one bad byte, so it begins anew behind that.
        result += hexadecimal(shown[offset])
        offset += 1
        decoder = UTF8()
        iterator = Array(shown[offset...]).makeIterator()
      }
    }
    return bytes.count > longest ? result + "…" : result
  }

  /// `name` in the same form.
  static func text(_ name: String) -> String { text(Array(name.utf8)) }

  /// True for characters that cannot be seen, or that change how others are shown.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: true
    default: false
    }
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    if scalar == "\\" { return "\\\\" }
    guard isInvisible(scalar) else { return String(scalar) }
    return scalar.value < 0x80
      ? hexadecimal(UInt8(scalar.value)) : "\\u{\(String(scalar.value, radix: 16))}"
  }

  private static func hexadecimal(_ byte: UInt8) -> String { "\\x" + Hexadecimal.text([byte]) }
}
