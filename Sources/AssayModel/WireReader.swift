/// Reads the form that ``WireFormat`` describes, one value at a time.
struct WireReader {
  let bytes: UnsafeBufferPointer<UInt8>
  let maximumDepth: Int
  var position = 0

  init(bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
  }

  mutating func value(depth: Int) throws -> Value {
    guard depth < maximumDepth else { throw error("nested too deep") }
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
