import AssayModel

/// This machine does not give the isolation that was required: nothing was run.
public struct IsolationShortfall: Error, Sendable, Equatable {
  /// What is missing and what to do, in one paragraph.
  public let text: LocalizedText

  /// The shortfall of a probe's outcome; nil when what it found is enough.
  public init?(_ outcome: SandboxProbe.Outcome, required level: Isolation.Level) {
    if let isolation = outcome.isolation, isolation.level >= level { return nil }
    guard level > .none else { return nil }
    let (en, ko) = (Self.found(outcome, \.en), Self.found(outcome, \.ko))
    let fix = Self.remedy(outcome, level)
    text = LocalizedText(
      en: "Isolation '\(level.rawValue)' is required, and \(en)."
        + (fix.map { " \($0.en)" } ?? ""),
      ko: "'\(level.rawValue)' 수준의 격리가 필요하지만, \(ko)."
        + (fix.map { " \($0.ko)" } ?? ""))
  }

  private static func found(
    _ outcome: SandboxProbe.Outcome, _ language: KeyPath<LocalizedText, String>
  ) -> String {
    let isEnglish = language == \LocalizedText.en
    guard let isolation = outcome.isolation else {
      let reason = outcome.problem?.explanation[keyPath: language] ?? outcome.attempts.last?.problem ?? ""
      return (isEnglish ? "nothing works here: " : "이 컴퓨터에서는 샌드박스가 동작하지 않습니다: ") + reason
    }
    let missing = isolation.notEnforced.map { $0.text[keyPath: language] }.joined(separator: "; ")
    let level = "'\(isolation.level.rawValue)'"
    return isEnglish
      ? "this machine gives \(level). Not enforced: \(missing)"
      : "이 컴퓨터는 \(level) 수준입니다. 미적용: \(missing)"
  }

  /// What would make a candidate work that is strong enough and does not; control groups are needed for `full`.
  private static func remedy(_ outcome: SandboxProbe.Outcome, _ level: Isolation.Level) -> LocalizedText? {
    let failed = outcome.attempts.filter { $0.remedy != nil && $0.tier >= .rootless }
    let isSetUp = outcome.isolation.map { $0.tier >= .rootless } ?? false
    if isSetUp { return failed.first?.remedy ?? Remedies.missingControllers }
    return (failed.first { !$0.usesControlGroups } ?? failed.first)?.remedy
  }
}
