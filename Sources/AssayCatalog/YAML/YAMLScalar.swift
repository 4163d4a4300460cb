/// A single value as it was written.
struct YAMLScalar: Sendable, Equatable {
  /// Its text, escapes resolved.
  let text: String
  /// True where it stood without quotes, so that it can be a number, a truth value or nothing.
  let isPlain: Bool
  /// What it means.
  let meaning: YAMLMeaning
}

/// What a single value means.
enum YAMLMeaning: Sendable, Equatable {
  /// Nothing: empty, `~` or `null`.
  case null
  /// `true` or `false`.
  case boolean(Bool)
  /// A whole number that fits 64 bits.
  case integer(Int)
  /// A whole number that does not; its digits.
  case bigInteger(String)
  /// A number with a point.
  case float(Double)
  /// A text.
  case text(String)
  /// Not the same to all readers; what it is to whom. (Python reads YAML 1.1.)
  case ambiguous(String)
}

extension YAMLScalar {
  /// Works out the meaning on which YAML 1.1 and 1.2 readers agree; where they do not, that they do not.
  private static func meaning(of text: String) -> YAMLMeaning {
    // The words have at most five letters and numbers begin as numbers; most texts are neither.
    guard let first = text.utf8.first else { return .null }
    if !isLetter(first), first != UInt8(ascii: "~"), first != UInt8(ascii: "=") {
      return NumberText(text).meaning ?? .text(text)
    }
    return text.utf8.count <= 5 ? wordMeaning(text) : .text(text)
  }

  private static func wordMeaning(_ text: String) -> YAMLMeaning {
    switch text {
    case "~", "null", "Null", "NULL": .null
    case "true", "True", "TRUE": .boolean(true)
    case "false", "False", "FALSE": .boolean(false)
    case "yes", "Yes", "YES", "on", "On", "ON":
      .ambiguous("the truth value true to YAML 1.1 readers, a text to others")
    case "no", "No", "NO", "off", "Off", "OFF":
      .ambiguous("the truth value false to YAML 1.1 readers, a text to others")
    case "=": .ambiguous("a special value to YAML 1.1 readers, a text to others")
    default: .text(text)
    }
  }

  /// Keeps a value as it was written, with its meaning.
  init(text: String, isPlain: Bool) {
    self.text = text
    self.isPlain = isPlain
    meaning = isPlain ? Self.meaning(of: text) : .text(text)
  }
}

/// Tells numbers from texts without a regular expression: a manifest has hundreds of values.
private struct NumberText {
  private let text: String
  private let bytes: [UInt8]
  private let digits: Range<Int>

  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
    let hasSign = bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+")
    digits = (hasSign ? 1 : 0)..<max(bytes.count, hasSign ? 1 : 0)
  }

  /// What the number means; nil for a text.
  var meaning: YAMLMeaning? {
    guard let first = bytes[digits].first, isDigit(first) || first == UInt8(ascii: ".") else {
      return nil
    }
    if let special { return special }
    guard bytes[digits].contains(where: isDigit) else { return nil }
    return integer ?? float ?? odd
  }

  private var special: YAMLMeaning? {
    switch String(decoding: bytes[digits], as: UTF8.self) {
    case ".inf", ".Inf", ".INF": .float(text.hasPrefix("-") ? -.infinity : .infinity)
    case ".nan", ".NaN", ".NAN": digits.lowerBound == 0 ? .float(.nan) : nil
    default: nil
    }
  }

  private var integer: YAMLMeaning? {
    guard bytes[digits].allSatisfy(isDigit) else { return nil }
    if digits.count > 1, bytes[digits.lowerBound] == UInt8(ascii: "0") {
      return .ambiguous("an octal number or a text to YAML 1.1 readers, a decimal number to others")
    }
    return Int(text).map(YAMLMeaning.integer) ?? .bigInteger(text)
  }

  /// Digits, a point, and perhaps an exponent with its sign: what both versions read as a float.
  private var float: YAMLMeaning? {
    let parts = bytes[digits].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let mantissaAndExponent = bytes[digits].split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }
    )
    guard mantissaAndExponent.count <= 2,
      mantissaAndExponent[0].allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ".") }),
      mantissaAndExponent[0].contains(where: isDigit), parts.count <= 2, let value = Double(padded)
    else { return nil }
    let exponent = mantissaAndExponent.count == 2 ? mantissaAndExponent[1] : []
    let isSigned = exponent.first == UInt8(ascii: "-") || exponent.first == UInt8(ascii: "+")
    let hasSignedPoint = digits.lowerBound > 0 && bytes[digits.lowerBound] == UInt8(ascii: ".")
    guard mantissaAndExponent[0].contains(UInt8(ascii: ".")), exponent.isEmpty || isSigned, !hasSignedPoint
    else {
      return .ambiguous("a text to YAML 1.1 readers, a number to others")
    }
    return .float(value)
  }

  /// The text in the form that `Double` reads: `1.` and `.5` get their zero.
  private var padded: String {
    guard let point = text.utf8.lastIndex(of: UInt8(ascii: ".")) else { return text }
    let next = text.utf8.index(after: point)
    let hasFraction = next < text.utf8.endIndex && isDigit(text.utf8[next])
    return hasFraction ? text : text[..<next] + "0" + text[next...]
  }

  /// What YAML 1.1 reads as a number, a time or a date, and YAML 1.2 as a text.
  private var odd: YAMLMeaning? {
    let body = bytes[digits]
    let tail = body.drop(while: isDigit)
    if tail.isEmpty { return nil }
    if body.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") }),
      body.contains(UInt8(ascii: "_")), body.count(where: { $0 == UInt8(ascii: ".") }) <= 1
    {
      return .ambiguous("a number with separators to YAML 1.1 readers, a text to others")
    }
    if isRadix(body) { return .ambiguous("a number or a text, as the reader's version of YAML has it") }
    if isClock(body) { return .ambiguous("a number to the base 60 to YAML 1.1 readers, a text to others") }
    if digits.lowerBound == 0, isDate(body) {
      return .ambiguous("a date to YAML 1.1 readers, a text to others")
    }
    return nil
  }

  private func isRadix(_ body: ArraySlice<UInt8>) -> Bool {
    guard body.count > 2, body.first == UInt8(ascii: "0") else { return false }
    let rest = body.dropFirst(2)
    switch body[body.startIndex + 1] {
    case UInt8(ascii: "x"): return rest.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
    case UInt8(ascii: "b"): return rest.allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: "1") }
    case UInt8(ascii: "o"): return rest.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
    default: return false
    }
  }

  private func isClock(_ body: ArraySlice<UInt8>) -> Bool {
    let parts = body.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count > 1, let last = parts.last else { return false }
    return parts.dropLast().allSatisfy { !$0.isEmpty && $0.allSatisfy(isDigit) } && !last.isEmpty
      && last.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") }
      && parts.dropFirst().allSatisfy { $0.prefix(while: isDigit).count <= 2 }
  }

  private func isDate(_ body: ArraySlice<UInt8>) -> Bool {
    let parts = body.split(separator: UInt8(ascii: "-"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[0].allSatisfy(isDigit) else { return false }
    return (1...2).contains(parts[1].count) && parts[1].allSatisfy(isDigit)
      && (1...2).contains(parts[2].prefix(while: isDigit).count)
  }
}
