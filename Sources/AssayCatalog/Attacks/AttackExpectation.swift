import AssayModel

/// Something that must be observed of an attack; the words are those of the key `expect`.
public enum AttackExpectation: Sendable, Equatable {
  /// `answers`: every call returned something.
  case answers
  /// `raises`: a call raised an exception of its own.
  case raises
  /// `unreadable`: something was answered that is no answer of the harness.
  case unreadable
  /// `times-out`: a call did not answer in time.
  case timesOut
  /// `deadlocks`: a wait on the virtual clock would never end.
  case deadlocks
  /// `dies`: a process ended in the middle of a call.
  case dies
  /// `load-failed`: the code could not be loaded.
  case loadFailed
  /// `exited N`, `signaled N`, `exceeded LIMIT`, `stopped`: a process ended so.
  case ends(Termination)
  /// `prints TEXT`: the output of the attack has this text in it; proves that it was carried out.
  case prints(String)
  /// `refused`, `refused REASON`: intake does not take it, for the reason of this name.
  case refused(String? = nil)
  /// `accepted`: intake takes it, or the harmless part of it.
  case accepted
  /// `harmless`: no sink shows it as anything but text.
  case harmless

  private static let plain: [(word: String, expectation: AttackExpectation)] = [
    ("answers", .answers), ("raises", .raises), ("unreadable", .unreadable), ("times-out", .timesOut),
    ("deadlocks", .deadlocks), ("dies", .dies), ("load-failed", .loadFailed),
    ("stopped", .ends(.stopped)), ("refused", .refused()), ("accepted", .accepted), ("harmless", .harmless),
  ]

  /// The words that `expect` knows, `N`, `LIMIT`, `TEXT` and `REASON` standing for what follows them.
  public static let vocabulary =
    plain.map(\.word) + [
      "exited N", "signaled N", "exceeded \(LimitKind.allCases.map(\.rawValue).joined(separator: "|"))",
      "prints TEXT", "refused REASON",
    ]

  /// Reads one phrase; nil where it is none.
  init?(_ phrase: String) {
    if let known = Self.plain.first(where: { $0.word == phrase }) {
      self = known.expectation
      return
    }
    let parts = phrase.split(separator: " ", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return nil }
    switch (parts[0], Int(parts[1]), LimitKind(rawValue: parts[1])) {
    case ("exited", let code?, _): self = .ends(.exited(code: code))
    case ("signaled", let number?, _): self = .ends(.signaled(number: number))
    case ("exceeded", _, let kind?): self = .ends(.exceeded(kind))
    case ("prints", _, _): self = .prints(parts[1])
    case ("refused", _, _): self = .refused(parts[1])
    default: return nil
    }
  }

  /// Whether it takes running into a limit to see this.
  var isLimit: Bool {
    switch self {
    case .ends(.exceeded), .timesOut: true
    default: false
    }
  }
}
