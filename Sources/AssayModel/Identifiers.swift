/// A SHA-256 digest of some content, written `sha256:<64 hexadecimal digits>`.
public struct Digest: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The 64 hexadecimal digits, in lower case.
  public let hexadecimal: String

  /// Wraps digits that a digest function gave.
  public init(hexadecimal: String) { self.hexadecimal = hexadecimal }

  /// Reads `sha256:…`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard text.hasPrefix("sha256:"), text.count == 71 else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a digest is written sha256: and 64 hexadecimal digits")
    }
    self.init(hexadecimal: String(text.dropFirst(7)))
  }

  /// Writes `sha256:…`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// `sha256:` and the digits.
  public var description: String { "sha256:" + hexadecimal }

  /// The first twelve digits, for people.
  public var short: String { String(hexadecimal.prefix(12)) }
}

/// The number from which every random choice of one grading is derived.
public struct Seed: Sendable, Hashable, Codable {
  /// The 64 bits.
  public let value: UInt64

  /// Wraps 64 bits.
  public init(_ value: UInt64) { self.value = value }

  /// Reads the decimal text (64 bits do not fit a JSON number).
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let value = UInt64(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a seed is a decimal number of 64 bits in quotes")
    }
    self.init(value)
  }

  /// Writes the decimal text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(String(value))
  }

  /// A seed of its own for the part called `label`, independent of all others (FNV-1a mixed into the value).
  public func derived(_ label: String) -> Seed {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ value
    for byte in label.utf8 {
      hash ^= UInt64(byte)
      hash &*= 0x0000_0100_0000_01b3
    }
    var generator = SeededGenerator(seed: Seed(hash))
    return Seed(generator.next())
  }
}

/// A reproducible random number generator (SplitMix64, Steele, Lea and Flood 2014).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Starts the sequence that belongs to `seed`.
  public init(seed: Seed) { state = seed.value }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A name of `length` consonants: it says nothing and is never a Python keyword.
  public mutating func name(length: Int = 7) -> String {
    let letters = Array("bcdfghjkmnpqrstvwz")
    return String((0..<length).map { _ in letters[Int.random(in: 0..<letters.count, using: &self)] })
  }

  /// `length` random hexadecimal digits.
  public mutating func token(length: Int = 12) -> String {
    let digits = Array("0123456789abcdef")
    return String((0..<length).map { _ in digits[Int.random(in: 0..<16, using: &self)] })
  }
}
