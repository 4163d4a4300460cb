extension ShapeChecker {
  /// Notes where a single value is not what `shape` says.
  func checkScalar(_ node: YAMLNode, _ shape: Shape, _ path: NodePath) {
    guard let scalar = node.scalar else { return mismatch(node, shape, path) }
    let isAllowed =
      switch (shape, scalar.meaning) {
      case (.text(let rule), .text(let text)): rule.accepts(text)
      case (.integer(let range), .integer(let number)): range.contains(number)
      case (.number(let range), .integer(let number)): range.contains(Double(number))
      case (.number(let range), .float(let number)): range.contains(number) && number.isFinite
      case (.boolean, .boolean): true
      case (.word(let words), .text(let text)): words.contains(text)
      default: false
      }
    if !isAllowed { mismatch(node, shape, path) }
  }
}

/// What to do about a single value of the wrong kind.
enum ScalarAdvice {
  /// Advice for `node` where `shape` was expected; nil where the sentence says enough.
  static func advice(for node: YAMLNode, expecting shape: Shape) -> String? {
    guard let scalar = node.scalar else { return nil }
    switch (shape, scalar.meaning) {
    case (.word(let words), .text(let text)): return suggestion(for: text, among: words)
    case (.word, .ambiguous): return nil
    case (.boolean, .ambiguous(let meaning)) where meaning.hasPrefix("the truth value"):
      return meaning.contains("true") ? "Write true." : "Write false."
    case (.text, .integer), (.text, .float), (.text, .boolean), (.text, .ambiguous), (.text, .bigInteger):
      return "Write \"\(scalar.text)\" in quotes."
    case (.integer, .text(let text)) where Int(text) != nil,
      (.number, .text(let text)) where Double(text) != nil:
      return "Write \(text) without quotes."
    case (.boolean, .text("true")), (.boolean, .text("false")): return "Write \(scalar.text) without quotes."
    default: return nil
    }
  }
}

extension YAMLScalar {
  /// How a report shows it, to follow "found".
  var described: String {
    switch meaning {
    case .null: "nothing"
    case .boolean(let value): String(value)
    case .integer, .bigInteger, .float: text
    case .text: "'\(shortened)'"
    case .ambiguous(let meaning): "\(text) (\(meaning))"
    }
  }

  private var shortened: String {
    let line = text.replacing("\n", with: " ")
    return line.count > 60 ? line.prefix(57) + "…" : line
  }
}

extension YAMLNode {
  /// How a report shows it, to follow "found".
  var described: String {
    switch content {
    case .scalar(let scalar): scalar.described
    case .sequence(let elements):
      elements.isEmpty ? "an empty list" : "a list of \(elements.count)"
    case .mapping(let pairs): pairs.isEmpty ? "an empty mapping" : "a mapping"
    }
  }
}

extension YAMLNode.Pair {
  /// What the key means.
  private var meaning: YAMLMeaning { YAMLScalar(text: key, isPlain: keyIsPlain).meaning }

  /// Whether every reader takes the key for a text.
  var isText: Bool { if case .text = meaning { true } else { false } }

  /// How a report shows the key.
  var described: String {
    switch meaning {
    case .text: "'\(key)'"
    case .ambiguous(let meaning): "'\(key)' (\(meaning))"
    case .integer, .bigInteger: "\(key) (an integer to Python, not a text)"
    case .null, .boolean, .float: "'\(key)' (no text to YAML readers)"
    }
  }
}
