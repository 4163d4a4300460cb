import AssayModel
import Foundation
import Synchronization

/// A host whose processes do as told: the harness's side of the dialogue without a process.
final class ScriptedHost: SandboxHost {
  /// What becomes of one process.
  enum Fate: Sendable {
    /// It answers every call with the number of the call.
    case answers
    /// The sandbox fails.
    case fails(Fault)
    /// It answers, and the fixture server is lost when it is asked what it saw.
    case losesFixture
    /// The fixture server cannot even be loaded.
    case hasNoFixture
  }

  let isolation = Isolation(tier: .root, controlGroups: .v1)
  private let fate: @Sendable (_ subject: String, _ attempt: Int) -> Fate
  private let python: String
  private let started = Mutex<[String]>([])

  /// Decides by the mount of `/submission` (whose code it is) and by how many processes there were of it.
  init(
    python: String = "3.11.2", _ fate: @escaping @Sendable (_ subject: String, _ attempt: Int) -> Fate
  ) {
    self.fate = fate
    self.python = python
  }

  /// Whose code was run, in order.
  var subjects: [String] { started.withLock { $0 } }

  func withProcess<Result: Sendable>(
    _ request: SandboxRequest, _ body: @Sendable (any SandboxedProcess) async throws -> Result
  ) async throws -> (result: Result, process: ProcessRecord) {
    let source = request.mounts.first { $0.target == "/submission" }?.source ?? ""
    let subject = source.split(separator: "/").last.map(String.init) ?? ""
    let attempt = started.withLock { started in
      started.append(subject)
      return started.count
    }
    let fate = fate(subject, attempt)
    if case .fails(let fault) = fate { throw fault }
    let result = try await body(ScriptedProcess(fate: fate, python: python))
    return (result, ProcessRecord(termination: .stopped))
  }
}

/// The harness's side of a dialogue.
final class ScriptedProcess: SandboxedProcess {
  private struct State {
    var waiting: [[UInt8]] = []
    var calls = 0
  }

  private let fate: ScriptedHost.Fate
  private let state = Mutex(State())

  init(fate: ScriptedHost.Fate, python: String) {
    self.fate = fate
    let hello = Value.record([
      "python": .string(python), "effective_capabilities": "0000", "seccomp": 2, "no_new_privileges": 1,
      "interfaces": ["lo"],
    ])
    state.withLock { $0.waiting.append(WireFormat.write(.record(["hello": hello]))) }
  }

  func send(_ bytes: [UInt8]) async throws {
    let question = try WireFormat.read(Array(bytes.dropLast()))
    state.withLock { state in
      if let token = question["load"]?["token"] {
        state.waiting.append(WireFormat.write(.record(["token": token, "loaded": true])))
      } else if let token = question["call"]?["token"] {
        let number = state.calls
        state.waiting.append(
          WireFormat.write(.record(["token": token, "returned": .int(number), "cpu": 0.5, "wait": 0.0])))
        state.calls += 1
      }
    }
  }

  func receive(within seconds: Double) async throws -> [UInt8]? {
    state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
  }

  func askFixture(_ line: [UInt8], within seconds: Double) async throws -> [UInt8] {
    let isLoad = String(decoding: line, as: UTF8.self).contains("load")
    if case .hasNoFixture = fate { throw FixtureLoss(Fault(.fixture, detail: "it ended", isTransient: true)) }
    if isLoad { return Array(#"{"listening": {"port": 4000, "hosts": ["127.0.0.1"]}}"#.utf8) }
    guard case .answers = fate else {
      throw FixtureLoss(Fault(.fixture, detail: "it broke", isTransient: true))
    }
    return Array(try JSONEncoder().encode(FixtureReply.trace(FixtureTrace())))
  }

  func stop() async {}
}
