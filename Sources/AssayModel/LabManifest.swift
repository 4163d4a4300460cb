/// What a lab asks: identity, what is run, what is judged.
///
/// The typed content of `lab.yaml` (schema `lab/1`).
public struct LabManifest: Sendable, Equatable {
  /// The folder's name, for example `06-retry-backoff-breaker`.
  public var id: String
  /// The curriculum's module, 1 to 8.
  public var module: Int
  /// The row in its module, 1 to 5.
  public var row: Int
  /// The month of the roadmap, 1 to 6.
  public var month: Int
  /// How the learner's code is exercised; mixed labs name several.
  public var kinds: [LabKind]
  /// Minutes that a learner is expected to need.
  public var minutes: Int
  /// The lab's name.
  public var title: LocalizedText
  /// The curriculum's own words for the row.
  public var rowText: LocalizedText
  /// The Python environment.
  public var environment: EnvironmentSpec
  /// Servers and tools that the lab needs beside Python.
  public var services: [Service]
  /// Limits of every run, unless a scenario says otherwise.
  public var limits: Limits
  /// Which files are handed in and which are given.
  public var files: FileSpec
  /// The Python file that exercises the learner's code; it holds no expected value.
  public var exercise: String?
  /// Signatures that are checked before anything is run, for example `retry.backoff(attempt, policy, rng)`.
  public var api: [String]
  /// What to do about a noisy machine, where a check judges wall time.
  public var noise: NoisePolicy?
  /// What is run, in the order of the file; each yields evidence.
  public var scenarios: [Scenario]
  /// What is judged, in the order of the file; the points add up to 100.
  public var checks: [Criterion]
  /// The bounds that `assay verify` holds the lab to.
  public var gates: Gates
  /// The known-wrong submissions under `wrong/`.
  public var wrong: [WrongSubmission]

  /// Gives every part of a lab.
  public init(
    id: String, module: Int, row: Int, month: Int, kinds: [LabKind], minutes: Int, title: LocalizedText,
    rowText: LocalizedText, environment: EnvironmentSpec, services: [Service], limits: Limits,
    files: FileSpec, exercise: String?, api: [String], noise: NoisePolicy?, scenarios: [Scenario],
    checks: [Criterion], gates: Gates, wrong: [WrongSubmission]
  ) {
    self.id = id
    self.module = module
    self.row = row
    self.month = month
    self.kinds = kinds
    self.minutes = minutes
    self.title = title
    self.rowText = rowText
    self.environment = environment
    self.services = services
    self.limits = limits
    self.files = files
    self.exercise = exercise
    self.api = api
    self.noise = noise
    self.scenarios = scenarios
    self.checks = checks
    self.gates = gates
    self.wrong = wrong
  }

  /// The scenario called `name`.
  public func scenario(_ name: String) -> Scenario? { scenarios.first { $0.name == name } }

  /// The check called `id`.
  public func check(_ id: String) -> Criterion? { checks.first { $0.id == id } }
}

/// How a lab exercises the learner's code.
public enum LabKind: String, Sendable, Codable, CaseIterable {
  /// Functions are called over the harness.
  case call
  /// A program with arguments, input and output.
  case program
  /// Code that talks to an instrumented fixture server.
  case client
  /// A server that the grader probes and loads.
  case service
  /// The learner's tests, judged by correct builds and mutants.
  case tests
  /// Configuration, judged by running the real tool.
  case tooling
  /// Findings about a given artefact.
  case analysis
}

/// A server or tool that a lab needs beside Python.
public enum Service: String, Sendable, Codable, CaseIterable {
  /// Our scripted HTTP server.
  case fixtureHTTP = "fixture-http"
}

/// The Python that a lab runs on.
public struct EnvironmentSpec: Sendable, Equatable, Codable {
  /// The name of a prebuilt set of packages; `stdlib` is none.
  public var profile: String
  /// The language version, for example `3.11`.
  public var python: String

  /// Names a profile and a version.
  public init(profile: String = "stdlib", python: String = "3.11") {
    self.profile = profile
    self.python = python
  }
}

/// The files of a lab.
public struct FileSpec: Sendable, Equatable {
  /// One file that a learner hands in.
  public struct Submitted: Sendable, Equatable {
    /// The path inside the submission.
    public var path: String
    /// The greatest size, in bytes.
    public var maxBytes: Int
    /// True when it may be missing.
    public var isOptional: Bool

    /// Describes a file to hand in.
    public init(path: String, maxBytes: Int = 64 << 10, isOptional: Bool = false) {
      self.path = path
      self.maxBytes = maxBytes
      self.isOptional = isOptional
    }
  }

  /// Files under `given/` that are laid over the submission.
  public var given: [String]
  /// Files that are taken from the submission; all others are left out.
  public var submit: [Submitted]
  /// The folder that `assay start` copies.
  public var starter: String

  /// Lists a lab's files.
  public init(given: [String] = [], submit: [Submitted], starter: String = "starter") {
    self.given = given
    self.submit = submit
    self.starter = starter
  }
}

/// When a failed check of wall time is measured again.
public struct NoisePolicy: Sendable, Equatable, Codable {
  /// The share of time spent waiting for a CPU over which a wall-clock verdict is not believed, 0 to 1.
  public var retryWhenOver: Double
  /// How often the scenario is run again before the verdict is `inconclusive`.
  public var retries: Int

  /// Gives the threshold and the retries.
  public init(retryWhenOver: Double = 0.6, retries: Int = 2) {
    self.retryWhenOver = retryWhenOver
    self.retries = retries
  }
}

/// The way in which a scenario drives the learner's code.
public enum Driver: String, Sendable, Codable, CaseIterable {
  /// One process, calls one at a time.
  case call
  /// The same on an event loop whose clock jumps to the next timer.
  case virtualAsyncio = "virtual-asyncio"
  /// Code that talks to a fixture server; the process is held until the server has been read.
  case client
}

/// Whose code a scenario runs.
public enum Subject: String, Sendable, Codable, CaseIterable {
  /// The learner's.
  case submission
  /// The lab's starter, as a yardstick.
  case starter
  /// The lab's reference, as a yardstick or an oracle.
  case reference
}

/// One thing that is run: a fresh process, a fresh fixture, a list of calls.
public struct Scenario: Sendable, Equatable {
  /// The key in the manifest.
  public var name: String
  /// How the code is driven.
  public var driver: Driver
  /// What each call calls.
  public var target: CallTarget
  /// Whose code is run.
  public var subject: Subject
  /// The inputs.
  public var cases: CaseSource
  /// Inputs that every case has; a case's own win.
  public var arguments: [Value.Entry]
  /// Each case is called this many times, every time with another `seed` among its inputs; 0 adds no seed.
  public var seeds: Int
  /// Names drawn afresh for a run; `$name` in an input or an expectation stands for the drawn text.
  public var draws: [Draw]
  /// What the fixture server does, where the driver is `client`.
  public var fixture: FixtureScript?
  /// How often the whole scenario is run.
  public var repeats: Int
  /// Seconds after which one call is given up.
  public var callLimitSeconds: Double
  /// Limits of this scenario where they differ from the lab's.
  public var limits: Limits?

  /// Gives every part of a scenario.
  public init(
    name: String, driver: Driver, target: CallTarget, subject: Subject = .submission,
    cases: CaseSource = .listed([]), arguments: [Value.Entry] = [], seeds: Int = 0, draws: [Draw] = [],
    fixture: FixtureScript? = nil, repeats: Int = 1, callLimitSeconds: Double = 10, limits: Limits? = nil
  ) {
    self.name = name
    self.driver = driver
    self.target = target
    self.subject = subject
    self.cases = cases
    self.arguments = arguments
    self.seeds = seeds
    self.draws = draws
    self.fixture = fixture
    self.repeats = repeats
    self.callLimitSeconds = callLimitSeconds
    self.limits = limits
  }

  /// What a call of the harness calls.
  public enum CallTarget: Sendable, Equatable, Codable {
    /// A function of the lab's exercise file, called with the case's entries as keyword arguments.
    case operation(String)
    /// A function of the submission, `module.function`, called with the case's `args` and `kwargs`.
    case function(module: String, name: String)
  }

  /// Where a scenario's inputs come from.
  public enum CaseSource: Sendable, Equatable {
    /// They stand in the manifest.
    case listed([Value])
    /// A workload generator in `graders/` makes them, and the fixture's routes, from the seed.
    case generated(name: String, options: Value)
  }

  /// One drawn name.
  public struct Draw: Sendable, Equatable {
    /// The name that stands for it, without `$`.
    public var name: String
    /// What it looks like.
    public var shape: Shape

    /// The shapes of drawn texts.
    public enum Shape: String, Sendable, Codable, CaseIterable {
      /// A Python name that says nothing.
      case name
      /// Hexadecimal digits.
      case token
    }

    /// Declares a drawn name.
    public init(name: String, shape: Shape) {
      self.name = name
      self.shape = shape
    }
  }
}

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
    requires: [String] = [], rules: [Int] = [], grader: String = "expectations", options: Value = .map([]),
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

/// What `assay verify` demands of a lab.
public struct Gates: Sendable, Equatable, Codable {
  /// The most points that the starter may have.
  public var starterMaximum: Int
  /// The fewest points that the reference may have.
  public var referenceMinimum: Int
  /// The most points that a cheat may have, unless it declares its own bound.
  public var cheatMaximum: Int

  /// Gives the bounds.
  public init(starterMaximum: Int = 10, referenceMinimum: Int = 100, cheatMaximum: Int = 40) {
    self.starterMaximum = starterMaximum
    self.referenceMinimum = referenceMinimum
    self.cheatMaximum = cheatMaximum
  }
}

/// A known-wrong submission and what it must lose.
public struct WrongSubmission: Sendable, Equatable {
  /// The folder under `wrong/`.
  public var id: String
  /// Checks that it must fail.
  public var lose: [String]
  /// Checks that it may fail.
  public var also: [String]
  /// True for an attempt to score without solving.
  public var isCheat: Bool
  /// The most points that it may have.
  public var maximumScore: Int?

  /// Declares a known-wrong submission.
  public init(
    id: String, lose: [String], also: [String] = [], isCheat: Bool = false, maximumScore: Int? = nil
  ) {
    self.id = id
    self.lose = lose
    self.also = also
    self.isCheat = isCheat
    self.maximumScore = maximumScore
  }
}
