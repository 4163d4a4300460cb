import AssayModel
import Foundation
import Testing

@testable import AssaySandbox

/// The tier without namespaces, on whatever machine this is: it can always be had by name.
extension SandboxTests {
  private static let processTier = Task { () throws(Fault) in
    var options = Machine.options()
    options.strength = .processTier
    return try await LocalSandbox(options: options)
  }

  /// Lines and record of a script that runs without namespaces.
  private func runShared(
    _ source: String, limits: Limits = .quick, arguments: [String] = []
  ) async throws -> (lines: [String], process: ProcessRecord) {
    let request = try Script(source).request(limits: limits, arguments: arguments)
    let sandbox = try await Self.processTier.value
    let (lines, process) = try await sandbox.withProcess(request) { process in
      var lines: [String] = []
      while let line = try await process.receive(within: 60) {
        lines.append(String(decoding: line, as: UTF8.self))
      }
      return lines
    }
    return (lines, process)
  }

  @Test(.enabled(if: geteuid() == 0, "needs root"))
  func withoutNamespacesFilesAndNetworkAreHeldByLandlock() async throws {
    let isolation = try await Self.processTier.value.isolation
    #expect(isolation.tier == .process)
    #expect(isolation.level == .process)
    try #require(
      !isolation.notEnforced.contains { $0.id == "files" || $0.id == "network" }, "needs Landlock 4")
    let host = try HostPort()
    let source = """
      import os, socket, sys
      def can(deed):
          try: deed(); return True
          except OSError: return False
      def connect(port):
          with socket.socket() as s: s.connect(("127.0.0.1", port))
      deeds = {
          "passwd": lambda: open("/etc/passwd").read(), "shadow": lambda: open("/etc/shadow").read(),
          "hostname": lambda: open("/etc/hostname").read(), "listing": lambda: os.listdir("/"),
          "processes": lambda: os.listdir("/proc"), "self": lambda: open("/proc/self/status").read(),
          "grader": lambda: open(f"/proc/{sys.argv[2]}/cmdline").read(),
          "scratch": lambda: open(os.environ["TMPDIR"] + "/x", "w").write("x"),
          "tmp": lambda: open("/tmp/assay-x", "w"), "lab": lambda: open("/lab/x", "w"),
          "connect": lambda: connect(int(sys.argv[1])), "bind": lambda: socket.create_server(("127.0.0.1", 0)),
          "datagram": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
          "sctp": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM, 132),
          "mptcp": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262),
          "fastopen": lambda: socket.socket().sendto(b"x", 0x20000000, ("127.0.0.1", int(sys.argv[1]))),
          "signal": lambda: os.kill(int(sys.argv[2]), 0), "pair": socket.socketpair,
      }
      os.write(4, (" ".join(name for name, deed in deeds.items() if can(deed)) + "\\n").encode())
      """
    let lines = try await runShared(source, arguments: ["\(host.number)", "\(getpid())"]).lines
    #expect(lines == ["passwd self scratch pair"])
  }

  /// A process that never stays: it forks, and its parent ends, as fast as it can.
  @Test func withoutNamespacesEverythingEndsForCertain() async throws {
    let token = "token-\(UUID().uuidString)"
    let source = """
      import os, signal, time
      signal.signal(signal.SIGTERM, signal.SIG_IGN)
      waiting, begin = os.pipe()
      for kind in range(3):
          if os.fork() == 0:
              os.close(begin)
              try: os.setsid()
              except OSError: pass
              try: os.setpgid(0, 0)
              except OSError: pass
              os.write(4, b"up\\n")
              os.close(4)
              # Until all are there: the first ones take every process that the others would need.
              os.read(waiting, 1)
              while kind < 2:
                  try:
                      if os.fork() != 0: os._exit(0)
                  except OSError: time.sleep(0.001)
              time.sleep(600)
      os._exit(0)
      """
    let (lines, process) = try await runShared(source, arguments: [token])
    #expect(lines.count == 3)
    #expect(process.termination == .exited(code: 0) || process.termination == .stopped)
    #expect(Machine.processes(with: token).isEmpty)
  }

  @Test func withoutNamespacesNoFilesAreLeft() async throws {
    let before = try FileManager.default.contentsOfDirectory(
      atPath: FileManager.default.temporaryDirectory.path)
    let source = """
      import os
      os.write(4, os.environ["TMPDIR"].encode() + b"\\n")
      os.chdir(os.environ["TMPDIR"])
      open("locked", "w").close()
      for name in ("a", "b"):
          os.mkdir(name)
          os.mkdir(name + "/" + name)
      os.mkdir(".lifted-0")
      open(".lifted-0/x", "w").close()
      os.chmod("a", 0)
      os.chdir("b")
      for _ in range(6000):
          os.mkdir("d")
          os.chdir("d")
      open("/dev/shm/assay-left-over", "w").close()
      os.mkdir("/dev/shm/assay-left-over-too")
      open("/dev/shm/assay-left-over-too/x", "w").close()
      """
    let (lines, process) = try await runShared(source)
    #expect(process.termination == .exited(code: 0), "\(process.errorOutput.head)")
    #expect(!FileManager.default.fileExists(atPath: try #require(lines.first)))
    if geteuid() == 0 {
      #expect(!FileManager.default.fileExists(atPath: "/dev/shm/assay-left-over"))
      #expect(!FileManager.default.fileExists(atPath: "/dev/shm/assay-left-over-too"))
    }
    let after = try FileManager.default.contentsOfDirectory(
      atPath: FileManager.default.temporaryDirectory.path)
    #expect(Set(after).subtracting(before).filter { $0.hasPrefix("assay-") && !$0.contains("test") }.isEmpty)
  }

  /// Whatever goes wrong before the learner's code is ours, and has words, however crowded the machine is.
  @Test func whatCannotBeSetUpSaysWhyUnderLoad() async throws {
    let sandbox = try await Machine.sandbox
    let script = try Script("import time; time.sleep(600)")
    let messages = try await withThrowingTaskGroup(of: (String, String).self) { group in
      for number in 0..<24 {
        var request = script.request(fixture: number.isMultiple(of: 2) ? ["/nowhere/server"] : nil)
        let cause = number.isMultiple(of: 2) ? "/nowhere/server" : "/nowhere/folder"
        if request.fixture == nil {
          request.mounts.append(SandboxRequest.Mount(source: cause, target: "/missing"))
        }
        group.addTask { [request] in
          do {
            _ = try await sandbox.withProcess(request) { process in
              if request.fixture != nil { _ = try await process.askFixture(Array("x".utf8), within: 30) }
              while try await process.receive(within: 30) != nil {}
            }
            return (cause, "it ran")
          } catch let fault as Fault {
            return (cause, fault.message.en)
          } catch let loss as FixtureLoss {
            return (cause, loss.fault.message.en)
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    for (cause, message) in messages { #expect(message.contains(cause), "\(message)") }
    #expect(messages.count == 24)
  }
}
