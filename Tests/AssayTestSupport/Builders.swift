import AssayModel

// Values with sensible parts, so that a test names only what it is about.

extension Criterion {
  /// A check worth 10 points.
  public static func make(
    _ id: String, points: Int = 10, visibility: Visibility = .visible, scenarios: [String] = ["main"],
    requires: [String] = [], rules: [Int] = [], grader: String = "expectations",
    en: String? = nil, ko: String? = nil, hint: LocalizedText? = nil
  ) -> Criterion {
    Criterion(
      id: id, points: points, visibility: visibility, scenarios: scenarios, requires: requires,
      rules: rules, grader: grader, title: LocalizedText(en: en ?? id, ko: ko ?? en ?? id), hint: hint)
  }
}

extension CriterionResult {
  /// A result whose points follow from its outcome.
  public static func make(
    _ criterion: Criterion, _ outcome: Verdict.Outcome = .met, findings: [Finding] = []
  ) -> CriterionResult {
    let earned =
      switch outcome {
      case .met: Double(criterion.points)
      case .partial(let fraction): Double(criterion.points) * fraction
      case .unmet, .blocked, .inconclusive, .ungraded: 0.0
      }
    return CriterionResult(
      criterion: criterion, verdict: Verdict(outcome, findings: findings), earned: earned)
  }
}

extension Grade {
  /// A grade on a fully isolated machine.
  public static func make(
    lab: String = "00-sample", title: LocalizedText = LocalizedText(en: "A sample lab", ko: "예제 랩"),
    submission: String = "alice", results: [CriterionResult], loadFailure: LoadFailure? = nil,
    usage: Usage = Usage(wallSeconds: 1.417, cpuSeconds: 0.312, peakMemoryBytes: 25_270_000, runs: 6),
    output: [PrintedOutput] = [], isolation: Isolation = .make(), receipt: Receipt = .make()
  ) -> Grade {
    Grade(
      lab: lab, title: title, submission: submission, results: results, loadFailure: loadFailure,
      usage: usage, output: output, isolation: isolation, receipt: receipt)
  }
}

extension Isolation {
  /// Full isolation.
  public static func make(
    tier: Tier = .root, controlGroups: ControlGroups = .v1, notEnforced: [Degradation] = []
  ) -> Isolation {
    Isolation(tier: tier, controlGroups: controlGroups, notEnforced: notEnforced)
  }
}

extension Receipt {
  /// A receipt with recognisable digests.
  public static func make(seed: UInt64 = 7, time: String = "2026-11-23T01:40:12Z") -> Receipt {
    Receipt(
      submission: .make("1"), lab: .make("2"), evidence: .make("3"), seed: Seed(seed),
      environment: EnvironmentFingerprint(
        python: "3.11.2", kernel: "6.1.0", architecture: "x86_64", processors: 2, tool: "0.1.0"),
      time: time)
  }
}

extension Digest {
  /// A digest of one digit repeated.
  public static func make(_ digit: Character) -> Digest {
    Digest(hexadecimal: String(repeating: digit, count: 64))
  }
}

extension CapturedText {
  /// All of a text, or its first and last bytes where `kept` is given.
  public init(_ text: String, kept: Int? = nil) {
    let bytes = Array(text.utf8)
    guard let kept, bytes.count > 2 * kept else {
      self.init(head: bytes, totalBytes: bytes.count)
      return
    }
    self.init(
      head: Array(bytes.prefix(kept)), tail: Array(bytes.suffix(kept)), totalBytes: bytes.count)
  }
}
