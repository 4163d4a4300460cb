/// A language that reports and the command line speak.
public enum Language: String, Sendable, Codable, CaseIterable {
  /// English.
  case en
  /// Korean.
  case ko
}

/// A sentence in every language that we speak.
public struct LocalizedText: Sendable, Equatable, Codable, Hashable {
  /// The English text.
  public var en: String
  /// The Korean text.
  public var ko: String

  /// Gives the sentence in both languages.
  public init(en: String, ko: String) {
    self.en = en
    self.ko = ko
  }

  /// A text that is the same in every language, such as a name or a number.
  public init(verbatim text: String) { self.init(en: text, ko: text) }

  /// The text in `language`.
  public subscript(_ language: Language) -> String {
    switch language {
    case .en: en
    case .ko: ko
    }
  }
}
