import AssayModel
import Foundation

/// Runs a program in a candidate's sandbox that looks around and tells; passes only if all is as promised.
struct SelfCheck {
  let backend: Backend
  let python: PythonInterpreter

  /// What the program saw.
  struct Sight: Decodable {
    var uid: Int
    var capabilities: String
    var bounding: String
    var seccomp: Int
    var noNewPrivileges: Int
    var interfaces: [String]
    var rootIsReadOnly: Bool
    var seesCanary: Bool
    var processes: Int
    var descriptors: [Int]
    var environment: [String]
    var initEnvironment: String
    var openFiles: Int
    /// What it could do to the machine, of ``Bait/deeds``.
    var deeds: [String]
  }

  private static let script = """
    import json, os, resource, socket, sys
    folder, port, grader, name = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    status = dict(l.split(":\\t", 1) for l in open("/proc/self/status").read().splitlines() if ":\\t" in l)
    def read(path):
        try:
            return open(path).read()
        except OSError:
            return ""
    descriptors = sorted(int(n) for n in os.listdir("/proc/self/fd"))
    def is_open(n):
        try:
            return bool(os.fstat(n))
        except OSError:
            return False
    def connect(family, address):
        with socket.socket(family) as s:
            s.settimeout(5)
            s.connect(address)
    deeds = {
        "read": lambda: open(folder + "/canary").read(),
        "steal": lambda: open(folder + "/secret").read(),
        "write": lambda: open(folder + "/open/x", "w").close(),
        "connect": lambda: connect(socket.AF_INET, ("127.0.0.1", port)),
        "send": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", port)),
        "abstract": lambda: connect(socket.AF_UNIX, "\\0" + name),
        "signal": lambda: os.kill(grader, 0),
        "inspect": lambda: open(f"/proc/{grader}/cmdline").read(),
        "spy": lambda: open(f"/proc/{grader}/environ").read(),
    }
    def can(deed):
        try:
            deed()
            return True
        except OSError:
            return False
    ballast = bytearray(os.urandom(4096) * 8192)
    sight = {
        "uid": os.getuid(), "capabilities": status["CapEff"].strip(), "bounding": status["CapBnd"].strip(),
        "seccomp": int(status["Seccomp"]), "noNewPrivileges": int(status["NoNewPrivs"]),
        "interfaces": [name for _, name in socket.if_nameindex()],
        "rootIsReadOnly": bool(os.statvfs("/").f_flag & os.ST_RDONLY),
        "seesCanary": os.path.exists(folder),
        "processes": sum(n.isdigit() for n in os.listdir("/proc")) if len(sys.argv) == 5 else 0,
        "descriptors": [n for n in descriptors if is_open(n)],
        "environment": sorted(os.environ), "initEnvironment": read("/proc/1/environ"),
        "openFiles": resource.getrlimit(resource.RLIMIT_NOFILE)[0],
        "deeds": [name for name, deed in deeds.items() if can(deed)],
    }
    os.write(4, json.dumps(sight).encode() + b"\\n")
    """

  private static let limits = Limits(
    wallSeconds: 20, cpuSeconds: 10, memoryBytes: 256 << 20, processes: 8, openFiles: 77,
    outputBytes: 1 << 16, diskBytes: 1 << 20)

  /// What the program's ballast must at least have charged to the run, in bytes.
  private static let ballast = 32 << 20

  /// The isolation that was seen to work.
  ///
  /// - Throws: ``Fault`` with what does not.
  func run() async throws -> Isolation {
    let bait = try Bait()
    let launcher = try LauncherConnection(
      launcher: backend.launcher, arguments: backend.launcherArguments)
    let readiness = try await launcher.readiness.value().get()
    launcher.abandon()
    let isolation = Degradations.isolation(backend.tier, readiness)
    let (sight, record) = try await look(bait, fixture: nil, isolation)
    var problems = problems(sight) + problems(record, readiness)
    if backend.tier >= .rootless {
      // A run with a fixture server gets its network in another way.
      let (second, _) = try await look(bait, fixture: ["/bin/sleep", "60"], isolation)
      problems += self.problems(second).map { "with a fixture server, \($0)" }
    }
    guard problems.isEmpty else {
      throw Fault(.sandbox, detail: "the self-check failed: " + problems.joined(separator: "; "))
    }
    return Degradations.isolation(backend.tier, readiness, deeds: Set(sight.deeds))
  }

  private func look(
    _ bait: Bait, fixture: [String]?, _ isolation: Isolation
  ) async throws -> (Sight, ProcessRecord) {
    let sandbox = LocalSandbox(backend: backend, isolation: isolation, warmSlots: 0)
    var arguments = [python.executable, "-I", "-S", "-B", "-c", Self.script] + bait.arguments
    // Where Landlock is, `/proc` cannot be listed.
    if backend.tier <= .process { arguments.append("no-list") }
    let request = SandboxRequest(
      arguments: arguments, mounts: python.mounts, limits: Self.limits, fixture: fixture)
    let (line, record) = try await sandbox.withProcess(request) { process in
      let line = try await process.receive(within: 20)
      while try await process.receive(within: 20) != nil {}
      return line
    }
    guard let line, let sight = try? JSONDecoder().decode(Sight.self, from: Data(line)) else {
      throw Fault(.sandbox, detail: "the self-check did not answer: \(Self.excerpt(record))")
    }
    return (sight, record)
  }

  private static func excerpt(_ record: ProcessRecord) -> String {
    let said = String(decoding: record.errorOutput.head.suffix(300), as: UTF8.self)
    return "\(record.termination) \(said)".trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private func problems(_ sight: Sight) -> [String] {
    var problems: [String] = []
    func expect(_ holds: Bool, _ problem: String) { if !holds { problems.append(problem) } }
    expect(sight.openFiles == Self.limits.openFiles, "the limit of open files does not hold")
    expect(sight.descriptors.allSatisfy { $0 <= 4 }, "descriptors leak: \(sight.descriptors)")
    expect(sight.environment.count <= SandboxLayout.environment.count + 3, "the environment leaks")
    if geteuid() == 0 { expect(sight.uid > 60000, "it runs as user \(sight.uid)") }
    guard backend.tier != .none else { return problems }
    problems += self.problems(ofProcess: sight)
    guard backend.tier >= .rootless else { return problems }
    // A datagram to nobody on a loopback of its own is sent, and reaches nobody.
    let deeds = sight.deeds.filter { $0 != "send" }
    expect(deeds.isEmpty, "it could \(deeds.joined(separator: ", ")) on the host")
    expect(sight.interfaces == ["lo"], "network interfaces are visible: \(sight.interfaces)")
    expect(sight.rootIsReadOnly, "the root folder is writable")
    expect(!sight.seesCanary, "files of the host are visible")
    expect(sight.processes <= 2, "\(sight.processes) processes are visible")
    return problems
  }

  /// What every tier but `none` must give.
  private func problems(ofProcess sight: Sight) -> [String] {
    var problems: [String] = []
    func expect(_ holds: Bool, _ problem: String) { if !holds { problems.append(problem) } }
    let none = { (mask: String) in mask.allSatisfy { $0 == "0" } }
    expect(none(sight.capabilities), "capabilities are left: \(sight.capabilities)")
    if geteuid() == 0 { expect(none(sight.bounding), "the bounding set is not empty") }
    expect(sight.seccomp == 2, "no system call filter is in force")
    expect(sight.noNewPrivileges == 1, "new privileges could be gained")
    expect(sight.initEnvironment.isEmpty, "the first process's environment is visible")
    expect(!sight.deeds.contains("spy"), "the grader's environment can be read")
    if geteuid() == 0 {
      expect(!sight.deeds.contains("steal"), "the grader's own files can be read")
      expect(!sight.deeds.contains("signal"), "the grader can be sent signals")
    } else {
      // Under the caller's own user id nothing but Landlock stands before the caller's files and processes.
      for deed in ["read", "steal", "write", "signal", "inspect"] where sight.deeds.contains(deed) {
        problems.append("without root and without Landlock 6 (Linux 6.12) it could \(deed) on the host")
      }
    }
    return problems
  }

  private func problems(
    _ record: ProcessRecord, _ readiness: LauncherConnection.Readiness
  ) -> [String] {
    guard readiness.controllers.contains(.memory) else { return [] }
    var problems: [String] = []
    if (record.peakMemoryBytes ?? 0) < Self.ballast { problems.append("memory is not accounted") }
    if record.cpuSeconds <= 0 { problems.append("CPU time is not accounted") }
    return problems
  }
}
