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
  /// Once the learner's code could not be loaded, it is not loaded again: the later runs get the same record. A
  /// run in which we failed, again and again where that may pass, has its fault for a record, and the others go
  /// on. After two such runs in a row the machine is not asked any more.
  ///
  /// - Throws: ``Fault`` when no run of the submission came about, and `CancellationError`.
  public func carryOut(
    _ plan: Plan, material: RunMaterial, skipping: SkipRule = { _, _ in false },
    onEvent: @Sendable (RunEvent) -> Void = { _ in }
  ) async throws -> Evidence {
    let copy = try WorkingCopy(material, isPrivate: host.isolation.tier >= .rootless)
    defer { copy.remove() }
    let pulse = Pulse()
    defer { pulse.end() }
    onEvent(.planned(runs: plan.runs.count))
    let context = Context(material: material, copy: copy, pulse: pulse)
    var records: [RunRecord] = []
    var python = ""
    for run in plan.runs {
      try Task.checkCancellation()
      if let known = Self.foregone(run, after: records) {
        records.append(known)
        continue
      }
      guard !skipping(run, records) else {
        onEvent(.skipped(scenario: run.scenario))
        continue
      }
      onEvent(.started(scenario: run.scenario, repetition: run.repetition))
      let record = try await record(of: run, context, python: &python, onEvent: onEvent)
      records.append(record)
      onEvent(
        .finished(
          scenario: run.scenario, repetition: run.repetition,
          wallSeconds: record.processes.reduce(0) { $0 + $1.wallSeconds }))
    }
    let own = records.filter { $0.plan.subject == .submission }
    if let fault = own.first?.fault, own.allSatisfy({ $0.fault != nil }) { throw fault }
    var fingerprint = environment
    fingerprint.python = python
    fingerprint.packages = material.packages
    return Evidence(
      lab: plan.lab, seed: plan.seed, isolation: host.isolation, environment: fingerprint, runs: records)
  }

  /// What all runs of a plan have in common.
  private struct Context {
    var material: RunMaterial
    var copy: WorkingCopy
    var pulse: Pulse
  }

  /// Carries out one run, again where a failure of ours may pass.
  private func record(
    of run: PlannedRun, _ context: Context, python: inout String, onEvent: @Sendable (RunEvent) -> Void
  ) async throws -> RunRecord {
    var attempts = 1
    while true {
      let lost = context.pulse.lostSeconds
      do {
        let record = try await carryOutOnce(run, context, python: &python)
        let standstill = context.pulse.lostSeconds - lost
        if standstill > 0, record.wasCutShort { throw Fault.standstill(standstill) }
        return record
      } catch var fault as Fault {
        // What fails while everything is torn down is no failure.
        try Task.checkCancellation()
        guard fault.isTransient, attempts <= faultRetries else {
          fault.attempts = attempts
          return Self.without(evidenceOf: run, because: fault)
        }
        attempts += 1
        onEvent(.retried(scenario: run.scenario, because: fault.cause))
      }
    }
  }

  private func carryOutOnce(
    _ run: PlannedRun, _ context: Context, python: inout String
  ) async throws -> RunRecord {
    var record = RunRecord(plan: run, calls: [])
    var restarts = run.fixture == nil ? processRestarts : 0
    repeat {
      let (yield, process) = try await converse(run, context, from: record.calls.count)
      python = yield.python
      record.absorb(yield, process)
      if let loss = yield.fixtureLoss {
        try await decide(loss, in: run, context)
        record.exceedFixture()
        break
      }
      restarts -= 1
    } while record.loadFailure == nil && record.calls.count < run.inputs.count && restarts >= 0
    record.calls += Array(
      repeating: CallRecord(outcome: .notRun), count: max(0, run.inputs.count - record.calls.count))
    return record
  }

  private func converse(
    _ run: PlannedRun, _ context: Context, from first: Int
  ) async throws -> (RunSession.Yield, ProcessRecord) {
    let session = RunSession(run: run, material: context.material, isolation: host.isolation)
    let request = request(for: run, material: context.material, copy: context.copy)
    let (yield, process) = try await host.withProcess(request) {
      try await session.converse(with: $0, from: first)
    }
    return (yield, process)
  }

  /// Decides whose doing it is that the fixture server was lost while code talked to it.
  ///
  /// The reference is put in the place of the learner's code, in the same run. If the server bears that, it was
  /// the learner's code that it did not bear: no failure of ours, and no reason to try again.
  ///
  /// - Throws: the fault, where it is ours.
  private func decide(_ loss: Fault, in run: PlannedRun, _ context: Context) async throws {
    guard run.subject == .submission, context.material.subjects[.reference] != nil else { throw loss }
    var control = run
    control.subject = .reference
    let yield: RunSession.Yield
    do {
      (yield, _) = try await converse(control, context, from: 0)
    } catch is Fault {
      throw loss
    }
    if yield.fixtureLoss != nil || yield.loadFailure != nil { throw loss }
  }

  private func request(
    for run: PlannedRun, material: RunMaterial, copy: WorkingCopy
  ) -> SandboxRequest {
    SandboxRequest(
      arguments: [material.python.executable] + HarnessBytecode.startArguments
        + [material.python.packages].compactMap { $0 },
      mounts: copy.mounts(for: run.subject) + material.python.mounts, limits: run.limits,
      fixture: run.fixture == nil ? nil : material.fixtureProgram)
  }

  /// The record of a run that need not be tried, because of what is known of earlier ones.
  private static func foregone(_ run: PlannedRun, after records: [RunRecord]) -> RunRecord? {
    if !run.driver.startsProcesses, let failure = knownLoadFailure(records, subject: run.subject) {
      return unloaded(run, failure)
    }
    let faults = records.suffix(2).compactMap(\.fault).filter { $0.kind != .fixture }
    guard faults.count == 2, let fault = faults.last else { return nil }
    return without(evidenceOf: run, because: fault)
  }

  private static func knownLoadFailure(_ records: [RunRecord], subject: Subject) -> LoadFailure? {
    let known = records.last {
      $0.plan.subject == subject && $0.fault == nil && !$0.plan.driver.startsProcesses
    }
    guard let failure = known?.loadFailure else { return nil }
    if case .ended = failure { return nil }
    return failure
  }

  private static func unloaded(_ run: PlannedRun, _ failure: LoadFailure) -> RunRecord {
    RunRecord(plan: run, loadFailure: failure, calls: notRun(run))
  }

  private static func without(evidenceOf run: PlannedRun, because fault: Fault) -> RunRecord {
    RunRecord(plan: run, calls: notRun(run), fault: fault)
  }

  private static func notRun(_ run: PlannedRun) -> [CallRecord] {
    Array(repeating: CallRecord(outcome: .notRun), count: run.inputs.count)
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

  /// Ends with a call under which the fixture server was lost.
  fileprivate mutating func exceedFixture() {
    calls.append(CallRecord(outcome: .died(.exceeded(.fixture))))
    trace = trace ?? FixtureTrace()
  }
}
