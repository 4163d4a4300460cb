import AssayModel
import Synchronization
import Testing

@testable import AssayEngine

/// What becomes of a plan when something of ours fails.
@Suite("Faults during a plan")
struct FaultTests {
  private static let passing = Fault(.sandbox, detail: "a moment's trouble", isTransient: true)
  private static let lasting = Fault(.missingTool, detail: "not installed")

  private func run(_ scenario: String, fixture: Bool = false, subject: Subject = .submission) -> PlannedRun {
    PlannedRun(
      scenario: scenario, subject: subject, target: .operation("f"), inputs: [.null, .null],
      fixture: fixture ? FixtureScript() : nil)
  }

  private func material(version: String = "3.11") -> RunMaterial {
    RunMaterial(
      subjects: [.submission: [], .reference: []], exercise: nil, modules: [], interface: [],
      python: PythonInterpreter(executable: "/usr/bin/python3"), pythonVersion: version, fixtureProgram: ["x"]
    )
  }

  private func carryOut(
    _ runs: [PlannedRun], on host: ScriptedHost, version: String = "3.11",
    onEvent: @Sendable (RunEvent) -> Void = { _ in }
  ) async throws -> [RunRecord] {
    let environment = EnvironmentFingerprint(
      python: "", kernel: "", architecture: "", processors: 1, tool: "")
    let plan = Plan(lab: "x", seed: Seed(1), runs: runs)
    return try await Engine(host: host, environment: environment).carryOut(
      plan, material: material(version: version), onEvent: onEvent
    ).runs
  }

  @Test("trouble that passes is tried again, and leaves no trace in the evidence")
  func passingTrouble() async throws {
    let retries = Mutex(0)
    let host = ScriptedHost { _, attempt in attempt < 3 ? .fails(Self.passing) : .answers }
    let records = try await carryOut([run("a")], on: host) { event in
      if case .retried = event { retries.withLock { $0 += 1 } }
    }
    #expect(records.map(\.fault) == [nil])
    #expect(records[0].calls.map(\.returned) == [.int(0), .int(1)])
    #expect(retries.withLock { $0 } == 2)
  }

  @Test("trouble that stays is tried three times, and takes only its own run")
  func stayingTrouble() async throws {
    let host = ScriptedHost { _, attempt in (2...4).contains(attempt) ? .fails(Self.passing) : .answers }
    let records = try await carryOut([run("a"), run("b"), run("c")], on: host)
    #expect(records.map { $0.fault?.attempts } == [nil, 3, nil])
    #expect(records[1].calls.map(\.outcome) == [.notRun, .notRun])
    #expect(host.subjects.count == 5)
  }

  @Test("what trying again cannot help is tried once; after two such runs the machine is left alone")
  func lastingTrouble() async throws {
    let host = ScriptedHost { _, attempt in attempt == 1 ? .answers : .fails(Self.lasting) }
    let records = try await carryOut(["a", "b", "c", "d", "e"].map { run($0) }, on: host)
    #expect(records.map { $0.fault?.kind } == [nil] + Array(repeating: .missingTool, count: 4))
    #expect(host.subjects.count == 3)
  }

  @Test("where no run of the submission comes about, the whole grading fails")
  func nothingAtAll() async throws {
    let host = ScriptedHost { subject, _ in subject == "reference" ? .answers : .fails(Self.lasting) }
    let fault = await #expect(throws: Fault.self) {
      try await carryOut([run("yardstick", subject: .reference), run("a")], on: host)
    }
    #expect(fault?.kind == .missingTool)
    #expect(fault?.attempts == 1)
  }

  @Test("a fixture that bears the reference but not the learner's code is not retried: it is a verdict")
  func fixtureBrokenByTheLearner() async throws {
    let host = ScriptedHost { subject, _ in subject == "submission" ? .losesFixture : .answers }
    let records = try await carryOut([run("net", fixture: true), run("a")], on: host)
    #expect(records[0].fault == nil)
    #expect(records[0].calls.map(\.outcome) == [.died(.exceeded(.fixture)), .notRun])
    #expect(records[0].trace == FixtureTrace())
    #expect(records[1].calls.map(\.returned) == [.int(0), .int(1)])
    #expect(host.subjects == ["submission", "reference", "submission"])
  }

  @Test("a fixture that does not bear the reference either is ours")
  func brokenFixture() async throws {
    let host = ScriptedHost { _, attempt in attempt <= 6 ? .losesFixture : .answers }
    let records = try await carryOut([run("net", fixture: true), run("a")], on: host)
    #expect(records.map { $0.fault?.kind } == [.fixture, nil])
    #expect(records[0].fault?.attempts == 3)
    #expect(
      host.subjects == [
        "submission", "reference", "submission", "reference", "submission", "reference", "submission",
      ])
  }

  @Test("a fixture that is gone before any code was loaded is ours, whoever would have talked to it")
  func missingFixture() async throws {
    let host = ScriptedHost { _, attempt in attempt <= 3 ? .hasNoFixture : .answers }
    let records = try await carryOut([run("net", fixture: true), run("a")], on: host)
    #expect(records.map { $0.fault?.attempts } == [3, nil])
    #expect(host.subjects == Array(repeating: "submission", count: 4))
  }

  @Test(
    "an interpreter older than the lab's is refused, a newer one is not",
    arguments: [("3.9.2", true), ("3.11.0", false), ("3.11.9", false), ("3.13.1", false), ("2.7", true)])
  func interpreter(_ python: String, isRefused: Bool) async throws {
    let host = ScriptedHost(python: python) { _, _ in .answers }
    guard isRefused else {
      #expect(try await carryOut([run("a")], on: host)[0].fault == nil)
      return
    }
    let fault = await #expect(throws: Fault.self) { try await carryOut([run("a")], on: host) }
    #expect(fault?.kind == .missingTool)
    #expect(fault?.message.ko.contains(python) == true)
    #expect(host.subjects.count == 1)
  }
}
