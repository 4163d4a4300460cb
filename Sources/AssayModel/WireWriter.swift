/// Writes the form that ``WireFormat`` describes.
struct WireWriter {
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
