import AssayTestSupport
import Foundation
import Testing

/// A failure of ours in the middle of a grading: told with its cause, never a zero, and nothing else is lost.
@Suite("Whose fault: in the middle")
struct FaultTests {
  private let workspace: Workspace

  init() throws { workspace = try Workspace() }

  /// Grades what was prepared and returns the documents: JSON, and the terminal's report in Korean.
  private func grade(_ environment: [String: String]) async throws -> (json: Outcome, korean: String) {
    let json = try await workspace.assay(
      workspace.gradingTwo + ["--json", "--format", "junit=report.xml"], environment: environment)
    let korean = try await workspace.assay(workspace.gradingTwo + ["--lang", "ko"], environment: environment)
    #expect(try workspace.leftovers().isEmpty)
    return (json, korean.output)
  }

  @Test(
    "a fixture that ends at once, cannot listen, or is no program: its check is withheld, the other stands",
    arguments: [
      ("#!/bin/sh\nexit 3\n", "exit code 3"),
      (
        "#!/bin/sh\nread line\necho '{\"error\": \"The fixture cannot listen at 127.0.0.1:0: no port.\"}'\ncat\n",
        "no port"
      ),
      ("#!/nowhere/interpreter\n", "cannot start"), ("#!/bin/sh\nkill -9 $$\n", "signal 9"),
    ])
  func fixture(_ script: String, _ cause: String) async throws {
    try workspace.prepare(FaultLab())
    let (json, korean) = try await grade(try workspace.helpers(fixture: script))
    #expect(json.status == 2, "\(json.errors)")
    let document = try json.json()
    #expect(try outcomes(json) == ["met", "ungraded"])
    #expect(document["state"].text == "withheld")
    #expect(!document["score"]["earned"].isThere)
    let fault = document["faults"][0]
    #expect(fault["attempts"].number == 3)
    #expect(fault["detail"].text?.contains(cause) == true, "\(fault["detail"].text ?? "")")
    #expect(fault["checks"].elements.map(\.text) == ["net"])
    #expect(korean.contains("채점 보류") && korean.contains("테스트 서버") && korean.contains("3회"))
    let junit = try String(contentsOfFile: "\(workspace.path)/report.xml", encoding: .utf8)
    #expect(junit.contains("<error type=\"ungraded."))
    #expect(junit.contains("errors=\"1\""))
  }

  @Test("a fixture that the learner's code breaks, and the reference does not, is the learner's verdict")
  func fixtureBrokenByTheLearner() async throws {
    let server = """
      #!/usr/bin/python3
      import json, os, socket, sys, threading
      listener = socket.create_server(("127.0.0.1", 0))
      def serve():
          while True:
              client, _ = listener.accept()
              if b"/break" in client.recv(4096): os.abort()
              client.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n")
              client.close()
      threading.Thread(target=serve, daemon=True).start()
      trace = dict.fromkeys(["accepted", "open", "maxOpen", "total", "inFlight", "maxInFlight", "aborts", "bytesSent",
          "maxArrivalsPerRoute", "overload", "malformed", "span", "busy", "unrecorded"], 0)
      trace.update(maxInFlightPerHost=[], requests=[])
      for line in sys.stdin:
          answer = {"trace": trace}
          if "load" in json.loads(line):
              answer = {"listening": {"port": listener.getsockname()[1], "hosts": ["127.0.0.1"]}}
          print(json.dumps(answer), flush=True)
      """
    let environment = try workspace.helpers(fixture: server)
    try workspace.prepare(FaultLab())
    #expect(try await workspace.assay(workspace.gradingTwo, environment: environment).status == 0)
    try workspace.prepare(
      FaultLab(), FaultLab.solution.replacingOccurrences(of: "host + \"/\"", with: "host + \"/break\""))
    let (json, korean) = try await grade(environment)
    #expect(json.status == 1, "\(json.errors)")
    #expect(try outcomes(json) == ["met", "unmet"])
    #expect(try json.json()["faults"].elements.isEmpty)
    #expect(json.output.contains("test server"))
    #expect(korean.contains("테스트 서버"))
  }

  @Test("bubblewrap that goes away between two runs")
  func bubblewrapGone() async throws {
    try workspace.prepare(
      FaultLab(hasFixture: false), "import time\ndef double(n):\n    time.sleep(1)\n    return 2 * n\n")
    try workspace.folder.makeFolder("bin")
    let copy = "\(workspace.path)/bin/bwrap"
    try FileManager.default.copyItem(atPath: "/usr/bin/bwrap", toPath: copy)
    let environment = [
      "PATH": "\(workspace.path)/bin:/usr/bin:/bin", "XDG_STATE_HOME": "\(workspace.path)/state",
    ]
    // So that the probe's own sandboxes are over before.
    _ = try await workspace.assay(workspace.gradingTwo, environment: environment)
    let program = try LiveProgram(workspace.gradingTwo, in: workspace, environment: environment)
    try program.reach { $0.contains { $0.name.hasPrefix("python") } }
    try FileManager.default.removeItem(atPath: copy)
    let end = try program.end()
    #expect(end.status == 2, "\(end.output)")
    #expect(end.output.contains("60 / 60") && end.output.contains("– / 40"), "\(end.output)")
    #expect(end.output.contains("cannot start \(copy)"))
    #expect(!end.output.contains("tried"))
    #expect(try workspace.leftovers().isEmpty)
  }
}

/// The supervisors of a run, killed or stopped from outside.
@Suite("Whose fault: supervisors", .serialized)
struct SupervisorTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    var lab = SmallLab()
    lab.callLimit = 2
    try lab.write(to: workspace.folder)
    let code = "import time\ndef double(n):\n    time.sleep(0.3)\n    return 2 * n\n"
    try workspace.folder.write(code, to: "work/work.py")
  }

  private let grading = ["grade", "work", "--lab", "01-small"]

  /// Lets the sandbox try itself out, so that from now on the processes of a run are the only ones.
  private func learnOfTheMachine() async throws {
    #expect(try await workspace.assay(["doctor"]).status == 0)
  }

  /// The supervisor of the learner's process: by that process, up the family.
  private func victim(_ name: String, in family: Set<ProcessTable.Entry>) -> ProcessTable.Entry? {
    guard let wrap = family.first(where: { $0.name == "bwrap" && family.parent(of: $0)?.name != "bwrap" }),
      family.contains(where: { $0.name.hasPrefix("python") })
    else { return nil }
    return name == "bwrap" ? wrap : family.parent(of: wrap)
  }

  @Test("killed once, the run is done again and the grade is whole", arguments: ["assay-launcher", "bwrap"])
  func killedOnce(_ name: String) async throws {
    try await learnOfTheMachine()
    let program = try LiveProgram(grading, in: workspace)
    var found: ProcessTable.Entry?
    try program.reach {
      found = victim(name, in: $0)
      return found != nil
    }
    kill(try #require(found).id, SIGKILL)
    let end = try program.end()
    #expect(end.status == 0, "\(end.output)")
    #expect(end.output.contains("100 / 100"))
    #expect(try workspace.leftovers().isEmpty)
  }

  @Test(
    "killed each time, nothing is graded: it is never a signal of the learner's",
    arguments: [("assay-launcher", "en", "ended without a report"), ("bwrap", "ko", "샌드박스에 문제가 발생했습니다")])
  func killedAlways(_ name: String, _ language: String, _ cause: String) async throws {
    try await learnOfTheMachine()
    let program = try LiveProgram(grading + ["--lang", language], in: workspace)
    var killed: Set<ProcessTable.Entry> = []
    var known: Set<ProcessTable.Entry> = []
    while killed.count < 3 {
      try program.reach { family in
        known.formUnion(family)
        guard let next = victim(name, in: family), killed.insert(next).inserted else { return false }
        kill(next.id, SIGKILL)
        return true
      }
    }
    let end = try program.end()
    #expect(end.status == 69, "\(end.output)")
    #expect(end.output.contains(cause), "\(end.output)")
    #expect(!end.output.contains("signal 9"))
    #expect(try workspace.leftovers().isEmpty)
    #expect(try await gone(known))
  }

  @Test("stopped for longer than a call may take, it does the run again")
  func stopped() async throws {
    let program = try LiveProgram(grading + ["--json"], in: workspace)
    try program.reach { $0.contains { $0.name.hasPrefix("python") } }
    program.signal(SIGSTOP)
    // Not to wait for anything: how long it is stopped is what is tested.
    try await Task.sleep(for: .seconds(4))
    program.signal(SIGCONT)
    let end = try program.end()
    #expect(end.status == 0, "\(end.output)")
    #expect(end.output.contains("\"state\": \"graded\""))
  }

  private func gone(_ known: Set<ProcessTable.Entry>) async throws -> Bool {
    let deadline = ContinuousClock().now + .seconds(60)
    while known.contains(where: ProcessTable.isAlive) {
      guard ContinuousClock().now < deadline else { return false }
      await Task.yield()
    }
    return true
  }
}

extension Set<ProcessTable.Entry> {
  fileprivate func parent(of entry: ProcessTable.Entry) -> ProcessTable.Entry? {
    first { $0.id == entry.parent }
  }
}
