/// Reads one attack from the text of its file.
struct AttackReader {
  private let header: AttackHeader
  private let file: String
  private var problems: [AttackProblem]

  /// Prepares to read the attack in `code`; `file` is its path in the corpus.
  init(_ code: String, file: String) {
    header = AttackHeader(code, file: file)
    self.file = file
    problems = header.problems
  }

  /// The attack.
  ///
  /// - Throws: ``AttackCorpusError`` with all of the header's mistakes.
  mutating func attack(
    area: Attack.Area, name: String, code: String
  ) throws(AttackCorpusError) -> Attack {
    let texts = ["tries", "naive", "outcome", "source"].map { text($0) }
    let attack = Attack(
      area: area, name: name, tries: texts[0], naive: texts[1], outcome: texts[2], source: texts[3],
      baseline: baseline(), expectations: expectations(), bench: bench(of: area), gaps: gaps(), code: code)
    guard problems.isEmpty else { throw AttackCorpusError(problems: problems) }
    return attack
  }

  private mutating func text(_ key: String) -> String {
    guard let field = header.fields(key).first else { return "" }
    if field.value.isEmpty { add(field, found: "an empty '\(key)'", allowed: "a sentence") }
    return field.value
  }

  private mutating func baseline() -> AttackBaseline {
    guard let field = header.fields("baseline").first else { return .none("") }
    let (kind, rest) = Self.split(field.value, at: ":")
    let (word, told) = Self.split(rest, at: ",")
    let effects = AttackBaseline.Effect.allCases.map(\.rawValue)
    switch (kind, AttackBaseline.Effect(rawValue: word)) {
    case ("none", _) where !rest.isEmpty: return .none(rest)
    case ("bites", let effect?) where !told.isEmpty: return .bites(effect, told)
    case ("bites", nil):
      add(
        field, found: "the effect '\(word)'", allowed: "one of \(effects.joined(separator: ", "))",
        suggestion: suggestion(for: word, among: effects))
    default:
      add(
        field, found: "'\(field.value.prefix(40))'",
        allowed: "'bites: EFFECT, what is seen' or 'none: why nothing can be seen'")
    }
    return .none("")
  }

  private mutating func expectations() -> [[AttackExpectation]] {
    guard let field = header.fields("expect").first else { return [] }
    return field.value.split(separator: ",", omittingEmptySubsequences: false).map { group in
      group.split(separator: " or ").compactMap { alternative(AttackHeader.trimmed($0), of: field) }
    }
  }

  private mutating func alternative(_ phrase: String, of field: AttackHeader.Field) -> AttackExpectation? {
    if let expectation = AttackExpectation(phrase) { return expectation }
    let words = AttackExpectation.vocabulary
    add(
      field, found: "'\(phrase)'", allowed: "one of \(words.joined(separator: ", "))",
      suggestion: suggestion(for: phrase, among: words))
    return nil
  }

  private mutating func bench(of area: Attack.Area) -> Attack.Bench {
    guard let field = header.fields("bench").first else { return area == .fixture ? .client : .call }
    if let bench = Attack.Bench(rawValue: field.value) { return bench }
    let names = Attack.Bench.allCases.map(\.rawValue)
    add(
      field, found: "the bench '\(field.value)'", allowed: "one of \(names.joined(separator: ", "))",
      suggestion: suggestion(for: field.value, among: names))
    return .call
  }

  private mutating func gaps() -> [Attack.Gap] {
    header.fields("without").compactMap { field in
      let (word, reason) = Self.split(field.value, at: ":")
      if let place = Attack.Gap.Place(rawValue: word), !reason.isEmpty {
        return Attack.Gap(place: place, reason: reason)
      }
      let names = Attack.Gap.Place.allCases.map(\.rawValue)
      add(
        field, found: "'\(field.value.prefix(40))'",
        allowed: "'PLACE: reason' with one of \(names.joined(separator: ", "))",
        suggestion: suggestion(for: word, among: names))
      return nil
    }
  }

  private mutating func add(
    _ field: AttackHeader.Field, found: String, allowed: String, suggestion: String? = nil
  ) {
    problems.append(
      AttackProblem(
        file: file, line: field.line, found: found, allowed: allowed, suggestion: suggestion))
  }

  /// What stands before and after the first `mark`; all of it before where there is none.
  private static func split(_ text: String, at mark: Character) -> (String, String) {
    guard let index = text.firstIndex(of: mark) else { return (AttackHeader.trimmed(text), "") }
    return (AttackHeader.trimmed(text[..<index]), AttackHeader.trimmed(text[text.index(after: index)...]))
  }
}
