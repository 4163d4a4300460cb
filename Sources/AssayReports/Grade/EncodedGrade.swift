import AssayModel

/// The document `assay-grade/1`; its schema is docs/schema/grade-1.schema.json.
public struct EncodedGrade: Sendable, Equatable, Codable {
  /// The name and version of the form.
  public static let schemaName = "assay-grade/1"

  /// The name and version of the form.
  public var schema: String
  /// What was graded against.
  public var lab: Lab
  /// What the submission is called.
  public var submission: String
  /// `graded`; `incomplete` where a check is inconclusive; `withheld` where one is ungraded.
  public var state: String
  /// The points.
  public var score: Score
  /// Why the code could not be loaded, where it could not.
  public var loadFailure: LoadFailure?
  /// What failed on our side, each failure once.
  public var faults: [EncodedFault]
  /// In rubric order.
  public var checks: [Check]
  /// What the learner's runs used.
  public var usage: Usage
  /// What the learner's code printed.
  public var output: [Output]
  /// How the runs were isolated.
  public var isolation: EncodedIsolation
  /// By what the grade can be reproduced.
  public var receipt: EncodedReceipt

  /// A lab's identity.
  public struct Lab: Sendable, Equatable, Codable {
    /// The id.
    public var id: String
    /// The name.
    public var title: EncodedText
  }

  /// Points.
  public struct Score: Sendable, Equatable, Codable {
    /// Points earned; absent while the grade is withheld.
    public var earned: Double?
    /// Points that can be had.
    public var possible: Int
  }

  /// Why code could not be loaded.
  public struct LoadFailure: Sendable, Equatable, Codable {
    /// `raised`, `interface` or `ended`.
    public var kind: String
    /// What importing it raised.
    public var exception: EncodedException?
    /// What is missing.
    public var problems: [EncodedText]?
    /// How the process ended.
    public var termination: EncodedTermination?
  }

  /// A line of the rubric with what came of it.
  public struct Check: Sendable, Equatable, Codable {
    /// The key in the rubric.
    public var id: String
    /// The name.
    public var title: EncodedText
    /// `met`, `partial`, `unmet`, `blocked`, `inconclusive` or `ungraded`.
    public var outcome: String
    /// The share of the points, 0 to 1.
    public var fraction: Double
    /// Points earned.
    public var earned: Double
    /// Points that can be had.
    public var possible: Int
    /// Who may see the inputs.
    public var visibility: EncodedVisibility
    /// The grader's name.
    public var grader: String
    /// The scenarios whose evidence was judged.
    public var scenarios: [String]
    /// The rules of the instructions that it checks.
    public var rules: [Int]
    /// The checks that it builds on.
    public var requires: [String]
    /// Those of them that were not met, where it is blocked.
    public var blockedBy: [String]?
    /// What failed on our side, where it is ungraded.
    public var fault: EncodedFault?
    /// What was found.
    public var findings: [Finding]
    /// What to try.
    public var hint: EncodedText?
  }

  /// One thing that is wrong.
  public struct Finding: Sendable, Equatable, Codable {
    /// What a right solution does.
    public var expected: EncodedText
    /// What this one did.
    public var seen: EncodedText
    /// The input, where the learner may see it.
    public var input: String?
    /// The case's index, from 0.
    public var caseIndex: Int?
    /// The exception behind it.
    public var exception: EncodedException?
    /// A hint of its own.
    public var hint: EncodedText?
  }

  /// What runs used.
  public struct Usage: Sendable, Equatable, Codable {
    /// Wall seconds of the whole grading.
    public var wallSeconds: Double
    /// CPU seconds of the learner's processes.
    public var cpuSeconds: Double
    /// The greatest memory of one run in bytes, where it can be told.
    public var peakMemoryBytes: Int?
    /// How many runs there were.
    public var runs: Int
  }

  /// What one scenario's process printed.
  public struct Output: Sendable, Equatable, Codable {
    /// The scenario.
    public var scenario: String
    /// Its stdout.
    public var stdout: EncodedStream
    /// Its stderr.
    public var stderr: EncodedStream
  }
}

extension EncodedGrade {
  /// The published form of a grade.
  public init(_ grade: Grade) {
    schema = Self.schemaName
    lab = Lab(id: grade.lab, title: EncodedText(grade.title))
    submission = grade.submission
    state = Self.state(of: grade)
    score = Score(earned: grade.earned.map { Figures.rounded($0, 2) }, possible: grade.possible)
    loadFailure = grade.loadFailure.map(LoadFailure.init)
    faults = grade.faults.map { EncodedFault($0.fault, checks: $0.results.map(\.criterion.id)) }
    checks = grade.results.map(Check.init)
    usage = Usage(
      wallSeconds: Figures.rounded(grade.usage.wallSeconds, 3),
      cpuSeconds: Figures.rounded(grade.usage.cpuSeconds, 3),
      peakMemoryBytes: grade.usage.peakMemoryBytes, runs: grade.usage.runs)
    output = grade.output.map {
      Output(scenario: $0.scenario, stdout: EncodedStream($0.output), stderr: EncodedStream($0.errorOutput))
    }
    isolation = EncodedIsolation(grade.isolation)
    receipt = EncodedReceipt(grade.receipt)
  }
}

extension EncodedGrade {
  /// `graded`; `incomplete` where a check is inconclusive; `withheld` where one is ungraded.
  static func state(of grade: Grade) -> String {
    grade.isWithheld ? "withheld" : grade.isIncomplete ? "incomplete" : "graded"
  }
}

extension EncodedGrade.LoadFailure {
  init(_ failure: LoadFailure) {
    switch failure {
    case .raised(let exception): (kind, self.exception) = ("raised", EncodedException(exception))
    case .interface(let sentences): (kind, problems) = ("interface", sentences.map(EncodedText.init))
    case .ended(let termination): (kind, self.termination) = ("ended", EncodedTermination(termination))
    }
  }
}

extension EncodedGrade.Check {
  init(_ result: CriterionResult) {
    let criterion = result.criterion
    id = criterion.id
    title = EncodedText(criterion.title)
    outcome = result.kind.rawValue
    fraction = Figures.rounded(result.fraction, 4)
    earned = Figures.rounded(result.earned, 2)
    possible = criterion.points
    visibility = EncodedVisibility(criterion.visibility)
    grader = criterion.grader
    scenarios = criterion.scenarios
    rules = criterion.rules
    requires = criterion.requires
    if case .blocked(let ids) = result.verdict.outcome { blockedBy = ids }
    if case .ungraded(let fault) = result.verdict.outcome { self.fault = EncodedFault(fault) }
    findings = result.verdict.findings.map(EncodedGrade.Finding.init)
    hint = criterion.hint.map(EncodedText.init)
  }
}

extension EncodedGrade.Finding {
  init(_ finding: Finding) {
    expected = EncodedText(finding.expected)
    seen = EncodedText(finding.seen)
    input = finding.input
    caseIndex = finding.caseIndex
    exception = finding.exception.map(EncodedException.init)
    hint = finding.hint.map(EncodedText.init)
  }
}
