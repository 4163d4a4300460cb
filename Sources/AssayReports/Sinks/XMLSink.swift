/// XML 1.0, in elements and in quoted attributes.
enum XMLSink: Sink {
  /// `text` inside an element.
  static func escaped(_ text: String) -> String { escaped(text, isAttribute: false) }

  /// `text` without anything that XML 1.0 forbids, a parser or a terminal would obey, or a CI service would.
  ///
  /// Attribute values lose their line ends in a parser, so those are written as references.
  static func escaped(_ text: String, isAttribute: Bool) -> String {
    var command = CommandPrefix()
    var isLineStart = true
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isCommand = command.completes(with: scalar)
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"" where isAttribute: result.append(contentsOf: "&quot;".unicodeScalars)
      case "\n" where isAttribute: result.append(contentsOf: "&#10;".unicodeScalars)
      case "\n": result.append(scalar)
      case "\t": result.append(contentsOf: "    ".unicodeScalars)
      case ":" where isLineStart: result.append(contentsOf: "&#58;".unicodeScalars)
      default:
        if isCommand {
          result.append(contentsOf: "&#91;".unicodeScalars)
        } else if SafeWriter.isUnsafe(scalar) {
          result.append(contentsOf: SafeWriter.escape(scalar).unicodeScalars)
        } else {
          result.append(scalar)
        }
      }
      isLineStart = scalar == "\n" || (isLineStart && (scalar == " " || scalar == "\t"))
    }
    return String(result)
  }
}
