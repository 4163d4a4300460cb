/// XML under construction; every text and attribute is escaped on its way in.
struct XMLText {
  private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  private var depth = 0

  typealias Attributes = [(name: String, value: String)]

  /// An element with others inside.
  mutating func element(_ name: String, _ attributes: Attributes = [], _ content: (inout Self) -> Void) {
    text += indentation + "<\(name)\(Self.attributes(attributes))>\n"
    depth += 1
    content(&self)
    depth -= 1
    text += indentation + "</\(name)>\n"
  }

  /// An element with text inside, or empty.
  mutating func element(_ name: String, _ attributes: Attributes = [], text content: String = "") {
    text += indentation + "<\(name)\(Self.attributes(attributes))"
    text += content.isEmpty ? "/>\n" : ">\(Self.escaped(content))</\(name)>\n"
  }

  private var indentation: String { String(repeating: "  ", count: depth) }

  private static func attributes(_ attributes: Attributes) -> String {
    attributes.map { " \($0.name)=\"\(escaped($0.value, isAttribute: true))\"" }.joined()
  }

  /// `text` without anything that XML 1.0 forbids, a parser or a terminal would obey, or a CI service would.
  ///
  /// Attribute values lose their line ends in a parser, so those are written as references.
  static func escaped(_ text: String, isAttribute: Bool = false) -> String {
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
