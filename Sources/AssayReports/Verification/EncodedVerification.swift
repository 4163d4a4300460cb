import AssayModel

/// One lab in the document `assay-verification/1`.
public struct EncodedVerification: Sendable, Equatable, Codable {
  /// The lab's id.
  public var lab: String
  /// The lab's name.
  public var title: EncodedText
  /// Whether the lab may be used.
  public var passed: Bool
  /// One sentence for everything that is not as it must be.
  public var violations: [EncodedText]
  /// The reference.
  public var reference: Reference
  /// The starter.
  public var starter: Bounded
  /// The checks, in rubric order.
  public var checks: [Check]
  /// The known-wrong submissions.
  public var wrong: [Wrong]
  /// What came of attacks; absent where none were tried.
  public var attacks: Attacks?
  /// Wall seconds of the whole verification.
  public var wallSeconds: Double

  /// Attacks, beside the points of the code that they were laid over.
  public struct Attacks: Sendable, Equatable, Codable {
    /// The points of the unattacked code.
    public var base: Double?
    /// What came of each.
    public var results: [Attack]
  }

  /// What came of one attack.
  public struct Attack: Sendable, Equatable, Codable {
    /// Its name in the corpus.
    public var id: String
    /// How it came out.
    public var outcome: Verification.AttackResult.Outcome
    /// Its points; absent where the grade was withheld.
    public var points: Double?
  }

  /// What one grading came to.
  public struct Score: Sendable, Equatable, Codable {
    /// Points; absent where the grade was withheld.
    public var points: Double?
    /// The checks that were not fully met.
    public var lost: [String]
    /// The checks that could not be decided.
    public var undecided: [String]

    init(_ score: Verification.Score) {
      (points, lost, undecided) = (score.points.map { Figures.rounded($0, 2) }, score.lost, score.undecided)
    }
  }

  /// The reference's repetitions.
  public struct Reference: Sendable, Equatable, Codable {
    /// The fewest points that it may have.
    public var minimum: Int
    /// One score for each repetition.
    public var repetitions: [Score]
  }

  /// A score with the most points that are allowed.
  public struct Bounded: Sendable, Equatable, Codable {
    /// The most points.
    public var maximum: Int
    /// The score.
    public var score: Score
  }

  /// A check and the wrong submissions that it catches.
  public struct Check: Sendable, Equatable, Codable {
    /// The key in the rubric.
    public var id: String
    /// The name.
    public var title: EncodedText
    /// Points for meeting it.
    public var points: Int
    /// The wrong submissions that lose it.
    public var catches: [String]
  }

  /// A wrong submission.
  public struct Wrong: Sendable, Equatable, Codable {
    /// The folder under `wrong/`.
    public var id: String
    /// True for an attempt to score without solving.
    public var isCheat: Bool
    /// The most points that it may have, where there is a bound.
    public var maximum: Int?
    /// The score.
    public var score: Score
    /// Checks that it must lose.
    public var mustLose: [String]
    /// Checks that it may lose.
    public var mayLose: [String]
    /// Checks that it lost without having declared so.
    public var lostUndeclared: [String]
    /// Checks that it had to lose and kept.
    public var keptUndeclared: [String]
    /// What else is wrong with it.
    public var problems: [EncodedText]
  }
}

extension EncodedVerification {
  /// The published form of a verification.
  public init(_ verification: Verification) {
    lab = verification.lab
    title = EncodedText(verification.title)
    passed = verification.passed
    violations = verification.violations.map(EncodedText.init)
    reference = Reference(
      minimum: verification.referenceMinimum, repetitions: verification.reference.map(Score.init))
    starter = Bounded(maximum: verification.starterMaximum, score: Score(verification.starter))
    checks = verification.checks.map { check in
      Check(
        id: check.id, title: EncodedText(check.title), points: check.points,
        catches: verification.wrong.filter { $0.score.lost.contains(check.id) }.map(\.declared.id))
    }
    let ids = verification.checks.map(\.id)
    wrong = verification.wrong.map { result in
      Wrong(
        id: result.declared.id, isCheat: result.declared.isCheat, maximum: result.maximum,
        score: Score(result.score), mustLose: result.declared.lose, mayLose: result.declared.also,
        lostUndeclared: ids.filter { result.mark(of: $0) == .lostUndeclared },
        keptUndeclared: ids.filter { result.mark(of: $0) == .keptUndeclared },
        problems: result.problems.map(EncodedText.init))
    }
    attacks = verification.attacks.map { attacks in
      Attacks(
        base: attacks.base.map { Figures.rounded($0, 2) },
        results: attacks.results.map {
          Attack(id: $0.id, outcome: $0.outcome, points: $0.points.map { Figures.rounded($0, 2) })
        })
    }
    wallSeconds = Figures.rounded(verification.wallSeconds, 3)
  }
}

/// The document `assay-verification/1`; its schema is docs/schema/verification-1.schema.json.
public struct EncodedVerificationDocument: Sendable, Equatable, Codable {
  /// The name and version of the form.
  public var schema = "assay-verification/1"
  /// Whether every lab may be used.
  public var passed: Bool
  /// The labs, in the order in which they were asked for.
  public var labs: [EncodedVerification]

  /// The published form of what was seen of some labs.
  public init(_ verifications: [Verification]) {
    passed = verifications.allSatisfy(\.passed)
    labs = verifications.map(EncodedVerification.init)
  }

  /// One document, ended by a line feed.
  ///
  /// - Throws: an `EncodingError` where a score is no number.
  public func text() throws -> String { try OrderedEncoder.text(self) }
}
