/// Turns what a learner wrote or printed into text that does nothing to the place where it is shown.
///
/// Whatever is invisible, moves the cursor, reorders text or is no character is shown by its escape, as
/// Python would write it. Beside the terminal there is a second reader, the log of a CI service (``CILog``):
/// the brackets that it obeys are escaped here, the colons where it is known that a line begins.
public enum Sanitiser {
  /// How many marks may sit on one letter before the rest is shown by escapes.
  static let maximumMarks = 2

  /// `text` as one safe line; line ends are shown as `\n`.
  public static func line(_ text: String) -> String {
    var writer = SafeWriter(maximumMarks: maximumMarks)
    for scalar in text.unicodeScalars { writer.append(scalar) }
    return writer.finish()
  }

  /// `text` as safe lines, broken at LF and CR LF only.
  public static func lines(_ text: String) -> [String] { lines(Array(text.utf8)) }

  /// `bytes` as safe lines, broken at LF and CR LF only; bytes that are no UTF-8 appear as `\xNN`.
  public static func lines(_ bytes: [UInt8]) -> [String] {
    guard !bytes.isEmpty else { return [] }
    var pieces = bytes.split(separator: 0x0a, omittingEmptySubsequences: false)
    if bytes.last == 0x0a { pieces.removeLast() }
    return pieces.map { piece in
      line(bytes: piece.last == 0x0d ? piece.dropLast() : piece)
    }
  }

  /// `bytes` as a text in which only what is no UTF-8 is escaped: for sinks that escape the rest themselves.
  public static func decoded(_ bytes: some Sequence<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    decode(Array(bytes)) { piece in
      switch piece {
      case .scalar(let scalar): text.append(scalar)
      case .stray(let byte): text.append(contentsOf: SafeWriter.escape(byte: byte).unicodeScalars)
      }
    }
    return String(text)
  }

  private static func line(bytes: ArraySlice<UInt8>) -> String {
    var writer = SafeWriter(maximumMarks: maximumMarks)
    decode(Array(bytes)) { piece in
      switch piece {
      case .scalar(let scalar): writer.append(scalar)
      case .stray(let byte): writer.append(verbatim: SafeWriter.escape(byte: byte))
      }
    }
    return writer.finish()
  }

  private enum Piece {
    case scalar(Unicode.Scalar)
    case stray(UInt8)
  }

  private static func decode(_ bytes: [UInt8], _ use: (Piece) -> Void) {
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var position = 0
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let encoded):
        use(.scalar(Unicode.UTF8.decode(encoded)))
        position += encoded.count
      case .error(let length):
        for byte in bytes[position..<min(position + length, bytes.count)] { use(.stray(byte)) }
        position += length
      case .emptyInput: return
      }
    }
  }
}

/// Writes scalars one by one, each as itself or as its escape.
struct SafeWriter {
  private var text = String.UnicodeScalarView()
  private var marks = 0
  private var column = 0
  private var command = CommandPrefix()
  private let maximumMarks: Int

  init(maximumMarks: Int) { self.maximumMarks = maximumMarks }

  mutating func append(_ scalar: Unicode.Scalar) {
    if scalar == "\t" { return append(verbatim: String(repeating: " ", count: 4 - column % 4)) }
    let isMark = Self.isMark(scalar)
    marks = isMark ? marks + 1 : 0
    guard !Self.isUnsafe(scalar), !(isMark && (marks > maximumMarks || text.isEmpty)) else {
      return append(verbatim: Self.escape(scalar))
    }
    if command.completes(with: scalar) { text.append("\\") }
    text.append(scalar)
    column += DisplayWidth.columns(of: scalar)
  }

  mutating func append(verbatim escape: String) {
    text.append(contentsOf: escape.unicodeScalars)
    column += escape.utf8.count
    command = CommandPrefix()
  }

  func finish() -> String { String(text) }

  static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7f: return false
    case 0x115f, 0x1160, 0x3164, 0xffa0: return true  // Hangul fillers: letters that show nothing
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse:
      return true
    case .spaceSeparator: return true  // all but U+0020: they look like it and Python refuses them
    default: return false
    }
  }

  static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value > 0x2ff else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return true
    default: return false
    }
  }

  static func escape(byte: UInt8) -> String { "\\x" + hexadecimal(UInt32(byte), digits: 2) }

  static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x0a: "\\n"
    case 0x0d: "\\r"
    case ..<0x100: "\\x" + hexadecimal(scalar.value, digits: 2)
    case ..<0x10000: "\\u" + hexadecimal(scalar.value, digits: 4)
    default: "\\U" + hexadecimal(scalar.value, digits: 8)
    }
  }

  static func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}

/// Watches for `##[`, `##vso[` and their kind: a command to a CI service, wherever it stands in a line.
struct CommandPrefix {
  private var hashes = 0
  private var isArmed = false

  /// Whether `scalar` completes such a command.
  mutating func completes(with scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "#":
      hashes += 1
      isArmed = hashes >= 2
      return false
    case "a"..."z", "A"..."Z":
      hashes = 0
      return false
    case "[":
      defer { self = Self() }
      return isArmed
    default:
      // What compares by a language's rules may overlook marks, so they hide nothing here.
      if !SafeWriter.isMark(scalar) { self = Self() }
      return false
    }
  }
}
