import AssayModel

/// The words of a JUnit report.
enum JUnitWords {
  static let expected = LocalizedText(en: "expected", ko: "기대")
  static let seen = LocalizedText(en: "seen", ko: "실제")
  static let input = LocalizedText(en: "input", ko: "입력")
  static let hint = LocalizedText(en: "hint", ko: "힌트")
  static let raised = LocalizedText(en: "raised", ko: "예외")

  static func blocked(_ titles: String) -> LocalizedText {
    LocalizedText(en: "Not judged: it builds on \(titles).", ko: "선행 검사를 통과하지 못해 판정하지 않았습니다: \(titles)")
  }

  static let inconclusive = LocalizedText(
    en: "The machine was too busy to tell; grade again.", ko: "장비가 바빠 판정할 수 없었습니다. 다시 채점하십시오.")

  static func ungraded(_ message: LocalizedText) -> LocalizedText {
    LocalizedText(
      en: "A failure on our side, no points are lost: \(message.en)",
      ko: "채점 시스템의 문제이며 감점은 없습니다: \(message.ko)")
  }

  static func points(_ earned: String, of possible: Int) -> LocalizedText {
    LocalizedText(en: "\(earned) of \(possible) points", ko: "\(possible)점 중 \(earned)점")
  }
}
