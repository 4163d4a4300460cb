import AssayModel

/// The words of a grade's report.
enum GradeWords {
  // MARK: Head

  static func outcomeCount(_ kind: OutcomeKind, _ count: Int) -> LocalizedText {
    switch kind {
    case .met: LocalizedText(en: "\(count) met", ko: "통과 \(count)")
    case .unmet: LocalizedText(en: "\(count) failed", ko: "실패 \(count)")
    case .partial: LocalizedText(en: "\(count) partly met", ko: "부분 통과 \(count)")
    case .blocked: LocalizedText(en: "\(count) blocked", ko: "차단 \(count)")
    case .inconclusive: LocalizedText(en: "\(count) undecided", ko: "판정 보류 \(count)")
    case .ungraded: LocalizedText(en: "\(count) ungraded", ko: "채점 불가 \(count)")
    }
  }

  static func checksMet(_ count: Int, of all: Int) -> LocalizedText {
    LocalizedText(
      en: "\(count) of \(all) check\(all == 1 ? "" : "s") met", ko: "검사 \(all)개 중 \(count)개 통과")
  }

  static let startWith = LocalizedText(en: "Start with", ko: "먼저 볼 것")

  static func seenInstead(_ seen: String, expected: String) -> LocalizedText {
    LocalizedText(en: "\(seen) (expected: \(expected))", ko: "\(seen) (기대: \(expected))")
  }

  static func reports(_ count: Int, in names: String) -> LocalizedText {
    LocalizedText(en: "\(count == 1 ? "report" : "reports") in \(names)", ko: "보고서: \(names)")
  }

  static let withheld = LocalizedText(en: "Not graded", ko: "채점 보류")
  static let withheldReason = LocalizedText(
    en: "Something on our side failed, not your code. No total is shown, and no points are lost.",
    ko: "제출한 코드가 아니라 채점 시스템에서 문제가 발생했습니다. 총점은 표시하지 않으며 감점도 없습니다.")
  static let cause = LocalizedText(en: "cause", ko: "원인")
  static let affects = LocalizedText(en: "affects", ko: "영향")
  static let remedy = LocalizedText(en: "to do", ko: "조치")

  /// How often it was tried, where that was more than once.
  static func attempts(_ count: Int) -> LocalizedText {
    count > 1
      ? LocalizedText(en: "; tried \(count) times", ko: " · \(count)회 시도") : LocalizedText(verbatim: "")
  }

  // MARK: Loading

  static let notLoaded = LocalizedText(
    en: "Your code could not be loaded, so no check could run it.",
    ko: "제출한 코드를 불러오지 못해 검사를 실행할 수 없었습니다.")
  static let incompleteInterface = LocalizedText(
    en: "Your code loads, but lacks parts of what the lab asks for.",
    ko: "코드를 불러왔지만 랩이 요구하는 인터페이스가 갖춰지지 않았습니다.")

  static func endedLoading(_ termination: Termination) -> LocalizedText {
    switch termination {
    case .exited(let code):
      LocalizedText(
        en: "The process ended by itself (exit code \(code)) while your code was being imported.",
        ko: "코드를 임포트하는 동안 프로세스가 스스로 종료되었습니다(종료 코드 \(code)).")
    case .signaled(let number):
      LocalizedText(
        en: "Signal \(number) ended the process while your code was being imported.",
        ko: "코드를 임포트하는 동안 시그널 \(number)번으로 프로세스가 종료되었습니다.")
    case .exceeded(let limit):
      LocalizedText(
        en: "Importing your code went over the limit of \(limitName(limit).en).",
        ko: "코드를 임포트하는 동안 \(limitName(limit).ko) 제한을 넘었습니다.")
    case .stopped:
      LocalizedText(
        en: "The process was stopped while your code was being imported.",
        ko: "코드를 임포트하는 동안 프로세스가 중지되었습니다.")
    }
  }

  static func limitName(_ limit: LimitKind) -> LocalizedText {
    switch limit {
    case .wall: LocalizedText(en: "wall time", ko: "경과 시간")
    case .cpu: LocalizedText(en: "CPU time", ko: "CPU 시간")
    case .memory: LocalizedText(en: "memory", ko: "메모리")
    case .processes: LocalizedText(en: "processes and threads", ko: "프로세스·스레드 수")
    case .output: LocalizedText(en: "output", ko: "출력량")
    case .fixture: LocalizedText(en: "what the test server bears", ko: "테스트 서버 처리 용량")
    }
  }

  // MARK: Checks

  static func blockedBy(_ titles: String) -> LocalizedText {
    LocalizedText(en: "needs: \(titles)", ko: "선행 검사: \(titles)")
  }

  static let toFix = LocalizedText(en: "What to fix", ko: "고칠 것")
  static let undecided = LocalizedText(en: "Undecided", ko: "판정 보류")
  static let undecidedReason = LocalizedText(
    en: "The machine was too busy to tell. Grade again, best when little else is running.",
    ko: "장비가 바빠 판정할 수 없었습니다. 다른 작업이 적을 때 다시 채점하십시오.")

  static func rules(_ numbers: [Int]) -> LocalizedText {
    let list = numbers.map(String.init).joined(separator: ", ")
    return LocalizedText(en: numbers.count == 1 ? "rule \(list)" : "rules \(list)", ko: "규칙 \(list)")
  }

  static let expected = LocalizedText(en: "expected", ko: "기대")
  static let seen = LocalizedText(en: "seen", ko: "실제")
  static let input = LocalizedText(en: "input", ko: "입력")
  static let hint = LocalizedText(en: "hint", ko: "힌트")
  static let raised = LocalizedText(en: "raised", ko: "예외")
  static let scenarios = LocalizedText(en: "judged on", ko: "시나리오")
  static let missing = LocalizedText(en: "missing", ko: "누락")

  static func inFunction(_ name: String) -> LocalizedText {
    LocalizedText(en: " in \(name)", ko: " (\(name))")
  }

  static func moreFindings(_ count: Int, isVerbose: Bool) -> LocalizedText {
    let show = isVerbose ? "" : " (--verbose)"
    return LocalizedText(
      en: "… \(count) more finding\(count == 1 ? "" : "s") of this check\(show)",
      ko: "… 이 검사에서 발견된 문제 \(count)건 더 있음\(show)")
  }

  static func outerFrames(_ count: Int) -> LocalizedText {
    LocalizedText(en: "… \(count) outer frame\(count == 1 ? "" : "s") cut", ko: "… 바깥 프레임 \(count)개 생략")
  }

  static func moreExceptions(_ count: Int) -> LocalizedText {
    LocalizedText(en: "… \(count) more exception\(count == 1 ? "" : "s")", ko: "… 예외 \(count)개 더 있음")
  }

  // MARK: Foot

  static let printed = LocalizedText(en: "What your code printed", ko: "코드가 출력한 내용")

  static func stream(_ name: String, scenario: String, bytes: Int) -> LocalizedText {
    let size = Figures.bytes(bytes)
    return LocalizedText(en: "\(name) of '\(scenario)', \(size)", ko: "'\(scenario)'의 \(name), \(size)")
  }

  static let time = LocalizedText(en: "time", ko: "시간")
  static let memory = LocalizedText(en: "memory", ko: "메모리")
  static let sandbox = LocalizedText(en: "sandbox", ko: "샌드박스")
  static let receipt = LocalizedText(en: "receipt", ko: "재현 정보")
  static let machine = LocalizedText(en: "machine", ko: "실행 환경")

  static func timeItems(_ usage: Grade.Usage) -> [LocalizedText] {
    let (wall, cpu) = (Figures.seconds(usage.wallSeconds), Figures.seconds(usage.cpuSeconds))
    return [
      LocalizedText(en: "\(wall) in all", ko: "전체 \(wall)"),
      LocalizedText(
        en: "\(cpu) CPU in \(usage.runs) run\(usage.runs == 1 ? "" : "s") of your code",
        ko: "코드 \(usage.runs)회 실행에 CPU \(cpu)"),
    ]
  }

  static func peak(_ bytes: Int?) -> LocalizedText {
    guard let bytes else { return LocalizedText(en: "peak unknown", ko: "최대 사용량 알 수 없음") }
    return LocalizedText(en: "\(Figures.bytes(bytes)) peak", ko: "최대 \(Figures.bytes(bytes))")
  }

  static func receiptItems(_ receipt: Receipt) -> [LocalizedText] {
    let (submission, lab) = (receipt.submission.short, receipt.lab.short)
    let (evidence, seed) = (receipt.evidence.short, receipt.seed.value)
    let packages = receipt.environment.packages.map {
      let name = Sanitiser.line("\($0.profile) \($0.digest.short)")
      return LocalizedText(en: "environment \(name)", ko: "환경 \(name)")
    }
    return [
      LocalizedText(en: "submission \(submission)", ko: "제출물 \(submission)"),
      LocalizedText(en: "lab \(lab)", ko: "랩 \(lab)"), packages,
      LocalizedText(en: "evidence \(evidence)", ko: "증거 \(evidence)"),
      LocalizedText(en: "seed \(seed)", ko: "시드 \(seed)"),
    ].compactMap { $0 }
  }
}

/// The words for how runs were isolated.
enum IsolationWords {
  static func summary(_ isolation: Isolation) -> LocalizedText {
    let groups = controlGroups(isolation.controlGroups)
    let how = mechanism(isolation.tier)
    if isolation.isFull {
      return LocalizedText(en: "full (\(how.en), \(groups.en))", ko: "완전 격리 (\(how.ko), \(groups.ko))")
    }
    if isolation.tier == .none {
      return LocalizedText(en: "NONE: the code ran unprotected", ko: "없음: 코드가 보호 없이 실행되었습니다")
    }
    return LocalizedText(en: "reduced (\(how.en), \(groups.en))", ko: "제한된 격리 (\(how.ko), \(groups.ko))")
  }

  static let notEnforced = LocalizedText(en: "not enforced", ko: "미적용")

  private static func mechanism(_ tier: Isolation.Tier) -> LocalizedText {
    switch tier {
    case .root: LocalizedText(verbatim: "bubblewrap")
    case .rootless: LocalizedText(en: "bubblewrap without root", ko: "루트 권한 없는 bubblewrap")
    case .process: LocalizedText(en: "no namespaces", ko: "네임스페이스 없음")
    case .none: LocalizedText(en: "none", ko: "없음")
    }
  }

  private static func controlGroups(_ groups: Isolation.ControlGroups) -> LocalizedText {
    switch groups {
    case .v1: LocalizedText(verbatim: "cgroup v1")
    case .v2: LocalizedText(verbatim: "cgroup v2")
    case .none: LocalizedText(en: "no cgroup", ko: "cgroup 없음")
    }
  }
}
