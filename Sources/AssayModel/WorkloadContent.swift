/// What a workload generator made for one scenario of one run.
public struct WorkloadContent: Sendable, Equatable {
  /// One input per call.
  public var cases: [Value]
  /// The fixture's script; nil where the scenario has none or states it itself.
  public var fixture: FixtureScript?
  /// What graders must know of the right answers.
  ///
  /// It never enters the sandbox.
  public var answerKey: Value

  /// Collects what was made.
  public init(cases: [Value], fixture: FixtureScript? = nil, answerKey: Value = .null) {
    self.cases = cases
    self.fixture = fixture
    self.answerKey = answerKey
  }
}
