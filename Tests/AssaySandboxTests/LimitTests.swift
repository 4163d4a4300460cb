import AssayModel
import Foundation
import Testing

@testable import AssaySandbox

extension SandboxTests {
  @Test func wallTimeIsLimited() async throws {
    let (_, process) = try await run(
      "import time; time.sleep(600)", limits: .quick.with { $0.wallSeconds = 0.3 })
    #expect(process.termination == .exceeded(.wall))
    #expect(process.wallSeconds >= 0.3)
  }

  @Test func cpuTimeIsLimited() async throws {
    let (_, process) = try await run("while True: pass", limits: .quick.with { $0.cpuSeconds = 0.3 })
    #expect(process.termination == .exceeded(.cpu))
    #expect(process.cpuSeconds >= 0.3)
  }

  @Test func cpuTimeOfADaemonIsCounted() async throws {
    let source = """
      import os, time
      if os.fork() == 0:
          os.setsid()
          if os.fork() == 0:
              while True: pass
          os._exit(0)
      time.sleep(600)
      """
    let (_, process) = try await run(source, limits: .quick.with { $0.cpuSeconds = 0.3 })
    #expect(process.termination == .exceeded(.cpu))
  }

  @Test func memoryIsLimited() async throws {
    try #require(try await Machine.hasGroups, "needs a memory control group")
    let (_, process) = try await run("a = [bytearray(1 << 20) for _ in range(4096)]")
    #expect(process.termination == .exceeded(.memory))
    #expect((process.peakMemoryBytes ?? 0) > 120 << 20)
  }

  @Test func memoryOfAChildCountsWhateverTheParentSays() async throws {
    try #require(try await Machine.hasGroups, "needs a memory control group")
    let source = """
      import os
      child = os.fork()
      if child == 0:
          a = [bytearray(1 << 20) for _ in range(4096)]
          os._exit(0)
      os.waitpid(child, 0)
      os.write(4, b"ALL TESTS PASSED\\n")
      os._exit(0)
      """
    #expect(try await run(source).process.termination == .exceeded(.memory))
  }

  @Test(arguments: [
    "open('/tmp/x', 'wb').write(b'x' * (1 << 20) * 20)",
    "[open(f'/dev/shm/{i}', 'wb').write(b'x' * (1 << 20)) for i in range(20)]",
  ])
  func scratchSpaceIsLimited(_ source: String) async throws {
    let (_, process) = try await run(
      "try:\n    \(source)\nexcept OSError as error: raise SystemExit(error.errno)")
    #expect([.exited(code: 27), .exited(code: 28)].contains(process.termination))
  }

  @Test func outputIsLimited() async throws {
    let (_, process) = try await run("while True: print('x' * 1000)")
    #expect(process.termination == .exceeded(.output))
    #expect(process.output.totalBytes > 1 << 20)
    #expect(process.output.totalBytes < 3 << 20)
  }

  @Test func openFilesAreLimited() async throws {
    let source = """
      import os
      last = 0
      try:
          while True: last = os.dup(0)
      except OSError as error: os.write(4, f"{error.errno} {last}\\n".encode())
      """
    #expect(try await run(source).lines == ["24 63"])
  }

  @Test func aForkBombIsContained() async throws {
    let source = """
      import os, time
      while True:
          try:
              os.fork()
          except OSError:
              os._exit(3)
      """
    let (_, process) = try await run(source, limits: .quick.with { $0.wallSeconds = 10 })
    #expect(process.termination == .exceeded(.processes))
  }

  @Test func aProcessThatStopsItselfMeetsTheWall() async throws {
    let source = "import os, signal\nwhile True: os.kill(os.getpid(), signal.SIGSTOP)"
    let (_, process) = try await run(source, limits: .quick.with { $0.wallSeconds = 0.3 })
    #expect(process.termination == .exceeded(.wall))
  }
}
