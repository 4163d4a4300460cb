/// How many columns of a terminal a text takes: 2 for wide East Asian characters and emoji, 0 for marks.
enum DisplayWidth {
  /// The columns of `text`, which holds no control characters.
  static func columns(of text: some StringProtocol) -> Int {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.reduce(0) { $0 + columns(of: $1) }
  }

  /// The columns of one character; never more than 2, as terminals draw a cluster in one cell or two.
  static func columns(of character: Character) -> Int {
    if character.isASCII { return 1 }
    var sum = 0
    for scalar in character.unicodeScalars {
      sum += scalar.value == emojiSelector ? 1 : columns(of: scalar)
    }
    return min(sum, 2)
  }

  /// The columns of one scalar on its own.
  static func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20..<0x7f: 1
    case 0x1160...0x11ff, 0xd7b0...0xd7ff: 0  // vowels and finals of decomposed Hangul join their initial
    default:
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark: 0
      default: isWide(scalar) ? 2 : 1
      }
    }
  }

  /// A symbol followed by this is drawn as a wide emoji.
  private static let emojiSelector: UInt32 = 0xfe0f

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    if (0x1f1e6...0x1f1ff).contains(scalar.value) { return false }  // one half of a flag
    return scalar.properties.isEmojiPresentation || wide.contains { $0.contains(scalar.value) }
  }

  /// The blocks that Unicode's East Asian Width calls Wide or Fullwidth, emoji aside.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x2329...0x232a, 0x2e80...0x303e, 0x3041...0x3247, 0x3250...0x4dbf, 0x4e00...0xa4cf,
    0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe10...0xfe19, 0xfe30...0xfe6f, 0xff00...0xff60,
    0xffe0...0xffe6, 0x16fe0...0x18dff, 0x1aff0...0x1b2ff, 0x1f200...0x1f320, 0x20000...0x3fffd,
  ]
}
