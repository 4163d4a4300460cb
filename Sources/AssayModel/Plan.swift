/// Everything that a grading will do, decided before anything is done.
public struct Plan: Sendable, Equatable, Codable {
  /// The lab's id.
  public var lab: String
  /// The seed from which every input was made.
  public var seed: Seed
  /// The runs, in order.
  public var runs: [PlannedRun]

  /// Lists the runs of a grading.
  public init(lab: String, seed: Seed, runs: [PlannedRun]) {
    self.lab = lab
    self.seed = seed
    self.runs = runs
  }
}

/// One process to be: fresh sandbox, fresh fixture, calls one after another.
public struct PlannedRun: Sendable, Equatable, Codable {
  /// The scenario's name.
  public var scenario: String
  /// Which of the scenario's repetitions, from 0.
  public var repetition: Int
  /// Whose code is run.
  public var subject: Subject
  /// How it is driven.
  public var driver: Driver
  /// What each call calls.
  public var target: Scenario.CallTarget
  /// The inputs of the calls, fully resolved but for the fixture's address.
  public var inputs: [Value]
  /// What a workload generator knows of the right answers.
  ///
  /// It never enters the sandbox.
  public var answerKey: Value
  /// The texts drawn for this run.
  public var drawn: [String: String]
  /// The fixture's script, where there is a fixture.
  public var fixture: FixtureScript?
  /// Limits of the process.
  public var limits: Limits
  /// Seconds after which one call is given up.
  public var callLimitSeconds: Double
  /// Checks that make the run pointless once they have failed.
  public var skippedWhenFailed: [String]

  /// Resolves one run.
  public init(
    scenario: String, repetition: Int = 0, subject: Subject = .submission, driver: Driver = .call,
    target: Scenario.CallTarget, inputs: [Value] = [], answerKey: Value = .null,
    drawn: [String: String] = [:], fixture: FixtureScript? = nil, limits: Limits = .standard,
    callLimitSeconds: Double = 10, skippedWhenFailed: [String] = []
  ) {
    self.scenario = scenario
    self.repetition = repetition
    self.subject = subject
    self.driver = driver
    self.target = target
    self.inputs = inputs
    self.answerKey = answerKey
    self.drawn = drawn
    self.fixture = fixture
    self.limits = limits
    self.callLimitSeconds = callLimitSeconds
    self.skippedWhenFailed = skippedWhenFailed
  }
}
