/// The way in which a scenario drives the learner's code.
public enum Driver: String, Sendable, Codable, CaseIterable {
  /// One process, calls one at a time.
  case call
  /// The same on an event loop whose clock jumps to the next timer.
  case virtualAsyncio = "virtual-asyncio"
  /// Code that talks to a fixture server; the process is held until the server has been read.
  case client
  /// A program with arguments, input and output.
  case program
  /// Servers that the grader starts, probes, loads and signals.
  case service
  /// The learner's tests, run against one build of what they test at a time.
  case tests
  /// A real tool with the grader's configuration, run over the submission.
  case tool
  /// A program that is given an artefact and tells its findings as JSON.
  case analysis

  /// True where the learner's code runs in processes that the grading kit starts.
  ///
  /// The harness then never imports the submission, so what it answers was not written by the learner's code.
  public var startsProcesses: Bool {
    switch self {
    case .call, .virtualAsyncio, .client: false
    case .program, .service, .tests, .tool, .analysis: true
    }
  }

  /// True where the learner's code may talk to a fixture server.
  public var mayHaveFixture: Bool { self == .client || self == .service || self == .program }
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
  /// What is expected of each listed case, in their order; empty where nothing is.
  ///
  /// It never enters the sandbox.
  public var answers: [Value]
  /// Inputs that every case has; a case's own win.
  public var arguments: [Value.Entry]
  /// Each case is called this many times, every time with another `seed` among its inputs; 0 adds no seed.
  public var seeds: Int
  /// Names drawn afresh for a run; `$name` in an input or an expectation stands for the drawn text.
  public var draws: [Draw]
  /// The scenario whose random choices this one repeats, so that a yardstick gets the same inputs; nil for own.
  public var inputsAs: String?
  /// What is tested, where the driver is `tests`.
  public var builds: Builds?
  /// What the fixture server does, where the driver has one.
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
    cases: CaseSource = .listed([]), answers: [Value] = [], arguments: [Value.Entry] = [], seeds: Int = 0,
    draws: [Draw] = [],
    inputsAs: String? = nil, builds: Builds? = nil, fixture: FixtureScript? = nil, repeats: Int = 1,
    callLimitSeconds: Double = 10, limits: Limits? = nil
  ) {
    self.name = name
    self.driver = driver
    self.target = target
    self.subject = subject
    self.cases = cases
    self.answers = answers
    self.arguments = arguments
    self.seeds = seeds
    self.draws = draws
    self.inputsAs = inputsAs
    self.builds = builds
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
    /// An operation of the grading kit, called with the case's entries.
    case kit(String)
  }

  /// Builds of what the learner's tests test: folders of the lab that no learner sees.
  public struct Builds: Sendable, Equatable {
    /// Differently written right builds.
    public var good: [String]
    /// Wrong builds: each folder's files are laid over those of the first good build.
    public var mutants: [String]
    /// How often each right build is tested.
    public var each: Int
    /// How many runs share the builds; nil for a run, and so a sandbox, for each build.
    public var runs: Int?

    /// Names folders of the lab.
    public init(good: [String], mutants: [String], each: Int = 2, runs: Int? = nil) {
      self.good = good
      self.mutants = mutants
      self.each = each
      self.runs = runs
    }
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
