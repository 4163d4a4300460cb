import AssayModel

/// The parts of a manifest that say what a lab is and on what it runs.
enum IdentitySection {
  /// A text in both languages.
  static let localizedTable = KeyTable(
    name: "text", summary: "A text in both languages.",
    keys: [
      .required("ko", .text(.sentence), "The Korean text."),
      .required("en", .text(.sentence), "The English text."),
    ])

  /// `environment:`.
  static let environmentTable = KeyTable(
    name: "environment", summary: "The Python that the lab runs on.",
    keys: [
      .optional(
        "profile", .text(.name), standard: .string(EnvironmentSpec().profile),
        "The name of a prebuilt set of packages; stdlib is none."),
      .optional(
        "python", .text(.pythonVersion), standard: .string(EnvironmentSpec().python),
        "The language version, in quotes."),
    ])

  /// `noise:`.
  static let noiseTable = KeyTable(
    name: "noise", summary: "When a failed check of wall time is measured again.",
    keys: [
      .optional(
        "retry_when_over", .number(0...1), standard: .float(NoisePolicy().retryWhenOver),
        "The share of time spent waiting for a CPU over which a wall-clock verdict is not believed."),
      .optional(
        "retries", .integer(0...10), standard: .int(NoisePolicy().retries),
        "How often the scenario is run again before the verdict is inconclusive."),
    ])

  /// What `environment:` says.
  static func environment(_ node: YAMLNode?) -> EnvironmentSpec {
    let standard = EnvironmentSpec()
    return EnvironmentSpec(
      profile: node?["profile"]?.text ?? standard.profile, python: node?["python"]?.text ?? standard.python)
  }

  /// What `noise:` says.
  static func noise(_ node: YAMLNode) -> NoisePolicy {
    let standard = NoisePolicy()
    return NoisePolicy(
      retryWhenOver: node["retry_when_over"]?.number ?? standard.retryWhenOver,
      retries: node["retries"]?.integer ?? standard.retries)
  }
}
