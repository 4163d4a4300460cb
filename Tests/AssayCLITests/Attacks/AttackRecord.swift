import AssayCatalog
import AssayModel

/// What came of one attack.
struct AttackRecord: Sendable {
  var attack: Attack
  /// The gap of this tier through which the attack goes, where there is one.
  var gap: Attack.Gap?
  /// Everything that is not as it has to be; empty where the attack was contained, or went as documented.
  var problems: [String] = []
  var hasForged = false
  var hasEscaped = false
  var survivors = 0
  var isLost = false
  var hasDisturbed = false
  /// How it was isolated; nil where there is no evidence.
  var isolation: Isolation?

  /// The word of the table.
  var outcome: String { gap == nil ? "contained" : "not contained" }
}

/// What was observed of one attack.
struct AttackObservation {
  let evidence: Evidence
  let text: String

  init(_ evidence: Evidence) {
    self.evidence = evidence
    text = evidence.runs.flatMap(\.processes).flatMap { [$0.output, $0.errorOutput] }
      .map { String(decoding: $0.head + $0.tail, as: UTF8.self) }.joined(separator: "\n")
  }

  /// The attack says that it got what it wanted.
  var hasBreached: Bool { text.contains("BREACH") }

  /// The gap of an attack that is open under this isolation.
  func gap(of attack: Attack) -> Attack.Gap? {
    attack.gaps.first { $0.isOpen(under: evidence.isolation) }
  }

  func holds(_ expectation: AttackExpectation) -> Bool {
    switch expectation {
    case .answers: failures.isEmpty && calls.allSatisfy { $0.returned != nil }
    case .raises: exceptions.contains { $0.type != Self.unreadable }
    case .unreadable: (exceptions + loadExceptions).contains { $0.type == Self.unreadable }
    case .timesOut: outcomes { if case .timedOut = $0 { true } else { false } }
    case .deadlocks: outcomes { if case .deadlocked = $0 { true } else { false } }
    case .dies: outcomes { if case .died = $0 { true } else { false } }
    case .loadFailed: !failures.isEmpty
    case .ends(let end):
      failures.contains(.ended(end)) || evidence.runs.flatMap(\.processes).contains { $0.termination == end }
    case .prints(let words): text.contains(words)
    case .refused, .accepted, .harmless: false
    }
  }

  /// What was seen, in the words of `expect`.
  var summary: String {
    let ends = evidence.runs.flatMap(\.processes).map { "\($0.termination)" }
    let called = calls.map { "\($0.outcome)".prefix(120) }
    return "load failures \(failures), calls \(called), ends \(ends), text '\(text.prefix(400))'"
  }

  private static let unreadable = "UnreadableAnswer"
  private var calls: [CallRecord] { evidence.runs.flatMap(\.calls) }
  private var failures: [LoadFailure] { evidence.runs.compactMap(\.loadFailure) }
  private var exceptions: [ExceptionRecord] {
    calls.compactMap { if case .raised(let error) = $0.outcome { error } else { nil } }
  }
  private var loadExceptions: [ExceptionRecord] {
    failures.compactMap { if case .raised(let error) = $0 { error } else { nil } }
  }

  private func outcomes(_ isWanted: (CallRecord.Outcome) -> Bool) -> Bool {
    calls.map(\.outcome).contains(where: isWanted)
  }
}
