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

  /// The value that `bytes` hold, nested less deep than `depth`.
  ///
  /// - Throws: ``WireFormatError`` for anything that is not exactly one value.
  public static func read(_ bytes: [UInt8], depth: Int = maximumDepth) throws -> Value {
    try bytes.withUnsafeBufferPointer { buffer in
      var reader = WireReader(bytes: buffer, maximumDepth: depth)
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
