/// Decides everything that a grading will do.
///
/// Pure: the same lab and seed give the same plan.
public struct Planner: Sendable {
  /// Makes the content of a generated scenario.
  public typealias ContentSource =
    @Sendable (_ workload: String, _ options: Value, _ seed: Seed) throws -> WorkloadContent

  /// Reads a file, or all files of a folder, of the lab; a file has an empty path.
  public typealias FileSource = @Sendable (_ path: String) throws -> [SourceFile]

  private let content: ContentSource
  private let files: FileSource

  /// Plans with the workloads that `content` knows and the lab's files that `files` reads.
  public init(content: @escaping ContentSource, files: @escaping FileSource = { _ in [] }) {
    self.content = content
    self.files = files
  }

  /// The plan of grading a submission of `lab`.
  ///
  /// - Throws: what a workload throws when its options are wrong.
  public func plan(_ lab: LabManifest, seed: Seed) throws -> Plan {
    let runs = try lab.scenarios.flatMap { scenario in
      let runs = try (0..<max(1, scenario.repeats)).map {
        try run(of: scenario, in: lab, seed: seed, repetition: $0)
      }
      guard let builds = scenario.builds, let base = runs.first else { return runs }
      return try self.runs(of: base, against: builds, seed: seed)
    }
    return Plan(lab: lab.id, seed: seed, runs: runs)
  }

  private func run(
    of scenario: Scenario, in lab: LabManifest, seed: Seed, repetition: Int
  ) throws -> PlannedRun {
    let runSeed = seed.derived("\(scenario.inputsAs ?? scenario.name)#\(repetition)")
    var generator = SeededGenerator(seed: runSeed.derived("draws"))
    let drawn = Dictionary(
      scenario.draws.map { ($0.name, Self.text(of: $0.shape, from: &generator)) },
      uniquingKeysWith: { first, _ in first })
    let made = try content(of: scenario, seed: runSeed)
    let seeded = made.cases.map { Self.merging(scenario.arguments, into: $0) }
      .flatMap { Self.repeated($0, seeds: scenario.seeds, from: &generator) }
    return PlannedRun(
      scenario: scenario.name, repetition: repetition, subject: scenario.subject, driver: scenario.driver,
      target: scenario.target,
      inputs: try seeded.map { try $0.substituting(drawn).resolvingFiles(with: files) },
      answerKey: try answerKey(of: scenario, made, drawn: drawn), drawn: drawn,
      fixture: made.fixture ?? scenario.fixture,
      limits: scenario.limits ?? lab.limits, callLimitSeconds: scenario.callLimitSeconds,
      skippedWhenFailed: Self.preconditions(of: scenario.name, in: lab))
  }

  private func content(of scenario: Scenario, seed: Seed) throws -> WorkloadContent {
    switch scenario.cases {
    case .listed(let cases): WorkloadContent(cases: cases.isEmpty ? [.map([])] : cases)
    case .generated(let name, let options): try content(name, options, seed.derived("workload"))
    }
  }

  /// What graders must know: a workload's own key, or under `cases` what the manifest expects of each call.
  private func answerKey(
    of scenario: Scenario, _ made: WorkloadContent, drawn: [String: String]
  ) throws -> Value {
    guard !scenario.answers.isEmpty else { return made.answerKey }
    let each = scenario.answers.flatMap { Array(repeating: $0, count: max(1, scenario.seeds)) }
    return .record(["cases": .list(try each.map { try $0.substituting(drawn).resolvingFiles(with: files) })])
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

extension Planner {
  /// The builds in an order that tells nothing, dealt out to runs; without `runs`, a run for each.
  ///
  /// A build that has a sandbox of its own can leave no note for the next. Where builds share one, the kit ends all
  /// processes and removes all files between them. An input holds the build's files alone; names and kinds of
  /// builds are in the answer key, one for each input.
  private func runs(
    of base: PlannedRun, against builds: Scenario.Builds, seed: Seed
  ) throws -> [PlannedRun] {
    guard let first = builds.good.first else { return [base] }
    let foundation = try files(first)
    let good = try builds.good.map { Build(name: $0, isGood: true, files: try files($0)) }
    let mutants = try builds.mutants.map { name in
      let changed = try files(name)
      let kept = foundation.filter { file in !changed.contains { $0.path == file.path } }
      return Build(name: name, isGood: false, files: kept + changed)
    }
    var generator = SeededGenerator(seed: seed.derived("\(base.scenario)#builds"))
    let all = (Array(repeating: good, count: max(1, builds.each)).flatMap { $0 } + mutants).shuffled(
      using: &generator)
    let count = min(max(1, builds.runs ?? all.count), all.count)
    return (0..<count).map { index in
      let own = stride(from: index, to: all.count, by: count).map { all[$0] }
      var run = base
      run.repetition = index
      run.inputs = own.flatMap { build in base.inputs.map { $0.adding(Value.Entry("build", build.value)) } }
      run.answerKey = .record([
        "builds": .list(own.flatMap { build in base.inputs.indices.map(build.key) })
      ])
      return run
    }
  }

  private struct Build {
    var name: String
    var isGood: Bool
    var files: [SourceFile]

    func key(_ caseIndex: Int) -> Value {
      let shortName = name.split(separator: "/").last.map(String.init) ?? name
      return .record(["build": .string(shortName), "good": .bool(isGood), "case": .int(caseIndex)])
    }

    var value: Value {
      .map(files.sorted { $0.path < $1.path }.map { Value.Entry($0.path, .bytes($0.bytes)) })
    }
  }
}

extension Value {
  fileprivate func adding(_ entry: Entry) -> Value {
    guard case .map(let entries) = self else { return self }
    return .map(entries + [entry])
  }

  /// The folders of a lab whose files inputs may name with `{file: …}`: none of them reaches a learner.
  public static let inputFolders = ["hidden/", "tool/"]

  /// The path of the lab's file that the value stands for, where it is `{file: hidden/…}` or `{file: tool/…}`.
  public var namedFile: String? {
    guard case .map(let entries) = self, entries.count == 1, entries[0].key == "file",
      let path = entries[0].value.text, Self.inputFolders.contains(where: path.hasPrefix)
    else { return nil }
    return path
  }

  /// The value with every `{file: …}` that names a file of the lab replaced by the file's bytes.
  func resolvingFiles(with files: Planner.FileSource) throws -> Value {
    if let path = namedFile { return .bytes(try files(path).first?.bytes ?? []) }
    switch self {
    case .list(let items): return .list(try items.map { try $0.resolvingFiles(with: files) })
    case .map(let entries):
      return .map(
        try entries.map { Entry(key: $0.key, value: try $0.value.resolvingFiles(with: files)) })
    default: return self
    }
  }

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
