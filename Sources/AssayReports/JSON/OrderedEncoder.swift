/// Encodes a value as JSON whose members stand in the order of their declaration, named in `snake_case`.
///
/// A document whose order is part of its definition can be read by people and compared as text.
enum OrderedEncoder {
  /// `value` as JSON text, ended by a line feed.
  ///
  /// - Throws: what the value's own `encode(to:)` throws.
  static func text(_ value: some Encodable) throws -> String {
    let node = Node()
    try value.encode(to: NodeEncoder(node: node))
    return node.value.text + "\n"
  }

  /// `peakMemoryBytes` as `peak_memory_bytes`.
  static func snakeCase(_ name: String) -> String {
    name.reduce(into: "") { result, letter in
      if letter.isUppercase { result += "_" }
      result += letter.lowercased()
    }
  }
}

/// A place in the document that containers fill.
private final class Node {
  enum Content {
    case scalar(JSONValue)
    case array([Node])
    case object([(String, Node)])
  }

  var content = Content.scalar(.null)

  var value: JSONValue {
    switch content {
    case .scalar(let value): value
    case .array(let items): .array(items.map(\.value))
    case .object(let members): .object(members.map { (key: $0.0, value: $0.1.value) })
    }
  }

  func member(_ name: String) -> Node {
    let child = Node()
    var members: [(String, Node)] = []
    if case .object(let present) = content { members = present }
    content = .scalar(.null)  // gives up the second reference, so that appending does not copy
    members.append((name, child))
    content = .object(members)
    return child
  }

  func item() -> Node {
    let child = Node()
    var items: [Node] = []
    if case .array(let present) = content { items = present }
    content = .scalar(.null)
    items.append(child)
    content = .array(items)
    return child
  }
}

private struct NodeEncoder: Encoder {
  let node: Node
  var codingPath: [any CodingKey] = []
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.content = .object([])
    return KeyedEncodingContainer(Members(node: node, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.content = .array([])
    return Items(node: node, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    Scalar(node: node, codingPath: codingPath)
  }
}

extension Node {
  fileprivate func encode(_ value: some Encodable, path: [any CodingKey]) throws {
    switch value {
    case let text as String: content = .scalar(.string(text))
    case let flag as Bool: content = .scalar(.bool(flag))
    case let number as Double: content = .scalar(try Self.number(number, path: path))
    case let number as any BinaryInteger: content = .scalar(.number("\(number)"))
    default: try value.encode(to: NodeEncoder(node: self, codingPath: path))
    }
  }

  private static func number(_ number: Double, path: [any CodingKey]) throws -> JSONValue {
    guard number.isFinite else {
      throw EncodingError.invalidValue(
        number, EncodingError.Context(codingPath: path, debugDescription: "JSON has no such number"))
    }
    if number == number.rounded(), abs(number) < 1e15 { return .number(String(Int64(number))) }
    return .number("\(number)")
  }
}

private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: Node
  var codingPath: [any CodingKey]

  private func member(_ key: Key) -> Node { node.member(OrderedEncoder.snakeCase(key.stringValue)) }

  func encodeNil(forKey key: Key) { member(key).content = .scalar(.null) }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    try member(key).encode(value, path: codingPath + [key])
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    NodeEncoder(node: member(key), codingPath: codingPath + [key]).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    NodeEncoder(node: member(key), codingPath: codingPath + [key]).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { NodeEncoder(node: node.member("super"), codingPath: codingPath) }

  func superEncoder(forKey key: Key) -> any Encoder {
    NodeEncoder(node: member(key), codingPath: codingPath + [key])
  }
}

private struct Items: UnkeyedEncodingContainer {
  let node: Node
  var codingPath: [any CodingKey]
  var count: Int { if case .array(let items) = node.content { items.count } else { 0 } }

  func encodeNil() { node.item().content = .scalar(.null) }

  func encode(_ value: some Encodable) throws { try node.item().encode(value, path: codingPath) }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    NodeEncoder(node: node.item(), codingPath: codingPath).container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    NodeEncoder(node: node.item(), codingPath: codingPath).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { NodeEncoder(node: node.item(), codingPath: codingPath) }
}

private struct Scalar: SingleValueEncodingContainer {
  let node: Node
  var codingPath: [any CodingKey]

  func encodeNil() { node.content = .scalar(.null) }

  func encode(_ value: some Encodable) throws { try node.encode(value, path: codingPath) }
}
