import AssayCatalog
import AssayEngine
import AssayGraders
import AssayModel
import AssaySandbox
import Foundation
import GraderKit

/// What one grading is done on.
struct GradingSubject: Sendable {
  /// What the submission is called in reports.
  var name: String
  /// Its files and their digest.
  var files: [SourceFile]
  /// The digest of the files.
  var digest: Digest
  /// The archive in which they came; nil for a folder.
  var archive: ReceivedArchive?
}

/// Grades submissions of one lab: plan, run, judge, and run again where noise asks for it.
struct Grading: Sendable {
  let lab: Lab
  let machine: Machine
  let registry: Registry
  let seedKeeper: SeedKeeper

  /// What a grading yields.
  struct Outcome: Sendable {
    var grade: Grade
    var evidence: Evidence
    var phases: PhaseTimes
  }

  /// Grades one submission.
  ///
  /// - Parameter patienceSeconds: the most that any call is waited for, where that is less than the lab's limit.
  /// - Throws: ``Fault`` for a failure of ours, ``Failure`` for bad input.
  func grade(
    _ subject: GradingSubject, seed: Seed? = nil, patienceSeconds: Double? = nil,
    phases: PhaseTimes = PhaseTimes(), onEvent: @Sendable @escaping (RunEvent) -> Void = { _ in }
  ) async throws -> Outcome {
    var phases = phases
    let began = Date()
    let clock = ContinuousClock()
    let start = clock.now
    var plan = try lab.plan(
      seed: seed ?? seedKeeper.seed(lab: lab.digest, submission: subject.digest), registry: registry)
    if let patienceSeconds { plan.limitCalls(toSeconds: patienceSeconds) }
    let python = try await machine.python(for: lab)
    defer { withExtendedLifetime(python) {} }
    let material = try RunMaterial(lab: lab, submission: subject.files, python: python)
    let graders = try await graders(python, onEvent)
    machine.host.prepare(runs: plan.runs.count - 1)
    phases.mark("plan")
    var evidence = try await run(plan, material, onEvent)
    phases.mark("run")
    var results = try await judge.results(on: evidence, rubric: lab.manifest.checks, outside: graders)
    try await repeatNoisyRuns(plan, material, graders, &evidence, &results, onEvent)
    phases.mark("judge")
    let wall = clock.now - start
    return Outcome(
      grade: grade(subject, plan, evidence, results, began: began, wall: wall), evidence: evidence,
      phases: phases)
  }

  private var judge: Judge { Judge(registry: registry) }

  private func run(
    _ plan: Plan, _ material: RunMaterial, _ onEvent: @Sendable @escaping (RunEvent) -> Void
  ) async throws -> Evidence {
    let engine = Engine(host: machine.host, environment: machine.environment)
    let judge = self.judge
    let checks = lab.manifest.checks
    let context = Evidence(
      lab: plan.lab, seed: plan.seed, isolation: machine.host.isolation, environment: machine.environment,
      runs: [])
    let evidence = try await engine.carryOut(
      plan, material: material,
      skipping: { run, records in
        guard !run.skippedWhenFailed.isEmpty else { return false }
        var known = context
        known.runs = records
        let rubric = checks.filter { check in
          check.scenarios.allSatisfy { scenario in records.contains { $0.plan.scenario == scenario } }
        }
        let failed = judge.results(on: known, rubric: rubric)
          .filter { $0.verdict.outcome == .unmet || $0.verdict.outcome.isBlocked }.map(\.criterion.id)
        return run.skippedWhenFailed.contains { failed.contains($0) }
      }, onEvent: onEvent)
    // A run that a signal cut short is no evidence of anything.
    try Task.checkCancellation()
    return evidence
  }

  /// Runs the scenarios of failed wall-clock checks again while the machine was too noisy to believe them.
  private func repeatNoisyRuns(
    _ plan: Plan, _ material: RunMaterial, _ graders: ExternalGraders, _ evidence: inout Evidence,
    _ results: inout [CriterionResult], _ onEvent: @Sendable @escaping (RunEvent) -> Void
  ) async throws {
    guard let policy = lab.manifest.noise else { return }
    for attempt in 0...policy.retries {
      let noisy = results.filter { Self.isDisturbed($0, in: evidence, policy) }
      guard !noisy.isEmpty else { return }
      guard attempt < policy.retries else {
        results = results.map { noisy.contains($0) ? $0.inconclusive : $0 }
        return
      }
      let scenarios = Set(noisy.flatMap(\.criterion.scenarios))
      var again = plan
      again.runs = plan.runs.filter { scenarios.contains($0.scenario) }
      for scenario in scenarios.sorted() { onEvent(.retried(scenario: scenario, because: Self.noise)) }
      guard let fresh = try await freshEvidence(of: again, material, onEvent) else {
        results = results.map { noisy.contains($0) ? $0.inconclusive : $0 }
        return
      }
      for record in fresh.runs where record.fault == nil { evidence.replace(with: record) }
      results = try await judge.results(on: evidence, rubric: lab.manifest.checks, outside: graders)
    }
  }

  /// The lab's own graders, their packages built; one that cannot be built leaves its checks ungraded.
  private func graders(
    _ python: LabPython, _ onEvent: @Sendable (RunEvent) -> Void
  ) async throws -> ExternalGraders {
    var packages: [String: Result<String, Fault>] = [:]
    for check in lab.manifest.checks {
      guard case .package(let folder, _)? = check.external?.source, packages[folder] == nil else { continue }
      do {
        let package = GraderPackage(folder: lab.path(folder), files: try lab.sourceFiles(at: folder))
        packages[folder] = .success(try await package.program { onEvent(.building(package: folder)) })
      } catch let fault as Fault {
        packages[folder] = .failure(fault)
      }
    }
    return ExternalGraders(
      host: machine.host, python: python.interpreter, content: { try lab.bytes(of: $0) }, packages: packages)
  }

  private static let noise = LocalizedText(en: "the machine was busy", ko: "장비가 바빴습니다")

  /// The evidence of runs that are done again; nil where we fail, which takes away nothing that is known.
  private func freshEvidence(
    of plan: Plan, _ material: RunMaterial, _ onEvent: @Sendable @escaping (RunEvent) -> Void
  ) async throws -> Evidence? {
    do {
      return try await run(plan, material, onEvent)
    } catch is Fault {
      return nil
    }
  }

  private static func isDisturbed(
    _ result: CriterionResult, in evidence: Evidence, _ policy: NoisePolicy
  ) -> Bool {
    guard result.criterion.judgesWallTime, result.verdict.outcome == .unmet else { return false }
    let calls = result.criterion.scenarios.flatMap(evidence.runs(of:)).flatMap(\.calls)
    return calls.contains { $0.waitShare > policy.retryWhenOver }
  }

  private func grade(
    _ subject: GradingSubject, _ plan: Plan, _ evidence: Evidence, _ results: [CriterionResult], began: Date,
    wall: Duration
  ) -> Grade {
    let own = evidence.runs.filter { $0.plan.subject == .submission }
    let processes = own.flatMap(\.processes)
    return Grade(
      lab: lab.manifest.id, title: lab.manifest.title, submission: subject.name, results: results,
      loadFailure: own.lazy.compactMap(\.loadFailure).first,
      usage: Grade.Usage(
        wallSeconds: wall.seconds, cpuSeconds: processes.reduce(0) { $0 + $1.cpuSeconds },
        peakMemoryBytes: processes.compactMap(\.peakMemoryBytes).max(), runs: processes.count),
      output: printed(own), isolation: evidence.isolation,
      receipt: Receipt(
        submission: subject.digest, archive: subject.archive, lab: lab.digest, evidence: evidence.digest,
        seed: plan.seed,
        environment: evidence.environment, time: began.ISO8601Format()))
  }

  /// What the first visible scenario that printed anything printed; output of others could tell hidden inputs.
  private func printed(_ runs: [RunRecord]) -> [Grade.PrintedOutput] {
    let visible = Set(lab.manifest.checks.filter { $0.visibility == .visible }.flatMap(\.scenarios))
    let all = runs.filter { visible.contains($0.plan.scenario) }.flatMap { run in
      run.processes.map {
        Grade.PrintedOutput(scenario: run.plan.scenario, output: $0.output, errorOutput: $0.errorOutput)
      }
    }
    return all.first { $0.output.totalBytes + $0.errorOutput.totalBytes > 0 }.map { [$0] } ?? []
  }
}

extension Lab {
  /// The plan of a grading with `seed`.
  ///
  /// - Throws: ``Failure`` when a workload cannot use the manifest's options.
  func plan(seed: Seed, registry: Registry) throws -> Plan {
    do {
      let planner = Planner(
        content: { try registry.content(ofWorkload: $0, options: $1, seed: $2) },
        files: { try sourceFiles(at: $0) })
      return try planner.plan(manifest, seed: seed)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure("\(path("lab.yaml")): \(error)", .badInput)
    }
  }
}

extension Plan {
  /// Waits for no call longer than `seconds`.
  fileprivate mutating func limitCalls(toSeconds seconds: Double) {
    for index in runs.indices { runs[index].callLimitSeconds = min(runs[index].callLimitSeconds, seconds) }
  }
}

extension CriterionResult {
  /// The same criterion, not decided.
  fileprivate var inconclusive: CriterionResult {
    CriterionResult(
      criterion: criterion, verdict: Verdict(.inconclusive, findings: verdict.findings), earned: 0)
  }
}

extension Verdict.Outcome {
  fileprivate var isBlocked: Bool { if case .blocked = self { true } else { false } }
}

extension Evidence {
  /// Puts a record in the place of an earlier one of the same run.
  fileprivate mutating func replace(with record: RunRecord) {
    let index = runs.firstIndex {
      $0.plan.scenario == record.plan.scenario && $0.plan.repetition == record.plan.repetition
    }
    if let index { runs[index] = record }
  }

  /// The digest of the evidence in its JSON form with sorted keys.
  var digest: Digest {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let data = try? encoder.encode(self) else { return ContentDigest.of([]) }
    return ContentDigest.of(Array(data))
  }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
