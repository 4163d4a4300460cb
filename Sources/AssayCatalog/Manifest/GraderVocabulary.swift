/// The graders and workloads that a manifest can name, with their options, as plain data.
///
/// The composition root fills it from the registry: the catalogue knows no grader.
public struct GraderVocabulary: Sendable, Equatable {
  /// What an option takes.
  public enum Kind: Sendable, Equatable {
    /// An integer.
    case integer
    /// A number.
    case number
    /// A text.
    case text
    /// `true` or `false`.
    case boolean
    /// A list.
    case list
    /// A mapping.
    case mapping
    /// One of these words.
    case choice([String])
  }

  /// One option.
  public struct Option: Sendable, Equatable {
    /// Its key.
    public var name: String
    /// What it takes.
    public var kind: Kind
    /// True when it must be given.
    public var isRequired: Bool

    /// Describes an option.
    public init(_ name: String, _ kind: Kind, isRequired: Bool = false) {
      self.name = name
      self.kind = kind
      self.isRequired = isRequired
    }
  }

  /// The options of each grader, by its name.
  public var graders: [String: [Option]]
  /// The options of each workload, by its name.
  public var workloads: [String: [Option]]

  /// Lists what manifests can name.
  public init(graders: [String: [Option]], workloads: [String: [Option]]) {
    self.graders = graders
    self.workloads = workloads
  }
}

extension GraderVocabulary.Option {
  /// The option as a key of a table.
  var key: KeyTable.Key {
    isRequired ? .required(name, kind.shape, "") : .optional(name, kind.shape, "")
  }
}

extension GraderVocabulary.Kind {
  /// What a value of this kind looks like.
  fileprivate var shape: Shape {
    switch self {
    case .integer: .anyInteger
    case .number: .anyNumber
    case .text: .text(.any)
    case .boolean: .boolean
    case .list: .list(.value)
    case .mapping: .openMapping
    case .choice(let words): .word(words)
    }
  }
}
