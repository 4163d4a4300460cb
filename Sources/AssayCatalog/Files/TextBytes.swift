/// What bytes say about being text.
enum TextBytes {
  /// The offset of the first byte that is not part of valid UTF-8; nil where all is valid.
  static func firstInvalidUTF8(_ bytes: [UInt8]) -> Int? {
    let isValid = bytes.withUnsafeBufferPointer { String(validating: $0, as: UTF8.self) != nil }
    guard !isValid else { return nil }
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): offset += UTF8.width(scalar)
      case .emptyInput, .error: return offset
      }
    }
  }
}
