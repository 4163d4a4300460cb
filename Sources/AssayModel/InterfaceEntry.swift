/// One line of a lab's `api`: a function or class that a submission must offer.
public struct InterfaceEntry: Sendable, Equatable, Codable {
  /// The module, for example `resilience`.
  public var module: String
  /// The name inside the module, for example `ResilientClient.request`.
  public var qualifiedName: String
  /// The parameters' names in order, without defaults; `*`, `/`, `*args` and `**kw` as they are written.
  public var parameters: [String]

  /// Describes a part of the interface.
  public init(module: String, qualifiedName: String, parameters: [String]) {
    self.module = module
    self.qualifiedName = qualifiedName
    self.parameters = parameters
  }

  /// Reads `module.name(a, b, *, c=1) -> X`, or `module.name` for what must merely exist.
  ///
  /// The part before the first dot is the module.
  ///
  /// - Throws: ``InterfaceEntryError`` when the text is no such signature.
  public init(parsing text: String) throws(InterfaceEntryError) {
    let open = text.firstIndex(of: "(") ?? text.endIndex
    let path = text[..<open].split(separator: ".", omittingEmptySubsequences: false)
    guard path.count > 1, path.allSatisfy(Self.isName) else {
      throw InterfaceEntryError(reason: "it does not begin with module.name")
    }
    guard open < text.endIndex else {
      self.init(
        module: String(path[0]), qualifiedName: path.dropFirst().joined(separator: "."), parameters: [])
      return
    }
    let (parts, rest) = try Self.parameterTexts(text[text.index(after: open)...])
    guard rest.isEmpty || rest.hasPrefix("->") else {
      throw InterfaceEntryError(reason: "'\(rest)' follows the parameters")
    }
    var parameters: [String] = []
    for part in parts { parameters.append(try Self.parameterName(part)) }
    self.init(
      module: String(path[0]), qualifiedName: path.dropFirst().joined(separator: "."),
      parameters: parameters)
  }

  /// The texts between the commas of the list, and what follows the list.
  private static func parameterTexts(
    _ text: Substring
  ) throws(InterfaceEntryError) -> (parts: [Substring], rest: Substring) {
    var parts: [Substring] = []
    var start = text.startIndex
    var depth = 0
    var quote: Character?
    for index in text.indices {
      let character = text[index]
      if let open = quote {
        if character == open { quote = nil }
        continue
      }
      switch character {
      case "'", "\"": quote = character
      case "(", "[", "{": depth += 1
      case ")" where depth == 0:
        parts.append(text[start..<index])
        if parts.count == 1, trimmed(parts[0]).isEmpty { parts = [] }
        return (parts, trimmed(text[text.index(after: index)...]))
      case ")", "]", "}": depth -= 1
      case "," where depth == 0:
        parts.append(text[start..<index])
        start = text.index(after: index)
      default: break
      }
    }
    throw InterfaceEntryError(reason: "its list of parameters does not end")
  }

  private static func parameterName(_ text: Substring) throws(InterfaceEntryError) -> String {
    let name = trimmed(text.prefix { $0 != "=" && $0 != ":" })
    let bare = name.drop { $0 == "*" }
    let stars = name.count - bare.count
    let isMarker = bare.isEmpty && stars == 1 || name == "/"
    guard isMarker || (isName(bare) && stars <= 2) else {
      throw InterfaceEntryError(reason: "'\(trimmed(text))' is no parameter")
    }
    return String(name)
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0.isWhitespace }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }

  private static func isName(_ text: Substring) -> Bool {
    guard let first = text.first, first.isLetter || first == "_" else { return false }
    return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }
}

/// Why a text is no line of a lab's interface.
public struct InterfaceEntryError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong with it.
  public var reason: String

  /// The reason, as a sentence with the form that is allowed.
  public var description: String { "\(reason); the form is module.name(a, b, *, c=1) -> Type" }
}
