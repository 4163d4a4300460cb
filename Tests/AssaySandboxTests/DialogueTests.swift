import AssayModel
import Foundation
import Testing

@testable import AssaySandbox

extension SandboxTests {
  @Test func linesGoInAndComeOut() async throws {
    let script = try Script("import os\nfor line in os.fdopen(3): os.write(4, b'got ' + line.encode())")
    let (answers, process) = try await Machine.sandbox.withProcess(script.request()) { process in
      var answers: [String] = []
      for word in ["one", "two", "三"] {
        try await process.send(Array("\(word)\n".utf8))
        let answer = try #require(try await process.receive(within: 20))
        answers.append(String(decoding: answer, as: UTF8.self))
      }
      return answers
    }
    #expect(answers == ["got one", "got two", "got 三"])
    #expect(process.termination == .stopped)
  }

  @Test func aLargeLineArrivesWhole() async throws {
    let script = try Script("import os\nline = os.fdopen(3, 'rb').readline()\nos.fdopen(4, 'wb').write(line)")
    let line = [UInt8](repeating: UInt8(ascii: "x"), count: 3 << 20)
    let (answer, process) = try await Machine.sandbox.withProcess(script.request()) { process in
      try await process.send(line + [0x0a])
      let answer = try await process.receive(within: 30)
      #expect(try await process.receive(within: 30) == nil)
      return answer
    }
    #expect(answer == line)
    #expect(process.termination == .exited(code: 0))
  }

  @Test func anAnswerThatDoesNotComeIsATimeout() async throws {
    let script = try Script("import time\ntime.sleep(60)")
    let (_, process) = try await Machine.sandbox.withProcess(script.request()) { process in
      await #expect(throws: SandboxTimeout.self) { try await process.receive(within: 0.05) }
    }
    #expect(process.termination == .stopped)
  }

  @Test func aFloodOfAnswersEndsTheRun() async throws {
    let script = try Script("import os\nwhile True: os.write(4, b'x' * 65536)")
    let (line, process) = try await Machine.sandbox.withProcess(
      script.request(limits: .quick.with { $0.wallSeconds = 120 })
    ) { process in try await process.receive(within: 120) }
    #expect(line == nil)
    #expect(process.termination == .exceeded(.output))
  }

  @Test func exitCodesAndSignalsAreToldApart() async throws {
    #expect(try await run("import os; os._exit(7)").process.termination == .exited(code: 7))
    #expect(try await run("import os; os._exit(137)").process.termination == .exited(code: 137))
    let killed = try await run("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    #expect(killed.process.termination == .signaled(number: 9))
    let aborted = try await run("import os; os.abort()")
    #expect(aborted.process.termination == .signaled(number: 6))
  }

  @Test func outputIsKeptAtBothEnds() async throws {
    let source = """
      import sys
      sys.stdout.buffer.write(b"begin" + b"\\xff" * 300000 + b"end")
      sys.stderr.write("complaint")
      print(repr(sys.stdin.read()), file=sys.stderr)
      """
    let (_, process) = try await run(source)
    #expect(process.termination == .exited(code: 0))
    #expect(process.output.totalBytes == 300008)
    #expect(process.output.head.count == 64 << 10)
    #expect(process.output.tail.count == 16 << 10)
    #expect(process.output.head.starts(with: Array("begin".utf8)))
    #expect(process.output.tail.suffix(4) == [0xff] + Array("end".utf8))
    #expect(String(decoding: process.errorOutput.head, as: UTF8.self) == "complaint''\n")
  }

  @Test func stopEndsARunAndIsNotAnError() async throws {
    let script = try Script("import os, time\nos.write(4, b'up\\n')\ntime.sleep(600)")
    let (line, process) = try await Machine.sandbox.withProcess(script.request()) { process in
      let line = try await process.receive(within: 20)
      await process.stop()
      #expect(try await process.receive(within: 20) == nil)
      return line
    }
    #expect(line == Array("up".utf8))
    #expect(process.termination == .stopped)
  }

  @Test func aMissingProgramIsOurs() async throws {
    var request = try Script("").request()
    request.arguments = ["/nowhere/python3"]
    await #expect(throws: Fault.self) {
      try await Machine.sandbox.withProcess(request) { process in _ = try await process.receive(within: 20) }
    }
  }

  @Test func aMissingMountIsOurs() async throws {
    var request = try Script("").request()
    request.mounts.append(SandboxRequest.Mount(source: "/nowhere", target: "/data"))
    let fault = await #expect(throws: Fault.self) {
      try await Machine.sandbox.withProcess(request) { process in _ = try await process.receive(within: 20) }
    }
    #expect(fault?.kind == .sandbox)
    #expect(fault?.description.contains("/nowhere") == true)
  }

  @Test func anErrorOfTheBodyIsPassedOnAfterTheEnd() async throws {
    struct Own: Error {}
    let token = "token-\(UUID().uuidString)"
    let script = try Script("import time; time.sleep(600)")
    await #expect(throws: Own.self) {
      try await Machine.sandbox.withProcess(script.request(arguments: [token])) { _ in throw Own() }
    }
    #expect(Machine.processes(with: token).isEmpty)
  }

  @Test func cancellationEndsARun() async throws {
    let script = try Script("import os, time\nos.write(4, b'up\\n')\ntime.sleep(600)")
    let request = script.request()
    let started = Promise<Bool>()
    let task = Task {
      try await Machine.sandbox.withProcess(request) { process in
        _ = try await process.receive(within: 20)
        started.fulfil(true)
        return try await process.receive(within: 600)
      }
    }
    _ = await started.value()
    task.cancel()
    let (line, process) = try await task.value
    #expect(line == nil)
    #expect(process.termination == .stopped)
  }

  @Test func warmLaunchersServeRunsAndGoAway() async throws {
    let sandbox = try await LocalSandbox(options: Machine.options(warmSlots: 1))
    let script = try Script("import os; os.write(4, b'hello\\n')")
    sandbox.prepare(runs: 3)
    for _ in 0..<3 {
      let (line, process) = try await sandbox.withProcess(script.request()) { process in
        let line = try await process.receive(within: 20)
        while try await process.receive(within: 20) != nil {}
        return line
      }
      #expect(line == Array("hello".utf8))
      #expect(process.termination == .exited(code: 0))
    }
    #expect(try await eventually { Machine.launchers().isEmpty })
    sandbox.prepare()
    let launcher = try #require(Machine.launchers().first)
    #expect(try await eventually { !Machine.groups(of: launcher).isEmpty } == Machine.hasGroups)
    sandbox.discardPrepared()
    #expect(try await eventually { Machine.launchers().isEmpty })
    #expect(Machine.groups(of: launcher).isEmpty)
  }
}
