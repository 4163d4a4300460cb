import AssayModel
import Foundation

/// Runs a program in a candidate's sandbox that looks around and tells; passes only if all is as promised.
struct SelfCheck {
  let backend: Backend
  let python: PythonInterpreter
  /// Where the canary stays from one check to the next, so that one who is killed leaves nothing behind; nil for
  /// a file of its own that is removed.
  var stateDirectory: String?

  /// What the program saw.
  private struct Sight: Decodable {
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
  }

  private static let script = """
    import json, os, resource, socket, sys
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
    ballast = bytearray(os.urandom(4096) * 8192)
    sight = {
        "uid": os.getuid(), "capabilities": status["CapEff"].strip(), "bounding": status["CapBnd"].strip(),
        "seccomp": int(status["Seccomp"]), "noNewPrivileges": int(status["NoNewPrivs"]),
        "interfaces": [name for _, name in socket.if_nameindex()],
        "rootIsReadOnly": bool(os.statvfs("/").f_flag & os.ST_RDONLY),
        "seesCanary": os.path.exists(sys.argv[1]),
        "processes": sum(n.isdigit() for n in os.listdir("/proc")),
        "descriptors": [n for n in descriptors if is_open(n)],
        "environment": sorted(os.environ), "initEnvironment": read("/proc/1/environ"),
        "openFiles": resource.getrlimit(resource.RLIMIT_NOFILE)[0],
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
    let canary = try Canary(in: stateDirectory)
    defer { canary.remove() }
    let launcher = try LauncherConnection(
      launcher: backend.launcher, arguments: backend.launcherArguments)
    let readiness = try await launcher.readiness.value().get()
    launcher.abandon()
    let isolation = Degradations.isolation(backend.tier, readiness)
    let sandbox = LocalSandbox(backend: backend, isolation: isolation, warmSlots: 0)
    let request = SandboxRequest(
      arguments: [python.executable, "-I", "-S", "-B", "-c", Self.script, canary.path], mounts: python.mounts,
      limits: Self.limits)
    let (line, record) = try await sandbox.withProcess(request) { process in
      let line = try await process.receive(within: 20)
      while try await process.receive(within: 20) != nil {}
      return line
    }
    guard let line, let sight = try? JSONDecoder().decode(Sight.self, from: Data(line)) else {
      throw Fault(.sandbox, detail: "the self-check did not answer: \(Self.excerpt(record))")
    }
    let problems = problems(sight) + problems(record, readiness)
    guard problems.isEmpty else {
      throw Fault(.sandbox, detail: "the self-check failed: " + problems.joined(separator: "; "))
    }
    return isolation
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
    expect(sight.environment.count <= SandboxLayout.environment.count + 2, "the environment leaks")
    if geteuid() == 0 { expect(sight.uid > 60000, "it runs as user \(sight.uid)") }
    guard backend.tier != .none else { return problems }
    let none = { (mask: String) in mask.allSatisfy { $0 == "0" } }
    expect(none(sight.capabilities), "capabilities are left: \(sight.capabilities)")
    if backend.tier == .root { expect(none(sight.bounding), "the bounding set is not empty") }
    expect(sight.seccomp == 2, "no system call filter is in force")
    expect(sight.noNewPrivileges == 1, "new privileges could be gained")
    expect(sight.interfaces == ["lo"], "network interfaces are visible: \(sight.interfaces)")
    expect(sight.rootIsReadOnly, "the root folder is writable")
    expect(!sight.seesCanary, "files of the host are visible")
    expect(sight.processes <= 2, "\(sight.processes) processes are visible")
    expect(sight.initEnvironment.isEmpty, "the first process's environment is visible")
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

/// A file of the host that nobody in a sandbox may see.
private struct Canary {
  let path: String
  private let isKept: Bool

  init(in stateDirectory: String?) throws(Fault) {
    let files = FileManager.default
    if let folder = stateDirectory {
      try? files.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      if files.createFile(atPath: folder + "/canary", contents: Data()) {
        (path, isKept) = (folder + "/canary", true)
        return
      }
    }
    (path, isKept) = (files.temporaryDirectory.path + "/assay-canary-\(UUID().uuidString)", false)
    guard files.createFile(atPath: path, contents: Data()) else {
      throw Fault(.disk, detail: "no file can be made in \(files.temporaryDirectory.path)")
    }
  }

  func remove() { if !isKept { try? FileManager.default.removeItem(atPath: path) } }
}
