/// What a grader says of one criterion, and why.
public struct Verdict: Sendable, Equatable {
  /// The ways in which a criterion can come out.
  public enum Outcome: Sendable, Equatable {
    /// Full points.
    case met
    /// A part of the points, more than 0 and less than 1.
    case partial(fraction: Double)
    /// No points.
    case unmet
    /// No points, because these criteria that it builds on were not met.
    case blocked(by: [String])
    /// The machine was too noisy to tell.
    case inconclusive
    /// Our fault: the grade is withheld, never zero.
    case ungraded(Fault)
  }

  /// How it came out.
  public var outcome: Outcome
  /// What was found, the most telling first; empty when it is simply met.
  public var findings: [Finding]

  /// States a verdict.
  public init(_ outcome: Outcome, findings: [Finding] = []) {
    self.outcome = outcome
    self.findings = findings
  }

  /// Full points.
  public static let met = Verdict(.met)

  /// No points, for these reasons.
  public static func unmet(_ findings: Finding...) -> Verdict { Verdict(.unmet, findings: findings) }

  /// Met when nothing was found, else unmet for what was.
  public static func judged(by findings: [Finding]) -> Verdict {
    findings.isEmpty ? .met : Verdict(.unmet, findings: findings)
  }
}

/// One thing that is wrong: what was expected, what was seen, for which input.
public struct Finding: Sendable, Equatable, Codable {
  /// What a right solution does.
  public var expected: LocalizedText
  /// What this one did.
  public var seen: LocalizedText
  /// The input, where the learner may see it; graders always give it, judging removes hidden ones.
  public var input: String?
  /// The case's index (from 0) in the scenario, by which hidden inputs are told from visible ones.
  public var caseIndex: Int?
  /// A hint that belongs to this finding; the criterion's own follows it.
  public var hint: LocalizedText?
  /// The exception behind it.
  public var exception: ExceptionRecord?

  /// States one thing that is wrong.
  public init(
    expected: LocalizedText, seen: LocalizedText, input: String? = nil, caseIndex: Int? = nil,
    hint: LocalizedText? = nil, exception: ExceptionRecord? = nil
  ) {
    self.expected = expected
    self.seen = seen
    self.input = input
    self.caseIndex = caseIndex
    self.hint = hint
    self.exception = exception
  }
}
