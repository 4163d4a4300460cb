import AssayModel

/// How a report looks on a terminal.
public struct TerminalOptions: Sendable, Equatable {
  /// The language of the report's own words and of the lab's texts.
  public var language: Language
  /// Whether colour is used.
  public var usesColor: Bool
  /// False for a terminal that does not speak UTF-8: marks, rules and texts are then ASCII only.
  public var usesUnicode: Bool
  /// The terminal's columns; reports use 40 at least and 100 at most, as longer lines are hard to read.
  public var width: Int
  /// Whether everything is shown, at length.
  public var isVerbose: Bool

  /// Gives the options.
  public init(
    language: Language = .en, usesColor: Bool = false, usesUnicode: Bool = true, width: Int = 80,
    isVerbose: Bool = false
  ) {
    self.language = language
    self.usesColor = usesColor
    self.usesUnicode = usesUnicode
    self.width = width
    self.isVerbose = isVerbose
  }
}
