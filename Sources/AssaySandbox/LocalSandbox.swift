import AssayModel
import Foundation
import Synchronization

/// Starts sandboxed processes on this machine.
///
/// THEORY OF OPERATION. Each run has a launcher of its own, a small C program that starts bubblewrap,
/// supervises it and makes certain that nothing is left (`Sources/assay-launcher/main.c` begins with how).
/// This side does three things: it describes the run (``SandboxLayout``, ``SeccompCompiler``,
/// ``LaunchConfiguration``), carries lines to and fro (``LauncherConnection``, ``LineChannel``), and turns
/// the launcher's report into a record (``LaunchReport``).
///
/// *A launcher can be started before its run is known.* It then makes the control groups and moves a process
/// into them, which takes ten milliseconds on version 1. ``prepare(runs:)`` says how many runs are coming; as
/// many launchers as there are warm slots wait for them, and each run that takes one starts the next.
///
/// *What is ours and what is the learner's.* The launcher ends a run with a report, which says what the
/// learner's process did, or with an error, which is a ``Fault``. Nothing is ever both: if the world could not
/// be set up, if a launcher dies, if its report makes no sense, the run is a fault and no termination.
///
/// *Nothing waits on the cooperative pool.* One thread reads from each launcher, one queue writes to it.
public final class LocalSandbox: SandboxHost {
  /// How this machine isolates runs.
  public let isolation: Isolation
  private let backend: Backend
  private let warmSlots: Int

  private struct Warm {
    var launchers: [LauncherConnection] = []
    var expectedRuns = 0
  }

  private let warm = Mutex(Warm())

  /// Uses a way that a probe has found to work.
  init(backend: Backend, isolation: Isolation, warmSlots: Int) {
    self.backend = backend
    self.isolation = isolation
    self.warmSlots = max(0, warmSlots)
  }

  /// Finds the strongest isolation that works here, from the cache of an earlier probe where it still holds.
  ///
  /// - Throws: ``Fault`` that says what to do when nothing works, or less than was asked for.
  public convenience init(options: SandboxOptions) async throws(Fault) {
    try self.init(await SandboxProbe(options: options).run(), warmSlots: options.warmSlots)
  }

  /// Uses what a probe has found.
  ///
  /// - Throws: ``Fault`` that says what to do when it found nothing.
  public convenience init(_ outcome: SandboxProbe.Outcome, warmSlots: Int = 1) throws(Fault) {
    guard let choice = outcome.choice else { throw outcome.fault }
    self.init(backend: choice.backend, isolation: choice.isolation, warmSlots: warmSlots)
  }

  deinit { for launcher in warm.withLock({ $0.launchers }) { launcher.abandon() } }

  /// Announces `runs` more runs, and starts launchers for the first of them.
  public func prepare(runs: Int = 1) {
    warm.withLock { $0.expectedRuns += max(0, runs) }
    fillSlots()
  }

  /// Ends the launchers that wait for a run.
  public func discardPrepared() {
    let launchers = warm.withLock { warm in
      defer { warm = Warm() }
      return warm.launchers
    }
    for launcher in launchers { launcher.abandon() }
  }

  /// Starts a process, gives it to `body`, and ends all that it started before returning.
  ///
  /// When `body` returns while the process still runs, the process is stopped. To let it end by itself,
  /// receive until there are no more lines.
  ///
  /// - Throws: ``Fault`` when the sandbox fails, and what `body` throws.
  public func withProcess<Result: Sendable>(
    _ request: SandboxRequest,
    _ body: @Sendable (any SandboxedProcess) async throws -> Result
  ) async throws -> (result: Result, process: ProcessRecord) {
    try LaunchConfiguration.check(request)
    let launcher = try await takeLauncher()
    let stage = try backend.tier <= .process ? StageFolder(for: request) : nil
    let port = try backend.tier == .process && request.fixture != nil ? ProcessBarrier.freePort() : nil
    defer { stage?.remove() }
    try await configure(launcher, request, stage, port: port)
    fillSlots()
    let process = RunningProcess(launcher: launcher, fixturePort: port ?? 0)
    let outcome = await withTaskCancellationHandler {
      await Self.outcome(of: body, with: process)
    } onCancel: {
      launcher.kill(.stop)
    }
    if launcher.isAlive { launcher.kill(.conclude) }
    let report = try await launcher.report.value().get()
    if let disturbance = report.disturbance { throw disturbance }
    return (try outcome.get(), report.record)
  }

  private static func outcome<Value: Sendable>(
    of body: @Sendable (any SandboxedProcess) async throws -> Value, with process: RunningProcess
  ) async -> Swift.Result<Value, any Error> {
    do {
      return .success(try await body(process))
    } catch {
      return .failure(error)
    }
  }

  private func configure(
    _ launcher: LauncherConnection, _ request: SandboxRequest, _ stage: StageFolder?, port: Int?
  ) async throws {
    let readiness = try await launcher.readiness.value().get()
    let ownsUser = geteuid() == 0
    let seccomp = try SeccompCompiler.builtIn(situations(readiness))
    let configuration: LaunchConfiguration
    if let stage, backend.tier == .process {
      configuration = LaunchConfiguration(
        request: request, stage: stage,
        barrier: ProcessBarrier(request: request, stage: stage, port: port), seccomp: seccomp,
        ownUser: ownsUser)
    } else if let stage {
      configuration = LaunchConfiguration(request: request, stage: stage, ownUser: ownsUser)
    } else {
      let user = ownsUser ? Self.firstUser + readiness.slot : Int(geteuid())
      let layout = SandboxLayout(request: request, tier: backend.tier, launcher: backend.launcher, user: user)
      configuration = LaunchConfiguration(
        request: request, layout: layout, bubblewrap: backend.bubblewrap ?? "",
        seccomp: seccomp, ownUser: ownsUser)
    }
    try await launcher.send(.configuration, configuration.bytes)
  }

  private func situations(_ readiness: LauncherConnection.Readiness) -> Set<SeccompPolicy.Situation> {
    var situations: Set<SeccompPolicy.Situation> = []
    if !readiness.controllers.contains(.memory) { situations.insert(.uncharged) }
    if backend.tier <= .process { situations.insert(.shared) }
    if backend.tier <= .process && geteuid() != 0 { situations.insert(.borrowed) }
    return situations
  }

  /// The user id of slot 0: see `slot.c`.
  private static let firstUser = 60001

  private func takeLauncher() async throws(Fault) -> LauncherConnection {
    let ready = warm.withLock { warm -> LauncherConnection? in
      warm.expectedRuns = max(0, warm.expectedRuns - 1)
      while let launcher = warm.launchers.popLast() {
        if launcher.isAlive { return launcher }
      }
      return nil
    }
    if let ready { return ready }
    return try LauncherConnection(launcher: backend.launcher, arguments: backend.launcherArguments)
  }

  /// Best effort: a run whose launcher was not prepared starts one itself and meets the error there.
  private func fillSlots() {
    warm.withLock { warm in
      warm.launchers.removeAll { !$0.isAlive }
      while warm.launchers.count < min(warmSlots, warm.expectedRuns),
        let launcher = try? LauncherConnection(
          launcher: backend.launcher, arguments: backend.launcherArguments)
      {
        warm.launchers.append(launcher)
      }
    }
  }
}

/// The process of a run that goes on.
private struct RunningProcess: SandboxedProcess {
  let launcher: LauncherConnection
  let fixturePort: Int

  func send(_ bytes: [UInt8]) async throws {
    for start in stride(from: 0, to: bytes.count, by: 1 << 20) {
      try await launcher.send(.harness, Array(bytes[start..<min(start + 1 << 20, bytes.count)]))
    }
  }

  func receive(within seconds: Double) async throws -> [UInt8]? {
    try await launcher.harness.next(within: seconds)
  }

  func askFixture(_ line: [UInt8], within seconds: Double) async throws -> [UInt8] {
    try await launcher.send(.fixture, line + [0x0a])
    do {
      guard let answer = try await launcher.fixture.next(within: seconds) else {
        throw FixtureLoss(Fault.fixtureGone(""))
      }
      return answer
    } catch let fault as Fault where fault.kind == .fixture {
      throw FixtureLoss(fault)
    } catch is SandboxTimeout {
      throw FixtureLoss(
        Fault(
          .fixture,
          LocalizedText(
            en: "The test server did not answer within \(Int(seconds)) s",
            ko: "테스트 서버가 \(Int(seconds))초 안에 응답하지 않았습니다"), isTransient: true))
    }
  }

  /// Returns when everything is dead.
  func stop() async {
    if launcher.isAlive { launcher.kill(.stop) }
    _ = await launcher.report.value()
  }
}
