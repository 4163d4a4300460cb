/// A Korean particle whose form depends on the sound that the word before it ends in.
///
/// Reports join Korean sentences with names that are not known in advance: identifiers, numbers, values.
public enum KoreanParticle: Sendable, CaseIterable {
  /// 은 or 는.
  case topic
  /// 이 or 가.
  case subject
  /// 을 or 를.
  case object
  /// 과 or 와.
  case and
  /// 으로 or 로.
  case by
  /// 이었습니다 or 였습니다.
  case was

  /// `word` with the form of the particle that fits it.
  ///
  /// Hangul is decided by its final consonant, a number by the name of its last digit. Latin words have no
  /// certain reading, so theirs follows from the spelling; what cannot be read counts as ending in a vowel.
  public func after(_ word: String) -> String { word + form(after: FinalSound(of: word)) }

  private func form(after sound: FinalSound) -> String {
    let isClosed = sound != .open
    switch self {
    case .topic: return isClosed ? "은" : "는"
    case .subject: return isClosed ? "이" : "가"
    case .object: return isClosed ? "을" : "를"
    case .and: return isClosed ? "과" : "와"
    case .by: return sound == .closed ? "으로" : "로"
    case .was: return isClosed ? "이었습니다" : "였습니다"
    }
  }
}

/// The sound in which a word ends when it is read aloud in Korean.
private enum FinalSound {
  /// A vowel.
  case open
  /// A consonant other than ㄹ.
  case closed
  /// ㄹ, after which 로 has no 으.
  case liquid

  /// Reads the last letter or digit of `word`; quotes, brackets and other signs after it are not read.
  init(of word: String) {
    let read = word.unicodeScalars.filter { $0.value < 0x80 || $0.properties.isAlphabetic }
    guard let last = read.last(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil })
    else {
      self = .open
      return
    }
    if (0xac00...0xd7a3).contains(last.value) {
      self = Self.hangul(last)
    } else if let digit = last.properties.numericValue {
      self = Self.digit(Int(digit))
    } else {
      self = Self.latin(String(String.UnicodeScalarView(read)))
    }
  }

  /// A syllable's code point counts its final consonants in steps of one; 0 is none, 8 is ㄹ.
  private static func hangul(_ syllable: Unicode.Scalar) -> FinalSound {
    switch (syllable.value - 0xac00) % 28 {
    case 0: .open
    case 8: .liquid
    default: .closed
    }
  }

  /// 영 일 이 삼 사 오 육 칠 팔 구; tens and hundreds (십, 백, 천) end in consonants as 영 does.
  private static func digit(_ digit: Int) -> FinalSound {
    switch digit {
    case 1, 7, 8: .liquid
    case 0, 3, 6: .closed
    default: .open
    }
  }

  private static func latin(_ text: String) -> FinalSound {
    let word = String(
      text.reversed().drop { !($0.isLetter && $0.isASCII) }.prefix { $0.isLetter && $0.isASCII }.reversed())
    let small = word.lowercased()
    let isSpelled = word.count == 1 || (word == word.uppercased() && !small.contains { vowels.contains($0) })
    if isSpelled { return letterName(small.last) }
    if small.hasSuffix("l") || small.hasSuffix("le") { return .liquid }
    if ["m", "n", "ng", "me", "ne", "ck"].contains(where: { small.hasSuffix($0) }) { return .closed }
    return endsInShortStop(small) ? .closed : .open
  }

  /// 엘 and 알 end in ㄹ, 엠 and 엔 in another consonant, all other names of letters in a vowel.
  private static func letterName(_ letter: Character?) -> FinalSound {
    switch letter {
    case "l", "r": .liquid
    case "m", "n": .closed
    default: .open
    }
  }

  /// As `set` (셋) and `map` (맵) do, and `list` (리스트) and `read` (리드) do not.
  private static func endsInShortStop(_ word: String) -> Bool {
    let letters = Array(word.suffix(3))
    guard letters.count == 3, "ptk".contains(letters[2]) else { return false }
    return vowels.contains(letters[1]) && !vowels.contains(letters[0])
  }

  private static let vowels = "aeiouy"
}
