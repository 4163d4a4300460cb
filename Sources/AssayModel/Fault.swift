/// A failure that is ours and never the learner's: the criterion is `ungraded`, the grade withheld.
public struct Fault: Error, Sendable, Equatable, Codable, CustomStringConvertible {
  /// Which part of ours failed.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// The sandbox could not be set up or did not report.
    case sandbox
    /// A tool this machine lacks, or has in a wrong version.
    case missingTool
    /// A fixture server failed.
    case fixture
    /// A disk is full or read-only.
    case disk
    /// The machine ran out of memory, processes, open files or time.
    case machine
    /// The harness did not speak its protocol before learner code ran.
    case harness
    /// A grader threw or was given options it cannot use.
    case grader
    /// The lab's own reference or starter failed.
    case lab
  }

  /// Which part failed.
  public var kind: Kind
  /// What happened, without a full stop.
  public var cause: LocalizedText
  /// The words of the tool or the kernel that failed, as they came; nil where there are none.
  public var detail: String?
  /// What to do, as a whole sentence or a command to run.
  public var remedy: LocalizedText
  /// True where trying again can help.
  public var isTransient: Bool
  /// How often it was tried, the first time included.
  public var attempts: Int

  /// Describes a failure of ours; without a remedy the usual one of its kind.
  public init(
    _ kind: Kind, _ cause: LocalizedText, detail: String? = nil, remedy: LocalizedText? = nil,
    isTransient: Bool = false
  ) {
    self.kind = kind
    self.cause = cause
    self.detail = detail.flatMap { $0.isEmpty ? nil : $0 }
    self.remedy = remedy ?? (isTransient ? Self.tryAgain : kind.remedy)
    self.isTransient = isTransient
    attempts = 1
  }

  /// Describes a failure whose particulars exist in one language only: a tool's own words.
  public init(_ kind: Kind, detail: String, isTransient: Bool = false) {
    self.init(kind, kind.cause, detail: detail, isTransient: isTransient)
  }

  /// The cause with its particulars.
  public var explanation: LocalizedText {
    guard let detail else { return cause }
    return LocalizedText(en: "\(cause.en) (\(detail))", ko: "\(cause.ko)(\(detail))")
  }

  /// What happened and what to do.
  public var message: LocalizedText {
    LocalizedText(en: "\(explanation.en). \(remedy.en)", ko: "\(explanation.ko). \(remedy.ko)")
  }

  /// The message in English.
  public var description: String { message.en }

  private static let tryAgain = LocalizedText(
    en: "Grade again; this kind of failure often passes.", ko: "다시 채점해 보십시오. 일시적인 문제일 수 있습니다.")
}

extension Fault.Kind {
  /// What such a failure is, where nothing more is known of it.
  fileprivate var cause: LocalizedText {
    switch self {
    case .sandbox: LocalizedText(en: "The sandbox failed", ko: "샌드박스에 문제가 발생했습니다")
    case .missingTool:
      LocalizedText(en: "A program that grading needs is missing", ko: "채점에 필요한 프로그램이 없습니다")
    case .fixture: LocalizedText(en: "The test server failed", ko: "테스트 서버에 문제가 발생했습니다")
    case .disk: LocalizedText(en: "The disk is full or read-only", ko: "디스크가 가득 찼거나 읽기 전용입니다")
    case .machine:
      LocalizedText(en: "This machine has run out of resources", ko: "이 컴퓨터의 자원이 부족합니다")
    case .harness:
      LocalizedText(en: "The interpreter did not start properly", ko: "파이썬 인터프리터가 제대로 시작되지 않았습니다")
    case .grader: LocalizedText(en: "A grader failed", ko: "채점기에 문제가 발생했습니다")
    case .lab: LocalizedText(en: "The lab itself is faulty", ko: "랩 자체에 문제가 있습니다")
    }
  }

  /// What usually helps.
  fileprivate var remedy: LocalizedText {
    switch self {
    case .disk:
      LocalizedText(
        en: "Free space, or set TMPDIR to a writable folder with room, then grade again.",
        ko: "공간을 확보하거나 TMPDIR을 쓰기 가능한 폴더로 지정한 다음 다시 채점하십시오.")
    case .grader, .lab:
      LocalizedText(en: "Show this report to the lab's author.", ko: "이 보고서를 랩 작성자에게 전달하십시오.")
    case .sandbox, .missingTool, .fixture, .machine, .harness:
      LocalizedText(
        en: "Run `assay doctor`, or show this report to whoever runs the course.",
        ko: "`assay doctor`를 실행하거나 이 보고서를 과정 운영자에게 전달하십시오.")
    }
  }
}
