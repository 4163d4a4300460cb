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
    text += content.isEmpty ? "/>\n" : ">\(XMLSink.escaped(content))</\(name)>\n"
  }

  private var indentation: String { String(repeating: "  ", count: depth) }

  private static func attributes(_ attributes: Attributes) -> String {
    attributes.map { " \($0.name)=\"\(XMLSink.escaped($0.value, isAttribute: true))\"" }.joined()
  }
}
