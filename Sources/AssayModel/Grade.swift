/// The outcome of grading one submission.
public struct Grade: Sendable, Equatable {
  /// The lab's id.
  public var lab: String
  /// The lab's name.
  public var title: LocalizedText
  /// What the submission is called, for example its folder's name.
  public var submission: String
  /// One result per criterion, in rubric order.
  public var results: [CriterionResult]
  /// Why the learner's code could not be loaded, where it could not.
  public var loadFailure: LoadFailure?
  /// What the learner's runs used.
  public var usage: Usage
  /// What the learner's code printed, the first run that printed anything.
  public var output: [PrintedOutput]
  /// How the runs were isolated.
  public var isolation: Isolation
  /// By what the grade can be reproduced.
  public var receipt: Receipt

  /// Collects a grade.
  public init(
    lab: String, title: LocalizedText, submission: String, results: [CriterionResult],
    loadFailure: LoadFailure? = nil, usage: Usage = Usage(), output: [PrintedOutput] = [],
    isolation: Isolation, receipt: Receipt
  ) {
    self.lab = lab
    self.title = title
    self.submission = submission
    self.results = results
    self.loadFailure = loadFailure
    self.usage = usage
    self.output = output
    self.isolation = isolation
    self.receipt = receipt
  }

  /// Points earned; nil while something is ungraded, because a failure of ours is never a zero.
  public var earned: Double? { isWithheld ? nil : results.reduce(0) { $0 + $1.earned } }

  /// Points that the checks which could be judged have earned.
  public var earnedSoFar: Double { results.reduce(0) { $0 + $1.earned } }

  /// Points that can be had.
  public var possible: Int { results.reduce(0) { $0 + $1.criterion.points } }

  /// True when a criterion is ungraded.
  public var isWithheld: Bool {
    results.contains { if case .ungraded = $0.verdict.outcome { true } else { false } }
  }

  /// True when a criterion is inconclusive or ungraded.
  public var isIncomplete: Bool {
    results.contains {
      switch $0.verdict.outcome {
      case .inconclusive, .ungraded: true
      default: false
      }
    }
  }

  /// What failed on our side, each failure once, with the results that it left ungraded.
  public var faults: [(fault: Fault, results: [CriterionResult])] {
    results.reduce(into: []) { faults, result in
      guard case .ungraded(let fault) = result.verdict.outcome else { return }
      if let index = faults.firstIndex(where: { $0.fault == fault }) {
        faults[index].results.append(result)
      } else {
        faults.append((fault, [result]))
      }
    }
  }

  /// What the runs of the learner's code used together.
  public struct Usage: Sendable, Equatable, Codable {
    /// Wall seconds of the whole grading.
    public var wallSeconds: Double
    /// CPU seconds of the learner's processes.
    public var cpuSeconds: Double
    /// The greatest memory of one run in bytes, where it can be told.
    public var peakMemoryBytes: Int?
    /// How many runs there were.
    public var runs: Int

    /// Gives the figures.
    public init(
      wallSeconds: Double = 0, cpuSeconds: Double = 0, peakMemoryBytes: Int? = nil, runs: Int = 0
    ) {
      self.wallSeconds = wallSeconds
      self.cpuSeconds = cpuSeconds
      self.peakMemoryBytes = peakMemoryBytes
      self.runs = runs
    }
  }

  /// What one scenario's process printed.
  public struct PrintedOutput: Sendable, Equatable, Codable {
    /// The scenario.
    public var scenario: String
    /// Its stdout.
    public var output: CapturedText
    /// Its stderr.
    public var errorOutput: CapturedText

    /// Keeps what was printed.
    public init(scenario: String, output: CapturedText, errorOutput: CapturedText) {
      self.scenario = scenario
      self.output = output
      self.errorOutput = errorOutput
    }
  }
}

/// A criterion with its verdict and points.
public struct CriterionResult: Sendable, Equatable {
  /// The line of the rubric.
  public var criterion: Criterion
  /// What was judged, hidden inputs already removed.
  public var verdict: Verdict
  /// Points earned, 0 to the criterion's points, in hundredths.
  public var earned: Double

  /// Joins a criterion with its verdict.
  public init(criterion: Criterion, verdict: Verdict, earned: Double) {
    self.criterion = criterion
    self.verdict = verdict
    self.earned = earned
  }
}

/// The digests by which a grade can be reproduced, or by which a difference can be named.
public struct Receipt: Sendable, Equatable, Codable {
  /// Of the submitted files.
  public var submission: Digest
  /// Of the lab's files.
  public var lab: Digest
  /// The archive in which the submission came, as it was received; nil for a folder.
  public var archive: ReceivedArchive?
  /// Of the evidence.
  public var evidence: Digest
  /// The seed of the plan.
  public var seed: Seed
  /// The machine.
  public var environment: EnvironmentFingerprint
  /// When the grading began, RFC 3339 in UTC.
  public var time: String

  /// Collects the digests.
  public init(
    submission: Digest, archive: ReceivedArchive? = nil, lab: Digest, evidence: Digest, seed: Seed,
    environment: EnvironmentFingerprint, time: String
  ) {
    self.submission = submission
    self.archive = archive
    self.lab = lab
    self.evidence = evidence
    self.seed = seed
    self.environment = environment
    self.time = time
  }
}
