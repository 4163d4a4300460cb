import AssayModel
import Foundation

// One run from question to answer.
//
// The engine asks, the harness answers, strictly in turn, each question with a fresh token that its answer
// must repeat. Three parties can be at fault and are kept apart: what goes wrong before `load` is ours
// (a `Fault` is thrown); what goes wrong after it is the learner's (it becomes part of the record); a
// yardstick run (starter, reference) that goes wrong is the lab's, which judging finds out. A fixture server
// that is lost after `load` can be anybody's, which the engine finds out by trying the reference.

/// The dialogue of one run, with what it has brought so far.
struct RunSession: Sendable {
  let run: PlannedRun
  let material: RunMaterial
  let isolation: Isolation

  /// What one process yielded, before it is known how the process ended.
  struct Yield: Sendable {
    var python = ""
    var loadFailure: LoadFailure?
    var diedWhileLoading = false
    var calls: [CallRecord] = []
    /// True when the process died during the call after the last record.
    var diedDuringCall = false
    var trace: FixtureTrace?
    /// What became of the fixture server during the call after the last record.
    var fixtureLoss: Fault?
  }

  /// Asks everything from the input at `first` on.
  ///
  /// - Throws: ``Fault`` for what is ours.
  func converse(with process: any SandboxedProcess, from first: Int) async throws -> Yield {
    var yield = Yield()
    yield.python = try await greet(process)
    let addresses = try await startFixture(process)
    guard try await load(process, &yield) else { return yield }
    for input in run.inputs[first...] {
      let known = yield.calls.count
      do {
        guard try await call(process, input.addressing(addresses), &yield) else { return yield }
      } catch let loss as FixtureLoss {
        yield.calls.removeLast(yield.calls.count - known)
        yield.fixtureLoss = loss.fault
        return yield
      }
    }
    try await finish(process, &yield)
    return yield
  }

  private func greet(_ process: any SandboxedProcess) async throws -> String {
    let line: [UInt8]?
    do {
      line = try await process.receive(within: 20)
    } catch is SandboxTimeout {
      throw Fault(.harness, detail: "nothing was heard of it for 20 s", isTransient: true)
    }
    guard let line else {
      throw Fault(.harness, detail: "it ended before it had loaded anything", isTransient: true)
    }
    do {
      let hello = try HarnessAnswer.greeting(line)
      try hello.check(against: isolation)
      try hello.check(atLeast: material.pythonVersion)
      return hello.python
    } catch let error as UnreadableAnswer {
      throw Fault(.harness, detail: "it did not speak the harness's protocol: \(error.reason)")
    }
  }

  private func startFixture(_ process: any SandboxedProcess) async throws -> [String] {
    guard let script = run.fixture else { return [] }
    do {
      return try await FixtureControl.load(script, over: process)
    } catch let loss as FixtureLoss {
      // Nobody but us has talked to it yet.
      throw loss.fault
    }
  }

  private func load(_ process: any SandboxedProcess, _ yield: inout Yield) async throws -> Bool {
    let token = Self.newToken()
    try await process.send(
      HarnessQuestion.load(
        token: token, run: run, material: material, isIsolated: isolation.tier >= .rootless))
    let line: [UInt8]?
    do {
      line = try await process.receive(within: run.callLimitSeconds)
    } catch is SandboxTimeout {
      yield.loadFailure = .ended(.exceeded(.wall))
      return false
    }
    guard let line else {
      yield.diedWhileLoading = true
      return false
    }
    do {
      switch try HarnessAnswer(line, token: token) {
      case .loaded: return true
      case .loadFailed(let error) where run.driver.startsProcesses: throw Self.kitFault(error)
      case .loadFailed(let error): yield.loadFailure = .raised(error)
      case .interfaceProblems(let problems): yield.loadFailure = .interface(sentences(problems))
      default: yield.loadFailure = .raised(Self.unreadable("an answer to another question"))
      }
    } catch let error as UnreadableAnswer {
      yield.loadFailure = .raised(Self.unreadable(error.reason))
    }
    return false
  }

  /// Where the harness imports nothing of the learner's, an exercise that does not load is the lab's mistake.
  private static func kitFault(_ error: ExceptionRecord) -> Fault {
    Fault(
      .lab,
      LocalizedText(
        en: "The lab cannot be run (\(error.type): \(error.message))",
        ko: "실습을 실행할 수 없습니다(\(error.type): \(error.message))"),
      remedy: LocalizedText(en: "Tell the lab's author.", ko: "실습 작성자에게 알려 주십시오."))
  }

  /// Makes one call; false when the process cannot be asked again.
  private func call(
    _ process: any SandboxedProcess, _ input: Value, _ yield: inout Yield
  ) async throws -> Bool {
    let token = Self.newToken()
    let clock = SuspendingClock()
    let start = clock.now
    try await process.send(HarnessQuestion.call(token: token, target: run.target, input: input))
    let line: [UInt8]?
    do {
      line = try await process.receive(within: run.callLimitSeconds)
    } catch is SandboxTimeout {
      yield.calls.append(
        CallRecord(outcome: .timedOut(seconds: run.callLimitSeconds), wallSeconds: run.callLimitSeconds))
      yield.trace = try await snapshot(process)
      return false
    }
    guard let line else {
      yield.diedDuringCall = true
      yield.trace = try await snapshot(process)
      return false
    }
    let wall = (clock.now - start).seconds
    return try await record(line, token: token, wallSeconds: wall, process, &yield)
  }

  private func record(
    _ line: [UInt8], token: String, wallSeconds: Double, _ process: any SandboxedProcess,
    _ yield: inout Yield
  ) async throws -> Bool {
    guard case .outcome(let outcome, let cpu, let wait, let isHeld)? = try? HarnessAnswer(line, token: token)
    else {
      let error = Self.unreadable("an answer that is none of the harness's")
      yield.calls.append(CallRecord(outcome: .raised(error), wallSeconds: wallSeconds))
      return false
    }
    if run.driver.startsProcesses, case .raised(let error) = outcome, error.type == "LabMistake" {
      throw Self.kitFault(error)
    }
    yield.calls.append(
      CallRecord(
        outcome: outcome, cpuSeconds: cpu, wallSeconds: wallSeconds, waitShare: min(max(wait, 0), 1)))
    yield.trace = try await snapshot(process)
    if isHeld { try await process.send(HarnessQuestion.release) }
    return true
  }

  private func snapshot(_ process: any SandboxedProcess) async throws -> FixtureTrace? {
    guard run.fixture != nil else { return nil }
    return try await FixtureControl.snapshot(over: process)
  }

  /// Lets the harness end by itself, so that what it printed is complete; it has a second to do so.
  private func finish(_ process: any SandboxedProcess, _ yield: inout Yield) async throws {
    try await process.send(HarnessQuestion.end)
    do {
      while try await process.receive(within: 1) != nil {}
    } catch is SandboxTimeout {
      await process.stop()
    }
  }

  private func sentences(_ problems: [HarnessAnswer.InterfaceProblem]) -> [LocalizedText] {
    problems.compactMap { problem in
      guard material.interface.indices.contains(problem.entry) else { return nil }
      return material.interface[problem.entry].sentence(for: problem.problem)
    }
  }

  private static func newToken() -> String { String(UInt64.random(in: .min ... .max), radix: 16) }

  private static func unreadable(_ reason: String) -> ExceptionRecord {
    ExceptionRecord(type: "UnreadableAnswer", message: reason)
  }
}

extension InterfaceEntry {
  /// What is wrong with the learner's side of this entry, in words.
  fileprivate func sentence(for problem: Value) -> LocalizedText {
    let name = "\(module).\(qualifiedName)"
    if let missing = problem["missing_parameters"]?.elements {
      let names = missing.compactMap(\.text).joined(separator: ", ")
      return LocalizedText(
        en: "\(name) does not take the parameters: \(names).", ko: "\(name)에 다음 매개변수가 없습니다: \(names).")
    }
    if problem == "not_callable" {
      return LocalizedText(
        en: "\(name) cannot be called.", ko: "\(KoreanParticle.topic.after(name)) 호출할 수 없습니다.")
    }
    return LocalizedText(en: "\(name) is missing.", ko: "\(KoreanParticle.subject.after(name)) 없습니다.")
  }
}

extension HarnessHello {
  /// Compares what the process sees with what the tier promises.
  fileprivate func check(against isolation: Isolation) throws(Fault) {
    guard isolation.tier >= .process else { return }
    let isBare = effectiveCapabilities.allSatisfy { $0 == "0" } && seccomp == 2 && noNewPrivileges == 1
    guard isBare, isolation.tier == .process || interfaces == ["lo"] else {
      throw Fault(
        .sandbox,
        LocalizedText(
          en: "The sandbox is not what it promises", ko: "샌드박스가 보장하는 격리 수준을 충족하지 못했습니다"),
        detail: "capabilities \(effectiveCapabilities), seccomp \(seccomp), "
          + "interfaces \(interfaces.joined(separator: " "))")
    }
  }

  /// Refuses an interpreter that is older than the lab's: right code could fail on it.
  fileprivate func check(atLeast wanted: String) throws(Fault) {
    let numbers = { (version: String) in version.split(separator: ".").map { Int($0) ?? 0 } }
    guard numbers(python).lexicographicallyPrecedes(numbers(wanted)) else { return }
    throw Fault(
      .missingTool,
      LocalizedText(
        en: "The lab needs Python \(wanted), and the interpreter is \(python)",
        ko: "이 랩에는 파이썬 \(wanted) 버전이 필요하지만 인터프리터는 \(python) 버전입니다"),
      remedy: LocalizedText(
        en: "Install Python \(wanted), or name one with --python.",
        ko: "파이썬 \(wanted) 버전을 설치하거나 --python으로 지정하십시오."))
  }
}

extension Value {
  /// The value with `${fixture:n}` in its texts replaced by the n-th address.
  fileprivate func addressing(_ addresses: [String]) -> Value {
    guard !addresses.isEmpty else { return self }
    switch self {
    case .string(let text):
      guard text.contains("${fixture:") else { return self }
      return .string(
        addresses.enumerated().reduce(text) {
          $0.replacingOccurrences(of: "${fixture:\($1.offset + 1)}", with: $1.element)
        })
    case .list(let items): return .list(items.map { $0.addressing(addresses) })
    case .tuple(let items): return .tuple(items.map { $0.addressing(addresses) })
    case .map(let entries):
      return .map(entries.map { Entry(key: $0.key, value: $0.value.addressing(addresses)) })
    default: return self
    }
  }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
