/// One message between us and the launcher: a type, a length in four bytes (little-endian), the content.
///
/// The same form serves the fields of a configuration and of a report, with tags for types.
struct Frame: Sendable, Equatable {
  /// What we tell the launcher.
  enum Order: Character {
    case configuration = "C"
    case harness = "H"
    case fixture = "F"
    case kill = "K"
  }

  /// What the launcher tells us.
  enum Notice: Character {
    case ready = "R"
    case started = "U"
    case harness = "h"
    case harnessEnd = "x"
    case fixture = "f"
    case fixtureEnd = "y"
    case error = "E"
    case report = "r"
  }

  var tag: UInt8
  var content: [UInt8]

  /// The frame's bytes.
  static func encode(_ tag: Character, _ content: some Collection<UInt8>) -> [UInt8] {
    let length = UInt32(clamping: content.count)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(content.count + 5)
    bytes.append(tag.asciiValue ?? 0)
    for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: length >> shift)) }
    bytes += content
    return bytes
  }
}

/// Cuts a stream of bytes into frames.
struct FrameDecoder {
  private var bytes: [UInt8] = []
  private var start = 0

  /// Adds bytes as they came.
  mutating func append(_ more: some Collection<UInt8>) {
    if start == bytes.count {
      bytes.removeAll(keepingCapacity: true)
      start = 0
    } else if start > 1 << 20 {
      bytes.removeFirst(start)
      start = 0
    }
    bytes += more
  }

  /// The next whole frame; nil until it is there.
  mutating func next() -> Frame? {
    guard bytes.count - start >= 5 else { return nil }
    let length = (0..<4).reduce(0) { $0 | Int(bytes[start + 1 + $1]) << (8 * $1) }
    guard bytes.count - start - 5 >= length else { return nil }
    let frame = Frame(tag: bytes[start], content: Array(bytes[(start + 5)..<(start + 5 + length)]))
    start += 5 + length
    return frame
  }

  /// All frames of a complete text, such as a report's fields.
  static func all(in content: [UInt8]) -> [Frame] {
    var decoder = Self()
    decoder.append(content)
    var frames: [Frame] = []
    while let frame = decoder.next() { frames.append(frame) }
    return frames
  }
}
