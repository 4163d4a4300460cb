import AssayModel
import GraderKit

extension Criterion {
  /// A criterion for a grader's example; its main scenario is `main`.
  static func example(
    scenarios: [String] = ["main"], options: Value = .map([]), expectations: [Expectation] = []
  ) -> Criterion {
    Criterion(
      id: "example", points: 1, visibility: .visible, scenarios: scenarios, options: options,
      expectations: expectations, title: LocalizedText(verbatim: "example"))
  }
}

extension Evidence {
  /// Evidence for a grader's example: the calls of `main` and, where given, of `reference`.
  static func example(
    _ outcomes: [CallRecord.Outcome], inputs: [Value] = [], answerKey: Value = .null,
    drawn: [String: String] = [:], trace: FixtureTrace? = nil, cpu: Double = 0.1,
    reference: [CallRecord.Outcome] = [], referenceCPU: Double = 0.1
  ) -> Evidence {
    var runs = [
      RunRecord.example(
        "main", outcomes, inputs: inputs, answerKey: answerKey, drawn: drawn, trace: trace, cpu: cpu)
    ]
    if !reference.isEmpty { runs.append(.example("reference", reference, cpu: referenceCPU)) }
    return Evidence(
      lab: "00-example", seed: Seed(1), isolation: Isolation(tier: .root, controlGroups: .v2),
      environment: EnvironmentFingerprint(
        python: "3.11.2", kernel: "6.1", architecture: "x86_64", processors: 2, tool: "0"),
      runs: runs)
  }
}

extension RunRecord {
  /// A run for a grader's example.
  static func example(
    _ scenario: String, _ outcomes: [CallRecord.Outcome], inputs: [Value] = [], answerKey: Value = .null,
    drawn: [String: String] = [:], trace: FixtureTrace? = nil, cpu: Double = 0.1
  ) -> RunRecord {
    RunRecord(
      plan: PlannedRun(
        scenario: scenario, target: .operation("example"), inputs: inputs, answerKey: answerKey, drawn: drawn),
      calls: outcomes.map { CallRecord(outcome: $0) }, trace: trace,
      processes: [ProcessRecord(termination: .exited(code: 0), cpuSeconds: cpu)])
  }
}
