/// One line of the rubric.
public struct Criterion: Sendable, Equatable {
  /// The key in the rubric.
  public var id: String
  /// Points for meeting it.
  public var points: Int
  /// Who may see its inputs.
  public var visibility: Visibility
  /// The scenarios whose evidence it judges, the main one first.
  public var scenarios: [String]
  /// Criteria without which this one counts nothing.
  public var requires: [String]
  /// The numbered rules of the instructions that it checks.
  public var rules: [Int]
  /// The grader's registered name; `expectations` is the general one.
  public var grader: String
  /// Where the grader is, if it is not compiled in.
  public var external: ExternalGrader?
  /// The grader's options (`with:` in the manifest).
  public var options: Value
  /// Expectations, for the grader `expectations`.
  public var expectations: [Expectation]
  /// True where it judges wall time, so that noise may make it inconclusive.
  public var judgesWallTime: Bool
  /// What it is called in reports.
  public var title: LocalizedText
  /// What to try when it fails.
  public var hint: LocalizedText?

  /// Gives every part of a criterion.
  public init(
    id: String, points: Int, visibility: Visibility = .hidden, scenarios: [String],
    requires: [String] = [], rules: [Int] = [], grader: String = "expectations",
    external: ExternalGrader? = nil, options: Value = .map([]),
    expectations: [Expectation] = [], judgesWallTime: Bool = false, title: LocalizedText,
    hint: LocalizedText? = nil
  ) {
    self.id = id
    self.points = points
    self.visibility = visibility
    self.scenarios = scenarios
    self.requires = requires
    self.rules = rules
    self.grader = grader
    self.external = external
    self.options = options
    self.expectations = expectations
    self.judgesWallTime = judgesWallTime
    self.title = title
    self.hint = hint
  }
}

/// Who may see the inputs of a check.
public enum Visibility: Sendable, Equatable, Codable {
  /// The learner sees every input.
  case visible
  /// The learner sees the verdict and what was seen, never an input.
  case hidden
  /// The learner sees the first `cases` inputs.
  case partly(cases: Int)

  /// Whether the input of the case at `index` (from 0) may be shown to the learner.
  public func shows(caseAt index: Int) -> Bool {
    switch self {
    case .visible: true
    case .hidden: false
    case .partly(let cases): index < cases
    }
  }
}

/// One predicate on evidence, as the manifest states it.
public struct Expectation: Sendable, Equatable {
  /// The evidence that is looked at.
  public var selector: Selector
  /// What must hold of it.
  public var predicate: Predicate
  /// The only case (from 0) that it looks at, where a scenario has several.
  public var caseIndex: Int?

  /// States a predicate on some evidence.
  public init(_ selector: Selector, _ predicate: Predicate, caseIndex: Int? = nil) {
    self.selector = selector
    self.predicate = predicate
    self.caseIndex = caseIndex
  }

  /// What part of the evidence is looked at.
  public enum Selector: Sendable, Equatable {
    /// A path into the returned value: `kind`, `[0].cpu_s`, `[*].kind`, `[1:3]`, `a.$drawn.b`.
    case path(String)
    /// A counter of the fixture's trace.
    case server(FixtureCounter)
  }

  /// What must hold.
  public enum Predicate: Sendable, Equatable {
    /// Equal by value and type.
    case equal(Value)
    /// A number no further than `tolerance` from `value`.
    case approximately(value: Double, tolerance: Double)
    /// A number at most this.
    case atMost(Double)
    /// A number at least this.
    case atLeast(Double)
    /// A number in this closed range.
    case between(Double, Double)
    /// Every element equals this.
    case allEqual(Value)
    /// Every element is a number in this closed range.
    case allBetween(Double, Double)
    /// The elements are in descending (or ascending) order.
    case sorted(descending: Bool)
    /// The elements include this.
    case contains(Value)
    /// The number of elements is this.
    case count(Int)
  }
}
