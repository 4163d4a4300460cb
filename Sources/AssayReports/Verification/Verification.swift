import AssayModel

/// What `assay verify` saw of one lab: the proof that its checks tell right from wrong.
public struct Verification: Sendable, Equatable {
  /// The lab's id.
  public var lab: String
  /// The lab's name.
  public var title: LocalizedText
  /// The checks, in rubric order.
  public var checks: [Check]
  /// The reference, once for each repetition.
  public var reference: [Score]
  /// The fewest points that the reference may have.
  public var referenceMinimum: Int
  /// The starter.
  public var starter: Score
  /// The most points that the starter may have.
  public var starterMaximum: Int
  /// The known-wrong submissions.
  public var wrong: [WrongResult]
  /// What came of attacks; nil where none were tried.
  public var attacks: Attacks?
  /// What else speaks against the lab.
  public var problems: [LocalizedText]
  /// Wall seconds of the whole verification.
  public var wallSeconds: Double

  /// Collects what was seen.
  public init(
    lab: String, title: LocalizedText, checks: [Check], reference: [Score], referenceMinimum: Int,
    starter: Score, starterMaximum: Int, wrong: [WrongResult], problems: [LocalizedText] = [],
    wallSeconds: Double = 0, attacks: Attacks? = nil
  ) {
    self.attacks = attacks
    self.lab = lab
    self.title = title
    self.checks = checks
    self.reference = reference
    self.referenceMinimum = referenceMinimum
    self.starter = starter
    self.starterMaximum = starterMaximum
    self.wrong = wrong
    self.problems = problems
    self.wallSeconds = wallSeconds
  }

  /// True where a grade was withheld because something on our side failed.
  public var isWithheld: Bool {
    (reference + [starter] + wrong.map(\.score)).contains { $0.points == nil }
  }

  /// A check, by name.
  public struct Check: Sendable, Equatable {
    /// The key in the rubric.
    public var id: String
    /// The name.
    public var title: LocalizedText
    /// Points for meeting it.
    public var points: Int

    /// Names a check.
    public init(id: String, title: LocalizedText, points: Int) {
      self.id = id
      self.title = title
      self.points = points
    }

    /// The check of a rubric.
    public init(_ criterion: Criterion) {
      self.init(id: criterion.id, title: criterion.title, points: criterion.points)
    }
  }

  /// What one grading came to.
  public struct Score: Sendable, Equatable {
    /// Points; nil where the grade was withheld.
    public var points: Double?
    /// The checks that were not fully met.
    public var lost: [String]
    /// The checks that could not be decided: inconclusive or ungraded.
    public var undecided: [String]

    /// States a score.
    public init(points: Double?, lost: [String] = [], undecided: [String] = []) {
      self.points = points
      self.lost = lost
      self.undecided = undecided
    }

    /// The score of a grade.
    public init(_ grade: Grade) {
      self.init(
        points: grade.earned,
        lost: grade.results.filter { [.unmet, .partial, .blocked].contains($0.kind) }.map(\.criterion.id),
        undecided: grade.results.filter { [.inconclusive, .ungraded].contains($0.kind) }
          .map(\.criterion.id))
    }
  }

  /// A known-wrong submission, what it declares and what came of it.
  public struct WrongResult: Sendable, Equatable {
    /// What was declared.
    public var declared: WrongSubmission
    /// What it came to.
    public var score: Score
    /// The most points that it may have; nil where there is no bound.
    public var maximum: Int?
    /// What else is wrong with it.
    public var problems: [LocalizedText]

    /// Joins a declaration with what came of it.
    public init(
      declared: WrongSubmission, score: Score, maximum: Int? = nil, problems: [LocalizedText] = []
    ) {
      self.declared = declared
      self.score = score
      self.maximum = maximum
      self.problems = problems
    }

    /// What became of one check.
    func mark(of check: String) -> KillMark {
      if score.undecided.contains(check) { return .undecided }
      if score.lost.contains(check) {
        if declared.lose.contains(check) { return .lost }
        return declared.also.contains(check) ? .lostAllowed : .lostUndeclared
      }
      return declared.lose.contains(check) ? .keptUndeclared : .kept
    }
  }
}

extension Verification {
  /// The verification of a lab from the grades of its own submissions, by the bounds that it declares.
  ///
  /// `wrong` has one grade for each wrong submission that the lab declares, by its id; one that is missing is
  /// a problem of the lab.
  public init(
    of lab: LabManifest, reference: [Grade], starter: Grade, wrong: [String: Grade],
    problems: [LocalizedText] = [], wallSeconds: Double = 0
  ) {
    let missing = lab.wrong.filter { wrong[$0.id] == nil }.map {
      VerificationWords.notGraded("wrong/\($0.id)")
    }
    self.init(
      lab: lab.id, title: lab.title, checks: lab.checks.map(Check.init),
      reference: reference.map(Score.init), referenceMinimum: lab.gates.referenceMinimum,
      starter: Score(starter), starterMaximum: lab.gates.starterMaximum,
      wrong: lab.wrong.compactMap { declared in
        guard let grade = wrong[declared.id] else { return nil }
        let maximum = declared.maximumScore ?? (declared.isCheat ? lab.gates.cheatMaximum : nil)
        return WrongResult(declared: declared, score: Score(grade), maximum: maximum)
      }, problems: problems + missing, wallSeconds: wallSeconds)
  }
}

/// One cell of the kill matrix.
enum KillMark: CaseIterable {
  /// Lost, as declared.
  case lost
  /// Lost, which was allowed.
  case lostAllowed
  /// Lost, though that was not declared: caught for the wrong reason.
  case lostUndeclared
  /// Kept, though it had to be lost: the check does not catch this mistake.
  case keptUndeclared
  /// Inconclusive or ungraded.
  case undecided
  /// Kept, as it should be.
  case kept
}

extension Verification {
  /// Whether the lab may be used.
  public var passed: Bool { violations.isEmpty }

  /// One sentence for everything that is not as it must be; empty when the lab passes.
  public var violations: [LocalizedText] {
    problems + referenceViolations + starterViolations + wrong.flatMap(violations(of:))
      + (attacks?.violations ?? [])
  }

  /// The checks that no wrong submission loses: nothing shows that they can fail.
  public var idleChecks: [String] {
    checks.map(\.id).filter { id in !wrong.contains { $0.score.lost.contains(id) } }
  }

  private var referenceViolations: [LocalizedText] {
    reference.enumerated().compactMap { index, score in
      guard let points = score.points, score.undecided.isEmpty else {
        return VerificationWords.referenceUndecided(index + 1, of: reference.count, score.undecided)
      }
      guard points < Double(referenceMinimum) else { return nil }
      return VerificationWords.referenceTooLow(
        index + 1, of: reference.count, points, referenceMinimum, lost: score.lost)
    }
  }

  private var starterViolations: [LocalizedText] {
    guard let points = starter.points else {
      return [VerificationWords.undecided("starter", starter.undecided)]
    }
    return points > Double(starterMaximum)
      ? [VerificationWords.tooHigh("starter", points, starterMaximum)] : []
  }

  private func violations(of result: WrongResult) -> [LocalizedText] {
    let name = "wrong/" + result.declared.id
    let ids = checks.map(\.id)
    var sentences = result.problems
    if result.score.points == nil || !result.score.undecided.isEmpty {
      sentences.append(VerificationWords.undecided(name, result.score.undecided))
    }
    if let points = result.score.points, let maximum = result.maximum, points > Double(maximum) {
      sentences.append(VerificationWords.tooHigh(name, points, maximum))
    }
    let kept = ids.filter { result.mark(of: $0) == .keptUndeclared }
    if !kept.isEmpty { sentences.append(VerificationWords.kept(name, kept)) }
    let lost = ids.filter { result.mark(of: $0) == .lostUndeclared }
    if !lost.isEmpty { sentences.append(VerificationWords.lost(name, lost)) }
    return sentences
  }
}
