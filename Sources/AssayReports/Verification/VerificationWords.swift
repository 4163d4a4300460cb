import AssayModel

/// The words of a verification's report.
enum VerificationWords {
  static let reference = LocalizedText(en: "reference", ko: "모범 답안")
  static let starter = LocalizedText(en: "starter", ko: "시작 코드")
  static let matrix = LocalizedText(
    en: "Kill matrix: which check catches which wrong submission", ko: "킬 매트릭스: 어떤 검사가 어떤 오답을 잡는가")
  static let checks = LocalizedText(en: "Checks", ko: "검사")
  static let violations = LocalizedText(en: "What is wrong with the lab", ko: "랩의 문제점")
  static let passed = LocalizedText(en: "PASS", ko: "통과")
  static let failed = LocalizedText(en: "FAIL", ko: "실패")
  static let score = LocalizedText(en: "score", ko: "점수")
  static let cheat = LocalizedText(en: "cheat", ko: "치트")

  static func summary(_ verification: Verification) -> LocalizedText {
    let (runs, wrong) = (verification.reference.count, verification.wrong.count)
    let count = verification.violations.count
    let time = Figures.seconds(verification.wallSeconds)
    guard count > 0 else {
      return LocalizedText(
        en:
          "\(plural(runs, "reference run")), \(plural(wrong, "wrong submission")), all as declared · \(time)",
        ko: "모범 답안 \(runs)회, 오답 \(wrong)개가 모두 선언한 대로입니다 · \(time)")
    }
    return LocalizedText(
      en: "\(plural(count, "problem")) in \(plural(runs, "reference run")) and "
        + "\(plural(wrong, "wrong submission")) · \(time)",
      ko: "모범 답안 \(runs)회와 오답 \(wrong)개에서 문제 \(count)건 · \(time)")
  }

  static func referenceScores(_ scores: [Double?]) -> LocalizedText {
    let known = scores.compactMap(\.self)
    let unknown = scores.count - known.count
    let low = known.min().map { Figures.short($0) } ?? "–"
    let high = known.max().map { Figures.short($0) } ?? "–"
    let range = low == high ? low : "\(low) … \(high)"
    let withheld = LocalizedText(en: ", \(unknown) withheld", ko: ", 채점 보류 \(unknown)회")
    return LocalizedText(
      en: "\(range) in \(plural(scores.count, "run"))" + (unknown > 0 ? withheld.en : ""),
      ko: "\(scores.count)회 실행에서 \(range)" + (unknown > 0 ? withheld.ko : ""))
  }

  static func idle(_ names: String) -> LocalizedText {
    LocalizedText(en: "No wrong submission loses: \(names)", ko: "어떤 오답도 잃지 않는 검사: \(names)")
  }

  static func legend(_ mark: KillMark) -> LocalizedText {
    switch mark {
    case .lost: LocalizedText(en: "lost, as declared", ko: "선언대로 잃음")
    case .lostAllowed: LocalizedText(en: "lost, allowed", ko: "잃음(허용)")
    case .lostUndeclared: LocalizedText(en: "lost, NOT declared", ko: "선언 없이 잃음")
    case .keptUndeclared: LocalizedText(en: "kept, though it MUST be lost", ko: "잃어야 하는데 유지")
    case .undecided: LocalizedText(en: "undecided", ko: "판정 불가")
    case .kept: LocalizedText(en: "kept", ko: "유지")
    }
  }

  // MARK: Violations

  static func referenceTooLow(
    _ run: Int, of runs: Int, _ points: Double, _ minimum: Int, lost: [String]
  ) -> LocalizedText {
    let (score, names) = (Figures.short(points), lost.joined(separator: ", "))
    return LocalizedText(
      en:
        "The reference has \(score) of at least \(minimum) points in run \(run) of \(runs); it lost: \(names).",
      ko: "모범 답안이 \(runs)회 중 \(run)번째 실행에서 \(score)점으로 최소 \(minimum)점에 못 미칩니다. 잃은 검사: \(names).")
  }

  static func referenceUndecided(_ run: Int, of runs: Int, _ checks: [String]) -> LocalizedText {
    let names = checks.joined(separator: ", ")
    return LocalizedText(
      en: "Run \(run) of \(runs) of the reference left checks undecided: \(names).",
      ko: "모범 답안의 \(runs)회 중 \(run)번째 실행에서 판정하지 못한 검사가 있습니다: \(names).")
  }

  static func undecided(_ name: String, _ checks: [String]) -> LocalizedText {
    let names = checks.joined(separator: ", ")
    return LocalizedText(
      en: "\(name) left checks undecided: \(names).", ko: "\(name): 판정하지 못한 검사가 있습니다: \(names).")
  }

  static func notGraded(_ name: String) -> LocalizedText {
    LocalizedText(en: "\(name) was not graded.", ko: "\(name): 채점하지 않았습니다.")
  }

  static func tooHigh(_ name: String, _ points: Double, _ maximum: Int) -> LocalizedText {
    let score = Figures.short(points)
    return LocalizedText(
      en: "\(name) has \(score) points; at most \(maximum) are allowed.",
      ko: "\(name): 점수가 \(score)점으로 허용 한도 \(maximum)점을 넘습니다.")
  }

  static func kept(_ name: String, _ checks: [String]) -> LocalizedText {
    let names = checks.joined(separator: ", ")
    return LocalizedText(
      en: "\(name) keeps what it must lose: \(names).", ko: "\(name): 잃어야 하는 검사를 통과했습니다: \(names).")
  }

  static func lost(_ name: String, _ checks: [String]) -> LocalizedText {
    let names = checks.joined(separator: ", ")
    return LocalizedText(
      en: "\(name) loses what it does not declare: \(names).", ko: "\(name): 선언하지 않은 검사를 잃었습니다: \(names).")
  }

  private static func plural(_ count: Int, _ noun: String) -> String {
    "\(Figures.grouped(count)) \(noun)\(count == 1 ? "" : "s")"
  }
}
