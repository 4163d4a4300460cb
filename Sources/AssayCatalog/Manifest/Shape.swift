import AssayModel

/// What a value of a manifest must be.
///
/// The shapes are the one place that says what `lab/1` is: the reader checks a manifest against them, the
/// JSON Schema and the tables of the documentation are written from them.
indirect enum Shape: Sendable {
  /// A text.
  case text(TextRule)
  /// A whole number.
  case integer(ClosedRange<Int>)
  /// A number, with or without a point.
  case number(ClosedRange<Double>)
  /// `true` or `false`.
  case boolean
  /// One of these words.
  case word([String])
  /// A list of at least so many.
  case list(Shape, minimum: Int = 0)
  /// Exactly two values.
  case pair(Shape, Shape)
  /// One, or a list of at least one.
  case oneOrMore(Shape)
  /// A mapping with the keys of a table.
  case mapping(KeyTable)
  /// A mapping from names of the author's to values of one shape.
  case named(TextRule, Shape, minimum: Int = 0)
  /// A mapping from any text to any value.
  case openMapping
  /// Any value.
  case value
  /// The first of these that fits the kind of value.
  case anyOf([Shape])

  /// Any whole number.
  static let anyInteger = Shape.integer(.min ... .max)
  /// Any number from zero up.
  static let amount = Shape.number(0...1_000_000)
  /// Any number.
  static let anyNumber = Shape.number(-Double.infinity...Double.infinity)

  /// One of the words of an enumeration.
  static func words<Word: RawRepresentable & CaseIterable>(_: Word.Type) -> Shape
  where Word.RawValue == String { .word(Word.allCases.map(\.rawValue)) }

  /// What is allowed, to follow "expected".
  var allowed: String {
    switch self {
    case .text(let rule): rule.allowed
    case .integer(let range):
      range.lowerBound == .min
        ? "an integer"
        : "an integer from \(range.lowerBound) to \(range.upperBound)"
    case .number(let range):
      range.upperBound == .infinity
        ? "a number" : "a number from \(Self.plain(range.lowerBound)) to \(Self.plain(range.upperBound))"
    case .boolean: "true or false"
    case .word(let words): words.count == 1 ? words[0] : "one of \(words.joined(separator: ", "))"
    case .list(_, let minimum): minimum > 0 ? "a list that is not empty" : "a list"
    case .pair: "a list of two"
    case .oneOrMore(let shape): "\(shape.allowed), or a list of them"
    case .mapping(let table): "a mapping with the keys \(table.names.joined(separator: ", "))"
    case .named(_, _, let minimum): minimum > 0 ? "a mapping that is not empty" : "a mapping"
    case .openMapping: "a mapping"
    case .value: "a value"
    case .anyOf(let shapes): shapes.map(\.allowed).joined(separator: ", or ")
    }
  }

  /// A number without a needless point.
  static func plain(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
  }
}

/// The keys of one kind of mapping.
struct KeyTable: Sendable {
  /// One key.
  struct Key: Sendable {
    /// Its name.
    var name: String
    /// What its value must be.
    var shape: Shape
    /// True when it must be there.
    var isRequired: Bool
    /// What holds where it is not there.
    var standard: Value?
    /// What it means, in one sentence.
    var summary: String

    /// A key that must be there.
    static func required(_ name: String, _ shape: Shape, _ summary: String) -> Self {
      Self(name: name, shape: shape, isRequired: true, standard: nil, summary: summary)
    }

    /// A key that may be missing.
    static func optional(
      _ name: String, _ shape: Shape, standard: Value? = nil, _ summary: String
    ) -> Self {
      Self(name: name, shape: shape, isRequired: false, standard: standard, summary: summary)
    }
  }

  /// Keys that exclude each other.
  struct Choice: Sendable {
    /// The keys.
    var keys: [String]
    /// True when one of them must be there.
    var isRequired: Bool
  }

  /// What the schema and the documentation call it.
  var name: String
  /// What it is, in one sentence.
  var summary: String
  /// Its keys in the order in which they are usually written.
  var keys: [Key]
  /// Which keys exclude each other.
  var choices: [Choice] = []
  /// True where the author may add keys, such as a workload's options.
  var isOpen = false

  /// The names of its keys.
  var names: [String] { keys.map(\.name) }

  /// The key called `name`.
  func key(_ name: String) -> Key? { keys.first { $0.name == name } }
}
