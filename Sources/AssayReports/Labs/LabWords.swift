import AssayModel

/// The words of the reports on labs.
enum LabWords {
  static func minutes(_ minutes: Int) -> LocalizedText {
    let (hours, rest) = (minutes / 60, minutes % 60)
    guard hours > 0 else { return LocalizedText(en: "\(minutes) min", ko: "\(minutes)분") }
    return LocalizedText(
      en: rest == 0 ? "\(hours) h" : "\(hours) h \(rest) min",
      ko: rest == 0 ? "\(hours)시간" : "\(hours)시간 \(rest)분")
  }

  static func points(_ points: Int) -> LocalizedText {
    LocalizedText(en: "\(points) point\(points == 1 ? "" : "s")", ko: "\(points)점")
  }

  static func month(_ month: Int) -> LocalizedText {
    LocalizedText(en: "month \(month)", ko: "\(month)개월 차")
  }

  static func count(_ labs: Int, blocked: Int) -> LocalizedText {
    let rest = LocalizedText(
      en: blocked == 0 ? "" : ", \(blocked) of which this machine cannot run",
      ko: blocked == 0 ? "" : "(이 컴퓨터에서 실행할 수 없는 랩 \(blocked)개)")
    return LocalizedText(en: "\(labs) lab\(labs == 1 ? "" : "s")\(rest.en)", ko: "랩 \(labs)개\(rest.ko)")
  }

  /// What this machine lacks, and the command that helps.
  static func obstacle(_ obstacle: LabObstacle, _ language: Language) -> StyledText {
    StyledText("✗ \(Sanitiser.line(obstacle.text[language])) → ", .caution)
      + StyledText(Sanitiser.line(obstacle.remedy), .strong)
  }

  static let none = LocalizedText(en: "There are no labs here.", ko: "랩이 없습니다.")

  static func place(module: Int, row: Int) -> LocalizedText {
    LocalizedText(en: "module \(module), row \(row)", ko: "모듈 \(module), \(row)번째 항목")
  }

  static let kind = LocalizedText(en: "kind", ko: "종류")
  static let time = LocalizedText(en: "time", ko: "예상 시간")
  static let python = LocalizedText(en: "python", ko: "파이썬")
  static let services = LocalizedText(en: "services", ko: "서비스")
  static let missing = LocalizedText(en: "missing", ko: "부족한 것")
  static let handIn = LocalizedText(en: "hand in", ko: "제출 파일")
  static let given = LocalizedText(en: "given", ko: "제공 파일")
  static let rules = LocalizedText(en: "rules", ko: "규칙")
  static let limits = LocalizedText(en: "limits", ko: "제한")
  static let checks = LocalizedText(en: "Checks", ko: "검사")

  static func rulesCited(_ count: Int) -> LocalizedText {
    LocalizedText(
      en: "\(count) rule\(count == 1 ? "" : "s") of the instructions are checked",
      ko: "지침의 규칙 \(count)개를 검사합니다")
  }

  static func file(_ file: FileSpec.Submitted) -> LocalizedText {
    let size = Figures.bytes(file.maxBytes)
    return LocalizedText(
      en: "\(file.path) (at most \(size)\(file.isOptional ? ", optional" : ""))",
      ko: "\(file.path) (최대 \(size)\(file.isOptional ? ", 선택" : ""))")
  }

  static func visibility(_ visibility: Visibility) -> LocalizedText {
    switch visibility {
    case .visible: LocalizedText(en: "visible", ko: "공개")
    case .hidden: LocalizedText(en: "hidden", ko: "비공개")
    case .partly(let cases): LocalizedText(en: "first \(cases) visible", ko: "처음 \(cases)개 공개")
    }
  }
}
