import AssayModel
import Foundation
import Testing

@testable import AssaySandbox

extension SandboxTests {
  @Test func theProbeIsKeptUntilSomethingChanges() async throws {
    let state = try Script("").folder + "/state"
    var options = Machine.options()
    options.stateDirectory = state
    let first = await SandboxProbe(options: options).run()
    let second = await SandboxProbe(options: options).run()
    #expect(first.isolation != nil, "\(first.attempts)")
    #expect(!first.isCached)
    #expect(second.isCached)
    #expect(second.isolation == first.isolation)
    #expect(await SandboxProbe(options: options).run(ignoringCache: true).isCached == false)
    // The same interpreter by another name is another interpreter.
    options.python.executable = "/usr/bin/../bin/" + (Machine.python.executable as NSString).lastPathComponent
    #expect(await SandboxProbe(options: options).run().isCached == false)
  }

  @Test func aProbeThatFailsSaysWhy() async throws {
    var options = Machine.options()
    options.python = PythonInterpreter(executable: "/nowhere/python3")
    let outcome = await SandboxProbe(options: options).run()
    #expect(outcome.isolation == nil)
    #expect(outcome.attempts.count == (geteuid() == 0 ? 4 : 2))
    #expect(outcome.attempts.allSatisfy { $0.problem?.contains("/nowhere/python3") == true })
    options.launcher = "/nowhere/assay-launcher"
    await #expect(throws: Fault.self) { try await LocalSandbox(options: options) }
    #expect(await SandboxProbe(options: options).run().fault.kind == .missingTool)
  }

  @Test func withoutIsolationItSaysSoAndStillEndsEverything() async throws {
    var options = Machine.options()
    options.strength = .unsandboxed
    let sandbox = try await LocalSandbox(options: options)
    #expect(sandbox.isolation.tier == .none)
    #expect(Set(sandbox.isolation.notEnforced.map(\.id)).isSuperset(of: ["files", "network", "processes"]))
    let token = "token-\(UUID().uuidString)"
    let script = try Script(
      """
      import os, time
      if os.fork() == 0:
          os.setsid()
          if os.fork() == 0: time.sleep(600)
          os._exit(0)
      os.wait()
      os.write(4, os.read(3, 100))
      os._exit(9)
      """)
    let (line, process) = try await sandbox.withProcess(script.request(arguments: [token])) { process in
      try await process.send(Array("hello\n".utf8))
      let line = try await process.receive(within: 20)
      while try await process.receive(within: 20) != nil {}
      return line
    }
    #expect(line == Array("hello".utf8))
    #expect(process.termination == .exited(code: 9))
    #expect(Machine.processes(with: token).isEmpty)
  }

  @Test func terminationsFollowTheCounters() throws {
    func termination(_ reason: String, status: Int?, kills: Int = 0, refusals: Int = 0) throws -> Termination
    {
      var bytes = Frame.encode("k", reason.utf8)
      for (tag, number) in [("w", 1), ("c", 1), ("m", 0), ("i", kills), ("p", refusals), ("n", 0), ("N", 0)] {
        bytes += Frame.encode(Character(tag), "\(number)".utf8)
      }
      for tag in ["h", "t", "H", "T"] { bytes += Frame.encode(Character(tag), []) }
      if let status { bytes += Frame.encode("s", "\(status)".utf8) }
      return try #require(LaunchReport(bytes)).termination
    }
    #expect(try termination("-", status: 137 << 8) == .exited(code: 137))
    #expect(try termination("-", status: 9) == .signaled(number: 9))
    #expect(try termination("-", status: 0, kills: 1) == .exceeded(.memory))
    #expect(try termination("-", status: 0, refusals: 3) == .exited(code: 0))
    #expect(try termination("-", status: 1 << 8, refusals: 3) == .exceeded(.processes))
    #expect(try termination("w", status: nil, refusals: 3) == .exceeded(.processes))
    #expect(try termination("w", status: nil) == .exceeded(.wall))
    #expect(try termination("-", status: 24) == .exceeded(.cpu))
    #expect(try termination("s", status: nil) == .stopped)
    #expect(LaunchReport(Frame.encode("k", "-".utf8)) == nil)
  }

  @Test(arguments: [
    "EPERM", "DENY ptrace", "EPERM ioctl if arg9 is 1", "EPERM ioctl if arg1 like 1",
    "EPERM ioctl if arg1 is x",
  ])
  func aMalformedFilterIsRefused(_ line: String) {
    #expect(throws: Fault.self) { try SeccompPolicy(parsing: "EPERM bpf\n" + line) }
  }

  @Test func theInterpreterIsARealProgram() throws {
    let python = try #require(PythonInterpreter.find())
    #expect(Executables.isMachineCode(python.executable))
    #expect(PythonInterpreter.find(version: "2.99") == nil)
  }
}
