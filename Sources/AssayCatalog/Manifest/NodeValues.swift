import AssayModel

// The sections read a manifest with these after its shape was checked. What was wrong has been noted by
// then, so here it is nil, and a default takes its place: the checks that follow still see all the rest.
extension YAMLNode {
  /// The text, where it is one.
  var text: String? { if case .text(let text)? = scalar?.meaning { text } else { nil } }

  /// The whole number, where it is one.
  var integer: Int? { if case .integer(let number)? = scalar?.meaning { number } else { nil } }

  /// The number, where it is one.
  var number: Double? {
    switch scalar?.meaning {
    case .integer(let number): Double(number)
    case .float(let number): number
    default: nil
    }
  }

  /// The truth value, where it is one.
  var boolean: Bool? { if case .boolean(let value)? = scalar?.meaning { value } else { nil } }

  /// The word of an enumeration, where it is one.
  func word<Word: RawRepresentable>(_: Word.Type = Word.self) -> Word? where Word.RawValue == String {
    text.flatMap(Word.init(rawValue:))
  }

  /// The texts of a list, or the single text; what is no text is left out.
  var texts: [String] {
    if case .sequence(let elements) = content { elements.compactMap(\.text) } else { text.map { [$0] } ?? [] }
  }

  /// The value as Python would see it, types kept.
  var value: Value {
    switch content {
    case .sequence(let elements): .list(elements.map(\.value))
    case .mapping: .map(entries)
    case .scalar(let scalar):
      switch scalar.meaning {
      case .null: .null
      case .boolean(let value): .bool(value)
      case .integer(let number): .int(number)
      case .bigInteger(let digits): .bigInt(digits)
      case .float(let number): .float(number)
      case .text(let text): .string(text)
      case .ambiguous: .string(scalar.text)
      }
    }
  }

  /// The entries of a mapping.
  var entries: [Value.Entry] { pairs.map { Value.Entry($0.key, $0.value.value) } }

  /// The text in both languages; empty where it is missing.
  var localized: LocalizedText {
    LocalizedText(en: self["en"]?.text ?? "", ko: self["ko"]?.text ?? "")
  }
}

extension Optional where Wrapped == YAMLNode {
  /// The text in both languages; empty where it is missing.
  var localized: LocalizedText { self?.localized ?? LocalizedText(verbatim: "") }
}
