/// Decides everything that a grading will do.
///
/// Pure: the same lab and seed give the same plan.
public struct Planner: Sendable {
  /// Makes the content of a generated scenario.
  public typealias ContentSource =
    @Sendable (_ workload: String, _ options: Value, _ seed: Seed) throws -> WorkloadContent

  private let content: ContentSource

  /// Plans with the workloads that `content` knows.
  public init(content: @escaping ContentSource) { self.content = content }

  /// The plan of grading a submission of `lab`.
  ///
  /// - Throws: what a workload throws when its options are wrong.
  public func plan(_ lab: LabManifest, seed: Seed) throws -> Plan {
    let runs = try lab.scenarios.flatMap { scenario in
      try (0..<max(1, scenario.repeats)).map { try run(of: scenario, in: lab, seed: seed, repetition: $0) }
    }
    return Plan(lab: lab.id, seed: seed, runs: runs)
  }

  private func run(
    of scenario: Scenario, in lab: LabManifest, seed: Seed, repetition: Int
  ) throws -> PlannedRun {
    let runSeed = seed.derived("\(scenario.name)#\(repetition)")
    var generator = SeededGenerator(seed: runSeed.derived("draws"))
    let drawn = Dictionary(
      scenario.draws.map { ($0.name, Self.text(of: $0.shape, from: &generator)) },
      uniquingKeysWith: { first, _ in first })
    let made = try content(of: scenario, seed: runSeed)
    let seeded = made.cases.map { Self.merging(scenario.arguments, into: $0) }
      .flatMap { Self.repeated($0, seeds: scenario.seeds, from: &generator) }
    return PlannedRun(
      scenario: scenario.name, repetition: repetition, subject: scenario.subject, driver: scenario.driver,
      target: scenario.target, inputs: seeded.map { $0.substituting(drawn) },
      answerKey: made.answerKey, drawn: drawn, fixture: made.fixture ?? scenario.fixture,
      limits: scenario.limits ?? lab.limits, callLimitSeconds: scenario.callLimitSeconds,
      skippedWhenFailed: Self.preconditions(of: scenario.name, in: lab))
  }

  private func content(of scenario: Scenario, seed: Seed) throws -> WorkloadContent {
    switch scenario.cases {
    case .listed(let cases): WorkloadContent(cases: cases.isEmpty ? [.map([])] : cases)
    case .generated(let name, let options): try content(name, options, seed.derived("workload"))
    }
  }

  private static func text(of shape: Scenario.Draw.Shape, from generator: inout SeededGenerator) -> String {
    switch shape {
    case .name: generator.name()
    case .token: generator.token()
    }
  }

  private static func merging(_ shared: [Value.Entry], into input: Value) -> Value {
    guard case .map(let own) = input else { return input }
    return .map(own + shared.filter { entry in !own.contains { $0.key == entry.key } })
  }

  private static func repeated(
    _ input: Value, seeds: Int, from generator: inout SeededGenerator
  ) -> [Value] {
    guard seeds > 0, case .map(let entries) = input else { return [input] }
    return (0..<seeds).map { _ in
      .map(entries + [Value.Entry("seed", .int(Int.random(in: 0..<(1 << 31), using: &generator)))])
    }
  }

  /// Checks that every check of this scenario requires, so that without them it need not be run.
  private static func preconditions(of scenario: String, in lab: LabManifest) -> [String] {
    let checks = lab.checks.filter { $0.scenarios.contains(scenario) }
    guard let first = checks.first else { return [] }
    let own = Set(checks.map(\.id))
    return first.requires.filter { required in
      !own.contains(required) && checks.allSatisfy { $0.requires.contains(required) }
    }
  }
}

extension Value {
  /// The value with every text `$name`, where `name` was drawn, replaced by the drawn text.
  public func substituting(_ drawn: [String: String]) -> Value {
    guard !drawn.isEmpty else { return self }
    switch self {
    case .string(let text):
      guard text.hasPrefix("$"), let replacement = drawn[String(text.dropFirst())] else { return self }
      return .string(replacement)
    case .list(let items): return .list(items.map { $0.substituting(drawn) })
    case .tuple(let items): return .tuple(items.map { $0.substituting(drawn) })
    case .map(let entries):
      return .map(
        entries.map { Entry(key: $0.key.substituting(drawn), value: $0.value.substituting(drawn)) })
    default: return self
    }
  }
}
