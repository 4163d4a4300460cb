/// A place in a text file.
struct SourceMark: Sendable, Hashable, Comparable {
  /// The line, from 1.
  var line: Int
  /// The column in Unicode scalars, from 1.
  var column: Int

  /// The first character of a file.
  static let start = SourceMark(line: 1, column: 1)

  static func < (left: Self, right: Self) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// A YAML value with the place where it stands; aliases and merge keys are already resolved.
struct YAMLNode: Sendable {
  /// What the value is made of.
  enum Content: Sendable {
    /// A single value.
    case scalar(YAMLScalar)
    /// A list.
    case sequence([YAMLNode])
    /// A mapping in the order of the file, every key once.
    case mapping([Pair])
  }

  /// One key of a mapping with its value.
  struct Pair: Sendable {
    /// The key's text.
    var key: String
    /// Whether the key stood without quotes, so that its type can be in doubt.
    var keyIsPlain: Bool
    /// Where the key stands.
    var keyMark: SourceMark
    /// The value.
    var value: YAMLNode
  }

  /// What the value is made of.
  var content: Content
  /// Where it stands.
  var mark: SourceMark

  /// The value under `key`, of a mapping.
  subscript(_ key: String) -> YAMLNode? {
    guard case .mapping(let pairs) = content else { return nil }
    return pairs.first { $0.key == key }?.value
  }

  /// The pairs of a mapping, nothing for anything else.
  var pairs: [Pair] { if case .mapping(let pairs) = content { pairs } else { [] } }

  /// The elements of a list, nothing for anything else.
  var elements: [YAMLNode] { if case .sequence(let elements) = content { elements } else { [] } }

  /// The single value, where it is one.
  var scalar: YAMLScalar? { if case .scalar(let scalar) = content { scalar } else { nil } }
}

/// One step on the way from the root of a manifest to a value.
enum PathStep: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  /// A key of a mapping.
  case key(String)
  /// A position in a list, from 0.
  case index(Int)

  init(stringLiteral value: String) { self = .key(value) }
  init(integerLiteral value: Int) { self = .index(value) }
}

/// The way from the root of a manifest to a value, written `checks[3].points`.
struct NodePath: Sendable, Hashable, ExpressibleByArrayLiteral, CustomStringConvertible {
  /// The steps from the root.
  var steps: [PathStep]

  init(_ steps: [PathStep] = []) { self.steps = steps }

  init(arrayLiteral elements: PathStep...) { self.init(elements) }

  static func + (path: Self, step: PathStep) -> Self { Self(path.steps + [step]) }

  var description: String {
    steps.reduce(into: "") { text, step in
      switch step {
      case .key(let key): text += text.isEmpty ? key : ".\(key)"
      case .index(let index): text += "[\(index)]"
      }
    }
  }
}

extension YAMLNode {
  /// Where the value at `path` stands; where there is none, its nearest ancestor.
  func mark(at path: NodePath) -> SourceMark {
    var node = self
    for step in path.steps {
      switch step {
      case .key(let key):
        guard let next = node[key] else { return node.mark }
        node = next
      case .index(let index):
        guard node.elements.indices.contains(index) else { return node.mark }
        node = node.elements[index]
      }
    }
    return node.mark
  }
}
