import AssayModel

extension GraderAnswer {
  /// Reads an answer; whatever is not exactly one is refused with the reason.
  ///
  /// - Throws: ``GraderError`` that says what is wrong with it.
  public init(reading bytes: [UInt8]) throws(GraderError) {
    guard bytes.count <= Self.maximumBytes else {
      throw GraderError("its answer has more than \(Self.maximumBytes) bytes")
    }
    let root: Value
    do { root = try WireFormat.read(bytes) } catch { throw GraderError("its answer is no JSON: \(error)") }
    guard case .map(let entries) = root else { throw GraderError("its answer is no JSON object") }
    try Self.checkKeys(entries, ["schema", "outcome", "fraction", "findings", "error"], in: "its answer")
    guard root["schema"] == .string(Self.schema) else {
      throw GraderError("its answer lacks \"schema\": \"\(Self.schema)\"")
    }
    if let reason = root["error"] {
      guard let text = reason.text, !text.isEmpty, text.utf8.count <= Self.maximumText, entries.count == 2
      else { throw GraderError("'error' must be a short text that stands alone") }
      self = .failure(text)
      return
    }
    let outcome = try Self.outcome(root)
    var findings: [Finding] = []
    for finding in try Self.list(root["findings"]) { findings.append(try Self.finding(finding)) }
    if outcome == .met, !findings.isEmpty { throw GraderError("a check that is met has no findings") }
    self = .verdict(Verdict(outcome, findings: findings))
  }

  private static func checkKeys(
    _ entries: [Value.Entry], _ known: [String], in place: String
  ) throws(GraderError) {
    for entry in entries where !known.contains(entry.key.text ?? "") {
      throw GraderError("\(place) has the unknown key '\(entry.key.text ?? "")'")
    }
  }

  private static func outcome(_ root: Value) throws(GraderError) -> Verdict.Outcome {
    let fraction = root["fraction"]
    guard root["outcome"] == "partial" || fraction == nil else {
      throw GraderError("'fraction' belongs to the outcome 'partial' alone")
    }
    switch root["outcome"]?.text {
    case "met": return .met
    case "unmet": return .unmet
    case "inconclusive": return .inconclusive
    case "partial":
      guard let number = fraction?.number, number > 0, number < 1 else {
        throw GraderError("'partial' needs a 'fraction' between 0 and 1")
      }
      return .partial(fraction: number)
    default: throw GraderError("'outcome' must be met, partial, unmet or inconclusive")
    }
  }

  private static func list(_ value: Value?) throws(GraderError) -> [Value] {
    guard let value else { return [] }
    guard case .list(let items) = value, items.count <= maximumFindings else {
      throw GraderError("'findings' must be a list of at most \(maximumFindings)")
    }
    return items
  }

  private static func finding(_ value: Value) throws(GraderError) -> Finding {
    guard case .map(let entries) = value else { throw GraderError("a finding is no JSON object") }
    try checkKeys(entries, ["expected", "seen", "input", "case", "hint"], in: "a finding")
    guard let expected = try text(value, "expected"), let seen = try text(value, "seen") else {
      throw GraderError("a finding needs 'expected' and 'seen'")
    }
    var finding = Finding(expected: expected, seen: seen, hint: try text(value, "hint"))
    if let input = value["input"] {
      guard let text = input.text, text.utf8.count <= maximumText else {
        throw GraderError("'input' must be a text of at most \(maximumText) bytes")
      }
      finding.input = text
    }
    if let index = value["case"] {
      guard let number = index.integer, (0...1_000_000).contains(number) else {
        throw GraderError("'case' must be the index of a call, from 0")
      }
      finding.caseIndex = number
    }
    return finding
  }

  /// A text, alone for both languages or one for each; nil where the key is not there.
  private static func text(_ finding: Value, _ key: String) throws(GraderError) -> LocalizedText? {
    guard let value = finding[key] else { return nil }
    if let text = usable(value) { return LocalizedText(verbatim: text) }
    if case .map(let entries) = value, entries.count == 2, let en = usable(value["en"]),
      let ko = usable(value["ko"])
    {
      return LocalizedText(en: en, ko: ko)
    }
    throw GraderError("'\(key)' must be a text, or {\"en\": …, \"ko\": …}, of at most \(maximumText) bytes")
  }

  private static func usable(_ value: Value?) -> String? {
    guard let text = value?.text, !text.isEmpty, text.utf8.count <= maximumText else { return nil }
    return text
  }
}
