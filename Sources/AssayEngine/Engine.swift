import AssayModel

/// Carries out a plan: the only part that touches the world between a plan and its evidence.
public struct Engine: Sendable {
  /// Decides, from what is known so far, whether a run has become pointless.
  public typealias SkipRule = @Sendable (PlannedRun, [RunRecord]) -> Bool

  private let host: any SandboxHost
  private let environment: EnvironmentFingerprint
  /// How often a run is begun again after a failure of ours that may pass.
  private let faultRetries = 2
  /// How often a dead process is followed by another for the calls that are left.
  private let processRestarts = 2

  /// Runs plans with `host` on a machine that `environment` describes.
  public init(host: any SandboxHost, environment: EnvironmentFingerprint) {
    self.host = host
    self.environment = environment
  }

  /// Carries out every run of `plan`, one after another, and returns what was observed.
  ///
  /// Once the learner's code could not be loaded, it is not loaded again: the later runs get the same record.
  ///
  /// - Throws: ``Fault`` when a failure of ours did not pass, and `CancellationError`.
  public func carryOut(
    _ plan: Plan, material: RunMaterial, skipping: SkipRule = { _, _ in false },
    onEvent: @Sendable (RunEvent) -> Void = { _ in }
  ) async throws -> Evidence {
    let copy = try WorkingCopy(material, isPrivate: host.isolation.tier != .none)
    defer { copy.remove() }
    onEvent(.planned(runs: plan.runs.count))
    var records: [RunRecord] = []
    var python = ""
    for run in plan.runs {
      try Task.checkCancellation()
      if !run.driver.startsProcesses, let failure = Self.knownLoadFailure(records, subject: run.subject) {
        records.append(Self.unloaded(run, failure))
        continue
      }
      guard !skipping(run, records) else {
        onEvent(.skipped(scenario: run.scenario))
        continue
      }
      onEvent(.started(scenario: run.scenario, repetition: run.repetition))
      let record = try await carryOut(run, material: material, copy: copy, python: &python, onEvent: onEvent)
      records.append(record)
      onEvent(
        .finished(
          scenario: run.scenario, repetition: run.repetition,
          wallSeconds: record.processes.reduce(0) { $0 + $1.wallSeconds }))
    }
    var fingerprint = environment
    fingerprint.python = python
    return Evidence(
      lab: plan.lab, seed: plan.seed, isolation: host.isolation, environment: fingerprint, runs: records)
  }

  private func carryOut(
    _ run: PlannedRun, material: RunMaterial, copy: WorkingCopy, python: inout String,
    onEvent: @Sendable (RunEvent) -> Void
  ) async throws -> RunRecord {
    var attempt = 0
    while true {
      do {
        return try await carryOutOnce(run, material: material, copy: copy, python: &python)
      } catch let fault as Fault where fault.isTransient && attempt < faultRetries {
        attempt += 1
        onEvent(.retried(scenario: run.scenario, because: fault.message))
      }
    }
  }

  private func carryOutOnce(
    _ run: PlannedRun, material: RunMaterial, copy: WorkingCopy, python: inout String
  ) async throws -> RunRecord {
    let session = RunSession(run: run, material: material, isolation: host.isolation)
    let request = request(for: run, material: material, copy: copy)
    var record = RunRecord(plan: run, calls: [])
    var restarts = run.fixture == nil ? processRestarts : 0
    repeat {
      let first = record.calls.count
      let (yield, process) = try await host.withProcess(request) {
        try await session.converse(with: $0, from: first)
      }
      python = yield.python
      record.absorb(yield, process)
      restarts -= 1
    } while record.loadFailure == nil && record.calls.count < run.inputs.count && restarts >= 0
    record.calls += Array(
      repeating: CallRecord(outcome: .notRun), count: max(0, run.inputs.count - record.calls.count))
    return record
  }

  private func request(
    for run: PlannedRun, material: RunMaterial, copy: WorkingCopy
  ) -> SandboxRequest {
    SandboxRequest(
      arguments: [material.python.executable] + HarnessBytecode.startArguments,
      mounts: copy.mounts(for: run.subject) + material.python.mounts, limits: run.limits,
      fixture: run.fixture == nil ? nil : material.fixtureProgram)
  }

  private static func knownLoadFailure(_ records: [RunRecord], subject: Subject) -> LoadFailure? {
    let imported = records.last { $0.plan.subject == subject && !$0.plan.driver.startsProcesses }
    guard let failure = imported?.loadFailure else { return nil }
    if case .ended = failure { return nil }
    return failure
  }

  private static func unloaded(_ run: PlannedRun, _ failure: LoadFailure) -> RunRecord {
    RunRecord(
      plan: run, loadFailure: failure,
      calls: Array(repeating: CallRecord(outcome: .notRun), count: run.inputs.count))
  }
}

extension RunRecord {
  /// Adds what one process yielded, now that it is known how it ended.
  fileprivate mutating func absorb(_ yield: RunSession.Yield, _ process: ProcessRecord) {
    processes.append(process)
    trace = yield.trace ?? trace
    loadFailure = yield.diedWhileLoading ? .ended(process.termination) : yield.loadFailure
    calls += yield.calls
    if yield.diedDuringCall { calls.append(CallRecord(outcome: .died(process.termination))) }
  }
}
