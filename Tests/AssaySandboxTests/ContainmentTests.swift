import AssayModel
import Foundation
import Testing

@testable import AssaySandbox

extension SandboxTests {
  @Test func nothingOfTheHostIsVisible() async throws {
    let source = """
      import os, json
      def read(path):
          try: return open(path).read()
          except OSError as error: return error.__class__.__name__
      def is_open(n):
          try: return bool(os.fstat(n))
          except OSError: return False
      status = dict(l.split(":\\t", 1) for l in open("/proc/self/status").read().splitlines() if ":\\t" in l)
      os.write(4, json.dumps({
          "fds": [n for n in range(256) if is_open(n)],
          "environment": sorted(os.environ),
          "init": read("/proc/1/environ") + read("/proc/1/mem") + read("/proc/1/maps"),
          "root": sorted(os.listdir("/")), "etc": sorted(os.listdir("/etc")),
          "pids": len([n for n in os.listdir("/proc") if n.isdigit()]),
          "caps": status["CapEff"] + status["CapPrm"] + status["CapAmb"],
          "seccomp": status["Seccomp"], "nnp": status["NoNewPrivs"], "uid": os.getuid(), "cwd": os.getcwd(),
          "name": os.uname().nodename,
      }).encode() + b"\\n")
      """
    let line = try #require(try await run(source).lines.first)
    let sight = try WireFormat.read(Array(line.utf8))
    #expect(sight["fds"]?.elements?.compactMap(\.integer) == [0, 1, 2, 3, 4])
    let allowed = Set(SandboxLayout.environment.map(\.0) + ["PWD", "LC_CTYPE"])
    let environment = try #require(sight["environment"]?.elements).compactMap(\.text)
    #expect(allowed.isSuperset(of: environment))
    #expect(sight["root"]?.elements?.compactMap(\.text).contains("root") == false)
    #expect(sight["root"]?.elements?.compactMap(\.text).contains("home") == false)
    #expect(sight["etc"]?.elements?.compactMap(\.text).contains("shadow") == false)
    #expect(sight["init"]?.text?.contains("=") == false)
    #expect(sight["caps"]?.text == String(repeating: "0", count: 48))
    #expect(sight["seccomp"]?.text == "2")
    #expect(sight["nnp"]?.text == "1")
    #expect(sight["name"]?.text == "lab")
    #expect((sight["pids"]?.integer ?? 99) <= 2)
    #expect((sight["uid"]?.integer ?? 0) >= 1000)
  }

  @Test func nothingCanBeWrittenButScratch() async throws {
    let source = """
      import os
      for folder in ["/", "/usr", "/lab", "/etc", "/dev", "/proc", "/usr/lib", "/tmp", "/dev/shm"]:
          try:
              open(folder + "/x", "w").write("x")
              os.write(4, folder.encode() + b"\\n")
          except OSError: pass
      """
    #expect(try await run(source).lines == ["/tmp", "/dev/shm"])
  }

  @Test func parallelRunsHaveDifferentUsers() async throws {
    try #require(try await Machine.sandbox.isolation.tier == .root, "only root can give user ids")
    let script = try Script("import os; os.write(4, f'{os.getuid()}\\n'.encode()); os.read(3, 1)")
    let request = script.request()
    let sandbox = try await Machine.sandbox
    let users = try await withThrowingTaskGroup(of: String.self) { group in
      let gate = Gate(count: 8)
      for _ in 0..<8 {
        group.addTask {
          try await sandbox.withProcess(request) { process in
            let line = try #require(try await process.receive(within: 60))
            await gate.arrive()
            return String(decoding: line, as: UTF8.self)
          }.result
        }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(users.count == 8)
  }

  @Test func deniedSystemCalls() async throws {
    let source = """
      import ctypes, os, socket
      libc = ctypes.CDLL(None, use_errno=True)
      def attempt(name, *arguments):
          ctypes.set_errno(0)
          result = libc.syscall(*arguments)
          os.write(4, f"{name} {result} {ctypes.get_errno()}\\n".encode())
      x86 = os.uname().machine == "x86_64"
      attempt("ptrace", 101 if x86 else 117, 0, 0, 0, 0)
      attempt("unshare", 272 if x86 else 97, 0x10000000)
      attempt("mount", 165 if x86 else 40, b"none", b"/tmp", b"tmpfs", 0, 0)
      attempt("bpf", 321 if x86 else 280, 0, 0, 0)
      attempt("clone3", 435, 0, 0)
      attempt("io_uring", 425, 1, 0)
      attempt("clone", 56 if x86 else 220, 0x10000000 | 17, 0, 0, 0, 0)
      attempt("tiocsti", 16 if x86 else 29, 0, 0x5412, 0)
      attempt("vsock", 41 if x86 else 198, 40, 1, 0)
      attempt("alg", 41 if x86 else 198, 38, 5, 0)
      socket.socket(socket.AF_UNIX).close(); socket.socket(socket.AF_INET).close(); socket.socket(socket.AF_INET6).close()
      os.memfd_create("x")
      os.write(4, b"done\\n")
      """
    let lines = try await run(source).lines
    #expect(
      lines == [
        "ptrace -1 1", "unshare -1 1", "mount -1 1", "bpf -1 1", "clone3 -1 38", "io_uring -1 38",
        "clone -1 1", "tiocsti -1 1", "vsock -1 97", "alg -1 97", "done",
      ])
  }

  #if arch(x86_64)
    @Test func foreignSystemCallsAreFatal() async throws {
      let source = "import ctypes; ctypes.CDLL(None).syscall(0x40000000 + 39)"
      #expect(try await run(source).process.termination == .signaled(number: 31))
    }
  #endif

  @Test func nothingIsLeftAfterARun() async throws {
    let source = """
      import os, signal, sys, time
      for number in set(range(1, 32)) - {signal.SIGKILL, signal.SIGSTOP, signal.SIGCHLD}:
          signal.signal(number, signal.SIG_IGN)
      if os.fork() == 0:
          os.setsid()
          if os.fork() == 0:
              os.closerange(0, 64)
              while True: time.sleep(600)
          os._exit(0)
      os.wait()
      os.write(4, b"daemon\\n")
      os.read(3, 1)
      """
    let token = "token-\(UUID().uuidString)"
    let script = try Script(source)
    let request = script.request(arguments: [token])
    let mounts = Executables.kernelText("/proc/self/mountinfo")
    let (launcher, process) = try await Machine.sandbox.withProcess(request) { process in
      #expect(try await process.receive(within: 30) == Array("daemon".utf8))
      let launcher = try #require(Machine.launcher(of: token))
      #expect(try await Machine.groups(of: launcher).isEmpty != Machine.hasGroups)
      try await process.send([0x0a])
      while try await process.receive(within: 30) != nil {}
      return launcher
    }
    #expect(process.termination == .exited(code: 0))
    #expect(Machine.processes(with: token).isEmpty)
    #expect(Machine.groups(of: launcher).isEmpty)
    #expect(Executables.kernelText("/proc/self/mountinfo") == mounts)
    #expect(try await eventually { Machine.launchers().isEmpty })
  }

  @Test func manyRunsAtATime() async throws {
    let script = try Script("import os\nfor line in os.fdopen(3): os.write(4, line.encode())")
    let request = script.request()
    let sandbox = try await Machine.sandbox
    let answers = try await withThrowingTaskGroup(of: String.self) { group in
      for number in 0..<8 {
        group.addTask {
          try await sandbox.withProcess(request) { process in
            try await process.send(Array("\(number)\n".utf8))
            return String(decoding: try #require(try await process.receive(within: 60)), as: UTF8.self)
          }.result
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }.sorted()
    }
    #expect(answers == (0..<8).map(String.init))
  }
}

/// Holds everyone back until all are there.
actor Gate {
  private var missing: Int
  private var waiters: [CheckedContinuation<Void, Never>] = []

  init(count: Int) { missing = count }

  func arrive() async {
    missing -= 1
    guard missing > 0 else {
      for waiter in waiters { waiter.resume() }
      waiters = []
      return
    }
    await withCheckedContinuation { waiters.append($0) }
  }
}
