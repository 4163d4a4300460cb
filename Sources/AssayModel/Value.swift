/// A Python value as it crossed the sandbox's border: types are kept, identity and behaviour are not.
///
/// A tuple is not a list, `True` is not `1`, `1` is not `1.0`. What has no faithful form (a socket, a
/// lambda) arrives as ``opaque(type:text:)``. Nothing a learner can put into a value is ever executed.
public indirect enum Value: Sendable, Equatable {
  /// Python's `None`.
  case null
  /// A `bool`.
  case bool(Bool)
  /// An `int` that fits 64 bits.
  case int(Int)
  /// An `int` that does not; its decimal digits.
  case bigInt(String)
  /// A `float`, not-a-number and infinities included.
  case float(Double)
  /// A `str`; lone surrogates arrive as `\udXXX` text.
  case string(String)
  /// A `bytes` or `bytearray`.
  case bytes([UInt8])
  /// A `list`.
  case list([Self])
  /// A `tuple`.
  case tuple([Self])
  /// A `set` or `frozenset`, in the harness's sorted order.
  case set([Self])
  /// A mapping, in insertion order.
  case map([Entry])
  /// A dataclass, named tuple or enum member: its type's name and its fields in order.
  case object(type: String, fields: [Entry])
  /// An exception as a value.
  case exception(ExceptionRecord)
  /// Anything else: its type's name and a cut `repr`.
  case opaque(type: String, text: String)

  /// One key with its value.
  public struct Entry: Sendable, Equatable {
    /// The key, of any Python type.
    public var key: Value
    /// What the key maps to.
    public var value: Value

    /// Pairs `key` with `value`.
    public init(key: Value, value: Value) {
      self.key = key
      self.value = value
    }

    /// Pairs a text key with `value`.
    public init(_ key: String, _ value: Value) {
      self.init(key: .string(key), value: value)
    }
  }
}

/// An exception that the learner's code raised, as the harness described it.
public struct ExceptionRecord: Sendable, Equatable {
  /// The type's name without its module, for example `TimeoutError`.
  public var type: String
  /// `str(exception)`, cut to a few hundred characters.
  public var message: String
  /// The learner's own frames, outermost first; the harness's and the standard library's are left out.
  public var frames: [Frame]
  /// The members of an exception group.
  public var members: [Self]
  /// Public attributes that the exercise asked for, for example `retry_in`.
  public var attributes: Value

  /// One frame of a traceback.
  public struct Frame: Sendable, Equatable, Codable {
    /// The file, relative to the submission.
    public var file: String
    /// One-based line.
    public var line: Int
    /// The function's name.
    public var function: String
    /// The source line, trimmed.
    public var source: String

    /// Describes one frame.
    public init(file: String, line: Int, function: String, source: String) {
      self.file = file
      self.line = line
      self.function = function
      self.source = source
    }
  }

  /// Describes one exception.
  public init(
    type: String, message: String = "", frames: [Frame] = [], members: [Self] = [],
    attributes: Value = .null
  ) {
    self.type = type
    self.message = message
    self.frames = frames
    self.members = members
    self.attributes = attributes
  }
}

extension Value {
  /// The value under a text key of a mapping or an object's field of that name.
  public subscript(_ key: String) -> Value? {
    switch self {
    case .map(let entries), .object(_, let entries):
      entries.first { $0.key == .string(key) }?.value
    case .exception(let record):
      switch key {
      case "type": .string(record.type)
      case "message": .string(record.message)
      default: record.attributes[key]
      }
    default: nil
    }
  }

  /// The element at `index` of a list or tuple; negative indices count from the end.
  public subscript(_ index: Int) -> Value? {
    guard let elements else { return nil }
    let position = index < 0 ? elements.count + index : index
    return elements.indices.contains(position) ? elements[position] : nil
  }

  /// The elements of a list, tuple or set.
  public var elements: [Value]? {
    switch self {
    case .list(let items), .tuple(let items), .set(let items): items
    default: nil
    }
  }

  /// The entries of a mapping or an object.
  public var entries: [Entry]? {
    switch self {
    case .map(let entries), .object(_, let entries): entries
    default: nil
    }
  }

  /// The number, when the value is an `int` or a `float` (a `bool` is neither).
  public var number: Double? {
    switch self {
    case .int(let value): Double(value)
    case .float(let value): value
    case .bigInt(let digits): Double(digits)
    default: nil
    }
  }

  /// The integer, when the value is an `int` of 64 bits.
  public var integer: Int? { if case .int(let value) = self { value } else { nil } }

  /// The text, when the value is a `str`.
  public var text: String? { if case .string(let value) = self { value } else { nil } }

  /// The truth value, when the value is a `bool`.
  public var boolean: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The exception, when the value is one.
  public var exception: ExceptionRecord? {
    if case .exception(let record) = self { record } else { nil }
  }

  /// A mapping with text keys, in the order given.
  public static func record(_ pairs: KeyValuePairs<String, Value>) -> Value {
    .map(pairs.map { Entry($0.key, $0.value) })
  }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByNilLiteral
{
  /// Makes a `str`.
  public init(stringLiteral value: String) { self = .string(value) }
  /// Makes an `int`.
  public init(integerLiteral value: Int) { self = .int(value) }
  /// Makes a `float`.
  public init(floatLiteral value: Double) { self = .float(value) }
  /// Makes a `bool`.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// Makes a `list`.
  public init(arrayLiteral elements: Value...) { self = .list(elements) }
  /// Makes a mapping.
  public init(dictionaryLiteral elements: (Value, Value)...) {
    self = .map(elements.map { Entry(key: $0.0, value: $0.1) })
  }
  /// Makes `None`.
  public init(nilLiteral: ()) { self = .null }
}
