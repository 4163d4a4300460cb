import AssayModel

/// The document `assay-plan/1`, which `assay plan --json` prints; its schema is docs/schema/plan-1.schema.json.
public struct EncodedPlan: Sendable, Equatable, Codable {
  /// The name and version of the form.
  public static let schemaName = "assay-plan/1"

  /// The name and version of the form.
  public var schema: String
  /// The lab's id.
  public var lab: String
  /// The seed, in decimal.
  public var seed: String
  /// The runs, in order.
  public var runs: [Run]

  /// One process to be.
  public struct Run: Sendable, Equatable, Codable {
    /// The scenario's name.
    public var scenario: String
    /// Which of the scenario's repetitions, from 0.
    public var repetition: Int
    /// Whose code is run.
    public var subject: String
    /// How it is driven.
    public var driver: String
    /// What each call calls.
    public var target: String
    /// Seconds after which one call is given up.
    public var callLimitSeconds: Double
    /// Limits of the process.
    public var limits: EncodedLimits
    /// The fixture server, where there is one.
    public var fixture: Fixture?
    /// Checks without which the run is left out.
    public var skippedWhenFailed: [String]
    /// The inputs, each in the form of the wire format.
    public var inputs: [String]
    /// What graders know of the right answers, in the same form; absent unless it was asked for.
    public var answerKey: String?
  }

  /// A fixture server.
  public struct Fixture: Sendable, Equatable, Codable {
    /// How many hosts listen.
    public var hosts: Int
    /// The routes.
    public var routes: [Route]
  }

  /// A route of a fixture server.
  public struct Route: Sendable, Equatable, Codable {
    /// The exact path.
    public var path: String
    /// What graders call it.
    public var label: String
    /// How many different answers it gives.
    public var steps: Int
  }
}

extension EncodedPlan {
  /// The published form of a plan; without answer keys unless they are asked for.
  public init(_ plan: Plan, revealsAnswers: Bool = false) {
    schema = Self.schemaName
    lab = plan.lab
    seed = String(plan.seed.value)
    runs = plan.runs.map { run in
      Run(
        scenario: run.scenario, repetition: run.repetition, subject: run.subject.rawValue,
        driver: run.driver.rawValue, target: run.target.name, callLimitSeconds: run.callLimitSeconds,
        limits: EncodedLimits(run.limits), fixture: run.fixture.map(Fixture.init),
        skippedWhenFailed: run.skippedWhenFailed, inputs: run.inputs.map(WireFormat.text),
        answerKey: revealsAnswers && run.answerKey != .null ? WireFormat.text(run.answerKey) : nil)
    }
  }

  /// One document, ended by a line feed.
  ///
  /// - Throws: an `EncodingError` where a limit is no number.
  public func text() throws -> String { try OrderedEncoder.text(self) }
}

extension EncodedPlan.Fixture {
  init(_ script: FixtureScript) {
    hosts = script.hosts
    routes = script.routes.map { .init(path: $0.path, label: $0.label, steps: $0.steps.count) }
  }
}
