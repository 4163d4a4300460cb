/// The JSON in which values cross the sandbox's border, and in which evidence keeps them.
///
/// Plain JSON where JSON is faithful: `null`, `true`, integers, texts, lists, and mappings whose keys are
/// texts without a leading `$`. A number with a point or an exponent is a `float`. Everything else is an
/// object with one key that begins with `$`:
///
///     {"$float": "nan"}            not-a-number and infinities
///     {"$tuple": […]}  {"$set": […]}  {"$bytes": "<hexadecimal>"}
///     {"$map": [[key, value], …]}  a mapping with other keys
///     {"$object": [type, {field: value, …}]}
///     {"$exception": {"type", "message", "frames", "members", "attributes"}}
///     {"$opaque": [type, text]}
///
/// The reader treats its input as hostile: it bounds depth, refuses duplicate keys and non-finite numbers,
/// and never recurses further than ``maximumDepth``.
public enum WireFormat {
  /// How deep a value may nest.
  public static let maximumDepth = 64

  /// The value that `bytes` hold.
  ///
  /// - Throws: ``WireFormatError`` for anything that is not exactly one value.
  public static func read(_ bytes: [UInt8]) throws -> Value {
    try bytes.withUnsafeBufferPointer { buffer in
      var reader = WireReader(bytes: buffer)
      let value = try reader.value(depth: 0)
      try reader.end()
      return value
    }
  }

  /// `value` as one line of JSON in UTF-8.
  public static func write(_ value: Value) -> [UInt8] {
    var writer = WireWriter()
    writer.write(value)
    return writer.bytes
  }

  /// `value` as text, as ``write(_:)`` gives it.
  public static func text(_ value: Value) -> String { String(decoding: write(value), as: UTF8.self) }
}

/// Why bytes are no value.
public struct WireFormatError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong.
  public var reason: String
  /// The offset in bytes.
  public var offset: Int

  /// The reason and the offset.
  public var description: String { "\(reason) at byte \(offset)" }
}

private struct WireReader {
  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func value(depth: Int) throws -> Value {
    guard depth < WireFormat.maximumDepth else { throw error("nested too deep") }
    skipSpace()
    guard position < bytes.count else { throw error("unexpected end") }
    switch bytes[position] {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return .list(try array(depth: depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  mutating func end() throws {
    skipSpace()
    guard position == bytes.count else { throw error("something follows the value") }
  }

  private func error(_ reason: String) -> WireFormatError {
    WireFormatError(reason: reason, offset: position)
  }

  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x0a, 0x0d, 0x09].contains(bytes[position]) { position += 1 }
  }

  private mutating func expect(_ byte: UInt8) throws {
    skipSpace()
    guard position < bytes.count, bytes[position] == byte else {
      throw error("expected '\(Character(Unicode.Scalar(byte)))'")
    }
    position += 1
  }

  private mutating func accept(_ byte: UInt8) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func word(_ word: String, _ value: Value) throws -> Value {
    for byte in word.utf8 {
      guard position < bytes.count, bytes[position] == byte else { throw error("unknown word") }
      position += 1
    }
    return value
  }

  private mutating func number() throws -> Value {
    let start = position
    var isFloat = false
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"): break
      case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): isFloat = true
      default: return try number(from: start, isFloat: isFloat)
      }
      position += 1
    }
    return try number(from: start, isFloat: isFloat)
  }

  private func number(from start: Int, isFloat: Bool) throws -> Value {
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isFloat {
      guard let value = Double(text), value.isFinite else { throw error("no number: '\(text)'") }
      return .float(value)
    }
    if let value = Int(text) { return .int(value) }
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw error("no value")
    }
    return .bigInt(text)
  }

  private mutating func array(depth: Int) throws -> [Value] {
    try expect(UInt8(ascii: "["))
    var items: [Value] = []
    if accept(UInt8(ascii: "]")) { return items }
    repeat { items.append(try value(depth: depth + 1)) } while accept(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"))
    return items
  }

  private mutating func object(depth: Int) throws -> Value {
    try expect(UInt8(ascii: "{"))
    var entries: [Value.Entry] = []
    var seen: Set<String> = []
    if !accept(UInt8(ascii: "}")) {
      repeat {
        skipSpace()
        let key = try string()
        guard seen.insert(key).inserted else { throw error("duplicate key '\(key)'") }
        try expect(UInt8(ascii: ":"))
        entries.append(Value.Entry(key, try value(depth: depth + 1)))
      } while accept(UInt8(ascii: ","))
      try expect(UInt8(ascii: "}"))
    }
    guard entries.count == 1, case .string(let tag) = entries[0].key, tag.hasPrefix("$") else {
      return .map(entries)
    }
    return try tagged(tag, entries[0].value)
  }

  private func tagged(_ tag: String, _ content: Value) throws -> Value {
    switch (tag, content) {
    case ("$float", .string("nan")): return .float(.nan)
    case ("$float", .string("inf")): return .float(.infinity)
    case ("$float", .string("-inf")): return .float(-.infinity)
    case ("$tuple", .list(let items)): return .tuple(items)
    case ("$set", .list(let items)): return .set(items)
    case ("$bytes", .string(let text)):
      guard let decoded = Self.bytes(hexadecimal: text) else { throw error("no bytes") }
      return .bytes(decoded)
    case ("$map", .list(let pairs)): return .map(try pairs.map(entry))
    case ("$object", .list(let parts)):
      guard parts.count == 2, let type = parts[0].text, case .map(let fields) = parts[1] else { break }
      return .object(type: type, fields: fields)
    case ("$opaque", .list(let parts)):
      guard parts.count == 2, let type = parts[0].text, let text = parts[1].text else { break }
      return .opaque(type: type, text: text)
    case ("$exception", .map): return .exception(try exception(content))
    default: break
    }
    throw error("unknown or malformed tag '\(tag)'")
  }

  private func entry(_ pair: Value) throws -> Value.Entry {
    guard case .list(let parts) = pair, parts.count == 2 else { throw error("no pair") }
    return Value.Entry(key: parts[0], value: parts[1])
  }

  private func exception(_ content: Value) throws -> ExceptionRecord {
    guard let type = content["type"]?.text else { throw error("an exception without a type") }
    let frames = (content["frames"]?.elements ?? []).compactMap { frame -> ExceptionRecord.Frame? in
      guard let file = frame["file"]?.text, let line = frame["line"]?.integer else { return nil }
      return ExceptionRecord.Frame(
        file: file, line: line, function: frame["function"]?.text ?? "",
        source: frame["source"]?.text ?? "")
    }
    return ExceptionRecord(
      type: type, message: content["message"]?.text ?? "", frames: frames,
      members: (content["members"]?.elements ?? []).compactMap(\.exception),
      attributes: content["attributes"] ?? .null)
  }

  private static func bytes(hexadecimal text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(digits.count / 2)
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = nibble(digits[index]), let low = nibble(digits[index + 1]) else { return nil }
      result.append(high << 4 | low)
    }
    return result
  }

  private static func nibble(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  private mutating func string() throws -> String {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
      throw error("expected a text")
    }
    position += 1
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\")
    {
      position += 1
    }
    guard position < bytes.count else { throw error("unterminated text") }
    if bytes[position] == UInt8(ascii: "\"") {
      defer { position += 1 }
      return String(decoding: bytes[start..<position], as: UTF8.self)
    }
    return try escapedString(from: start)
  }

  private mutating func escapedString(from start: Int) throws -> String {
    var units = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: units, as: UTF8.self)
      case UInt8(ascii: "\\"): units += try escape()
      default: units.append(byte)
      }
    }
    throw error("unterminated text")
  }

  private mutating func escape() throws -> [UInt8] {
    guard position < bytes.count else { throw error("unterminated escape") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "n"): return [0x0a]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "r"): return [0x0d]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0c]
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw error("unknown escape")
    }
  }

  private mutating func unicodeEscape() throws -> [UInt8] {
    let first = try hexQuad()
    if (0xd800..<0xdc00).contains(first), position + 1 < bytes.count,
      bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
    {
      let mark = position
      position += 2
      let second = try hexQuad()
      if (0xdc00..<0xe000).contains(second) {
        return Array(String(decoding: [UInt16(first), UInt16(second)], as: UTF16.self).utf8)
      }
      position = mark
    }
    guard let scalar = Unicode.Scalar(UInt32(first)) else {
      return Array("\\u\(String(first, radix: 16))".utf8)
    }
    return Array(String(Character(scalar)).utf8)
  }

  private mutating func hexQuad() throws -> Int {
    guard position + 4 <= bytes.count,
      let code = Int(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
    else { throw error("no four hexadecimal digits") }
    position += 4
    return code
  }
}

private struct WireWriter {
  var bytes: [UInt8] = []

  mutating func write(_ value: Value) {
    switch value {
    case .null: raw("null")
    case .bool(let flag): raw(flag ? "true" : "false")
    case .int(let number): raw(String(number))
    case .bigInt(let digits): raw(digits)
    case .float(let number): write(number)
    case .string(let text): string(text)
    case .bytes(let content): tag("$bytes") { $0.string(Self.hexadecimal(content)) }
    case .list(let items): list(items)
    case .tuple(let items): tag("$tuple") { $0.list(items) }
    case .set(let items): tag("$set") { $0.list(items) }
    case .map(let entries): map(entries)
    case .object(let type, let fields): tag("$object") { $0.pair(type) { $0.plainMap(fields) } }
    case .exception(let record): tag("$exception") { $0.exception(record) }
    case .opaque(let type, let text): tag("$opaque") { $0.pair(type) { $0.string(text) } }
    }
  }

  private mutating func raw(_ text: String) { bytes += text.utf8 }

  private mutating func tag(_ name: String, _ content: (inout Self) -> Void) {
    raw("{\"\(name)\":")
    content(&self)
    raw("}")
  }

  private mutating func pair(_ type: String, _ second: (inout Self) -> Void) {
    raw("[")
    string(type)
    raw(",")
    second(&self)
    raw("]")
  }

  private mutating func write(_ number: Double) {
    if number.isFinite {
      raw("\(number)")
    } else {
      tag("$float") { $0.string(number.isNaN ? "nan" : number > 0 ? "inf" : "-inf") }
    }
  }

  private mutating func list(_ items: [Value]) {
    raw("[")
    for (index, item) in items.enumerated() {
      if index > 0 { raw(",") }
      write(item)
    }
    raw("]")
  }

  private mutating func map(_ entries: [Value.Entry]) {
    let keys = entries.compactMap(\.key.text)
    let isPlain =
      keys.count == entries.count && !keys.contains { $0.hasPrefix("$") } && Set(keys).count == keys.count
    guard !isPlain else { return plainMap(entries) }
    tag("$map") { $0.list(entries.map { .list([$0.key, $0.value]) }) }
  }

  private mutating func plainMap(_ entries: [Value.Entry]) {
    raw("{")
    for (index, entry) in entries.enumerated() {
      if index > 0 { raw(",") }
      string(entry.key.text ?? "")
      raw(":")
      write(entry.value)
    }
    raw("}")
  }

  private mutating func exception(_ record: ExceptionRecord) {
    plainMap([
      Value.Entry("type", .string(record.type)), Value.Entry("message", .string(record.message)),
      Value.Entry(
        "frames",
        .list(
          record.frames.map {
            .record([
              "file": .string($0.file), "line": .int($0.line), "function": .string($0.function),
              "source": .string($0.source),
            ])
          })),
      Value.Entry("members", .list(record.members.map { .exception($0) })),
      Value.Entry("attributes", record.attributes),
    ])
  }

  private mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): raw("\\\"")
      case UInt8(ascii: "\\"): raw("\\\\")
      case 0x0a: raw("\\n")
      case 0x0d: raw("\\r")
      case 0x09: raw("\\t")
      case 0x00..<0x20, 0x7f:
        let digits = String(byte, radix: 16)
        raw("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func hexadecimal(_ content: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(content.count * 2)
    for byte in content {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
