/// Numbers in bytes of which nothing is certain, least significant byte first.
struct LittleEndian {
  let bytes: [UInt8]

  /// The number in the `width` bytes at `offset`; nil where they are not there.
  func number(at offset: Int, width: Int) -> Int? {
    guard offset >= 0, width <= 4, offset <= bytes.count - width else { return nil }
    return (0..<width).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
  }

  /// The `count` bytes at `offset`; nil where they are not there.
  func slice(at offset: Int, count: Int) -> ArraySlice<UInt8>? {
    guard offset >= 0, count >= 0, offset <= bytes.count - count else { return nil }
    return bytes[offset..<(offset + count)]
  }

  /// Numbers of the given widths, one behind the other; nil where they are not all there.
  func numbers(at offset: Int, widths: [Int]) -> [Int]? {
    var numbers: [Int] = []
    var offset = offset
    for width in widths {
      guard let value = number(at: offset, width: width) else { return nil }
      numbers.append(value)
      offset += width
    }
    return numbers
  }
}
