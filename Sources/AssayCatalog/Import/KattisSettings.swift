import AssayModel

/// How the output validator that comes with the format compares, by its flags.
struct KattisFlags: Equatable {
  var isCaseSensitive = false
  var isSpaceSensitive = false
  var absolute = 0.0
  var relative = 0.0

  /// Reads flags; gives back those that are none.
  static func read(_ words: [String]) -> (flags: Self, unknown: [String]) {
    var flags = Self()
    var unknown: [String] = []
    var rest = words[...]
    while let word = rest.popFirst() {
      switch word {
      case "case_sensitive": flags.isCaseSensitive = true
      case "space_change_sensitive": flags.isSpaceSensitive = true
      case "float_tolerance", "float_absolute_tolerance", "float_relative_tolerance":
        guard let number = rest.popFirst().flatMap(Double.init), number >= 0 else {
          unknown.append(word)
          continue
        }
        if word != "float_relative_tolerance" { flags.absolute = number }
        if word != "float_absolute_tolerance" { flags.relative = number }
      default: unknown.append(word)
      }
    }
    return (flags, unknown)
  }

  /// The options of the grader that compares in the same way.
  var options: String {
    var parts = ["spaces: \(isSpaceSensitive ? "exact" : "words")"]
    if !isCaseSensitive { parts.append("ignore_case: true") }
    if absolute > 0 { parts.append("absolute: \(absolute.manifestText)") }
    if relative > 0 { parts.append("relative: \(relative.manifestText)") }
    return "{\(parts.joined(separator: ", "))}"
  }
}

/// What problem.yaml says that matters to a lab.
struct KattisSettings {
  var names: [String: String] = [:]
  var flags: [String] = []
  /// How many times the slowest case of the accepted submission a case may take.
  var timeFactor = 5.0
  /// Seconds that are allowed in any case.
  var timeFloor = 1.0
  /// Seconds of a stated limit.
  var timeLimit: Double?
  var memoryMebibytes: Int?
  var outputMebibytes: Int?
  var codeKibibytes: Int?
  var origin: [String] = []
  var isLegacy = true

  private static let file = "problem.yaml"
  private static let origins = ["author", "source", "source_url", "license", "rights_owner", "uuid"]

  /// Reads the settings; what has no meaning for a lab becomes a note.
  ///
  /// - Throws: ``ImportError`` where the problem is judged in a way that a lab cannot.
  init(_ root: YAMLNode, notes: inout [ImportNote]) throws(ImportError) {
    let version = root["problem_format_version"]?.scalar?.text ?? "legacy"
    isLegacy = version.hasPrefix("legacy")
    guard isLegacy || version == "2025-09" || version == "2023-07-draft" else {
      throw Self.refusal("problem_format_version", version)
    }
    if !isLegacy { timeFactor = 2 }
    for pair in root.pairs {
      switch pair.key {
      case "problem_format_version": continue
      case "name": names = Self.names(pair.value)
      case "type", "validation": try checkKind(pair.key, pair.value)
      case "validator_flags": flags = pair.value.kattisWords
      case "limits": readLimits(pair.value, &notes)
      case let key where Self.origins.contains(key) && pair.value.scalar != nil:
        origin.append("\(key): \(pair.value.scalar?.text ?? "")")
      default:
        notes.append(
          ImportNote(
            Self.file, pair.key, en: "has no meaning for a lab; left out",
            ko: "랩에서는 의미가 없어 제외했습니다"))
      }
    }
  }

  private static func names(_ node: YAMLNode) -> [String: String] {
    if let text = node.scalar?.text { return ["en": text] }
    return Dictionary(
      node.pairs.compactMap { pair in pair.value.scalar.map { (pair.key, $0.text) } },
      uniquingKeysWith: { first, _ in first })
  }

  private func checkKind(_ key: String, _ node: YAMLNode) throws(ImportError) {
    for word in node.kattisWords where !["pass-fail", "scoring", "default"].contains(word) {
      throw Self.refusal(key, word)
    }
  }

  private static func refusal(_ key: String, _ word: String) -> ImportError {
    ImportError(
      LocalizedText(
        en:
          "\(file): \(key): '\(word)' cannot be imported: only pass-fail and scoring problems that the default "
          + "validator judges, in the formats legacy, 2023-07-draft and 2025-09, can.",
        ko: "\(file): \(key): '\(word)' 항목은 가져올 수 없습니다. 기본 검증기로 판정하는 pass-fail 또는 scoring 문제"
          + "(legacy, 2023-07-draft, 2025-09 형식)만 가져올 수 있습니다."))
  }

  private mutating func readLimits(_ node: YAMLNode, _ notes: inout [ImportNote]) {
    for pair in node.pairs {
      let number = pair.value.scalar.flatMap { Double($0.text) }
      switch (pair.key, number) {
      case ("time_multiplier", let number?): timeFactor = number
      case ("time_limit", let number?): (timeLimit, timeFloor) = (number, number)
      case ("memory", let number?): memoryMebibytes = Int(min(max(number, 32), 16_384))
      case ("output", let number?): outputMebibytes = Int(min(max(number, 1), 1024))
      case ("code", let number?): codeKibibytes = Int(min(max(number, 1), 65_536))
      case ("time_multipliers", _):
        if let text = pair.value["ac_to_time_limit"]?.scalar?.text, let factor = Double(text) {
          timeFactor = factor
        }
        for inner in pair.value.pairs where inner.key != "ac_to_time_limit" {
          notes.append(Self.unsupported("limits.time_multipliers.\(inner.key)"))
        }
      default: notes.append(Self.unsupported("limits.\(pair.key)"))
      }
    }
  }

  private static func unsupported(_ key: String) -> ImportNote {
    ImportNote(file, key, en: "there is no such limit here; left out", ko: "해당하는 제한이 없어 제외했습니다")
  }
}

extension YAMLNode {
  /// The words of a text, or the texts of a list.
  var kattisWords: [String] {
    if let text = scalar?.text { return text.split(separator: " ").map(String.init) }
    return elements.compactMap { $0.scalar?.text }
  }
}
