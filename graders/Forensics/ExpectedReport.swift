import AssayModel

/// What a right report says of one exception.
struct ExpectedReport: Sendable {
  /// A place in a program: the role of the function and the line below its `def`.
  typealias Place = (role: String, offset: Int)

  var type: String
  var message = ""
  var notes: [String] = []
  var frames: [Place] = []
  /// Some locals of the innermost frame, with their texts.
  var locals: [String: String] = [:]
  var cause: [ExpectedReport] = []
  var context: [ExpectedReport] = []
  var members: [ExpectedReport] = []
  /// True where the exception stands in the report already.
  var isRepeated = false

  /// An exception that was reported before.
  static func repeated(_ type: String) -> ExpectedReport { ExpectedReport(type: type, isRepeated: true) }

  /// The report as an answer key, with the names and lines of `program`.
  func key(in program: ProgramText) -> Value {
    let type = program.names[type].map { "planted.\($0)" } ?? type
    guard !isRepeated else { return ["type": .string(type), "repeated": true] }
    return .record([
      "type": .string(type), "message": .string(message), "notes": .list(notes.map(Value.string)),
      "frames": .list(
        frames.map { place in
          .list([
            .string(program.names[place.role] ?? ""), .int(program.line(of: place.role) + place.offset),
          ])
        }),
      "locals": .map(locals.sorted { $0.key < $1.key }.map { Value.Entry($0.key, .string($0.value)) }),
      "cause": cause.first?.key(in: program) ?? .null,
      "context": context.first?.key(in: program) ?? .null,
      "members": .list(members.map { $0.key(in: program) }),
    ])
  }
}

/// A program that raises, and the report of what it raises.
///
/// Its entry is the role `entry`.
struct FaultProgram: Sendable {
  var group: Group
  var about: About
  /// The definitions; a role in angle brackets stands for its name.
  var definitions: [String]
  var report: ExpectedReport

  /// The groups of checks.
  enum Group: String, Sendable, CaseIterable {
    case one, chain, links, groups
  }

  /// What a program is about.
  enum About: String, Sendable, CaseIterable {
    case plain, own, chain, unraised, fromNone, implicit, both, cycle, itself, deeper
    case group, nested, base, groupAsCause

    /// It in words that give no name away.
    var text: LocalizedText {
      switch self {
      case .plain: LocalizedText(en: "an exception raised two calls deep", ko: "두 단계 아래 호출에서 난 예외")
      case .own: LocalizedText(en: "an exception type of its own, with a note", ko: "노트가 붙은 사용자 정의 예외")
      case .chain: LocalizedText(en: "`raise … from …`, twice", ko: "두 번 이어진 `raise … from …`")
      case .unraised: LocalizedText(en: "a cause that was never raised", ko: "raise된 적 없는 원인")
      case .fromNone: LocalizedText(en: "`raise … from None`", ko: "`raise … from None`")
      case .implicit:
        LocalizedText(en: "exceptions raised while others were handled", ko: "다른 예외를 처리하다가 난 예외")
      case .both: LocalizedText(en: "a cause beside another context", ko: "context와 다른 cause가 함께 있는 예외")
      case .cycle: LocalizedText(en: "two exceptions that are each other's context", ko: "서로의 context인 두 예외")
      case .itself: LocalizedText(en: "an exception that is its own cause", ko: "자기 자신이 원인인 예외")
      case .deeper: LocalizedText(en: "a cause that has a context", ko: "context가 있는 cause")
      case .group: LocalizedText(en: "an ExceptionGroup", ko: "ExceptionGroup")
      case .nested: LocalizedText(en: "a group inside a group", ko: "그룹 안의 그룹")
      case .base: LocalizedText(en: "a BaseExceptionGroup", ko: "BaseExceptionGroup")
      case .groupAsCause: LocalizedText(en: "a group that is a cause", ko: "원인이 된 그룹")
      }
    }
  }
}
