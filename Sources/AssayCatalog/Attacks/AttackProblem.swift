/// One mistake in an attack's header: where it is, what was found, what is allowed.
public struct AttackProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file, relative to the corpus.
  public var file: String
  /// The line, from 1.
  public var line: Int
  /// What was found.
  public var found: String
  /// What is allowed.
  public var allowed: String
  /// What to do about it, as a sentence of its own.
  public var suggestion: String?

  /// Describes a mistake.
  public init(file: String, line: Int, found: String, allowed: String, suggestion: String? = nil) {
    self.file = file
    self.line = line
    self.found = found
    self.allowed = allowed
    self.suggestion = suggestion
  }

  /// `forge/exit.py:3: found the key 'triez', expected …` and what to do.
  public var description: String {
    "\(file):\(line): found \(found), expected \(allowed).\(suggestion.map { " \($0)" } ?? "")"
  }
}

/// Everything that is wrong with a corpus of attacks.
public struct AttackCorpusError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The mistakes; at least one.
  public var problems: [AttackProblem]

  /// One line per mistake.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
