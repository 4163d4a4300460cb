import AssayModel

/// The words of an explanation.
enum ExplainWords {
  static let options = LocalizedText(en: "Options", ko: "옵션")
  static let examples = LocalizedText(en: "Examples", ko: "예")
  static let required = LocalizedText(en: "required", ko: "필수")
  static let graders = LocalizedText(en: "Graders", ko: "채점기")
  static let workloads = LocalizedText(en: "Workloads", ko: "워크로드")

  static func outcome(_ outcome: Verdict.Outcome) -> LocalizedText {
    switch outcome {
    case .met: LocalizedText(en: "met", ko: "통과")
    case .partial(let fraction):
      LocalizedText(
        en: "partial, \(Figures.short(fraction * 100)) %", ko: "부분 통과 \(Figures.short(fraction * 100)) %")
    case .unmet: LocalizedText(en: "failed", ko: "실패")
    case .blocked: LocalizedText(en: "blocked", ko: "차단")
    case .inconclusive: LocalizedText(en: "undecided", ko: "판정 보류")
    case .ungraded: LocalizedText(en: "ungraded", ko: "채점 불가")
    }
  }
}
