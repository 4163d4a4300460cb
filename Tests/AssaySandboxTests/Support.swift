import AssayModel
import Foundation
import Testing

@testable import AssaySandbox

/// All tests of this target run one after another: they look at the machine's processes and control groups.
@Suite(.serialized) struct SandboxTests {}

/// What the tests need of the machine.
enum Machine {
  /// The launcher that was built with the tests: it lies beside the test bundle.
  static var launcher: String {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? ""
    let folders = [
      bundle, (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "",
    ]
    var candidates: [String] = []
    for path in folders {
      guard let end = path.range(of: "/", options: .backwards) else { continue }
      candidates.append(path[..<end.lowerBound] + "/assay-launcher")
      let cut = path.components(separatedBy: ".xctest")[0]
      candidates.append((cut as NSString).deletingLastPathComponent + "/assay-launcher")
    }
    return candidates.first(where: Executables.isExecutable) ?? "assay-launcher"
  }

  static let python = PythonInterpreter.find() ?? PythonInterpreter(executable: "/usr/bin/python3")

  static func options(warmSlots: Int = 0) -> SandboxOptions {
    SandboxOptions(python: python, launcher: launcher, warmSlots: warmSlots, stateDirectory: nil)
  }

  private static let shared = Task { try await LocalSandbox(options: options()) }

  /// One sandbox for all tests, probed once.
  static var sandbox: LocalSandbox { get async throws { try await shared.value } }

  /// True where runs have control groups of their own.
  static var hasGroups: Bool { get async throws { try await sandbox.isolation.controlGroups != .none } }

  /// Process ids of launchers that we have started and that still live.
  static func launchers() -> [Int] {
    processes().filter { process in
      let parts = stat(process)
      return parts?.name == "assay-launcher" && parts?.parent == Int(getpid()) && parts?.state != "Z"
    }
  }

  /// All processes, zombies too.
  static func processes() -> [Int] {
    var found: [Int] = []
    guard let folder = opendir("/proc") else { return found }
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if let process = Int(name) { found.append(process) }
    }
    closedir(folder)
    return found
  }

  /// The launcher of the run whose command line holds `token`.
  static func launcher(of token: String) -> Int? {
    processes(with: token).compactMap(stat).first { $0.name == "bwrap" }?.parent
  }

  static func stat(_ process: Int) -> (name: String, state: String, parent: Int)? {
    let text = Executables.kernelText("/proc/\(process)/stat")
    guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[text.index(after: close)...].split(separator: " ")
    guard fields.count > 1, let parent = Int(fields[1]) else { return nil }
    return (String(text[text.index(after: open)..<close]), String(fields[0]), parent)
  }

  /// Processes whose command line holds `token`.
  static func processes(with token: String) -> [Int] {
    processes().filter { process in
      process != Int(getpid()) && Executables.kernelText("/proc/\(process)/cmdline").contains(token)
    }
  }

  /// Control groups of the launcher with this process id.
  static func groups(of launcher: Int) -> [String] { allGroups().filter { $0.contains("-\(launcher)-") } }

  /// Control groups of all launchers, other people's too.
  static func allGroups() -> [String] {
    let root = "/sys/fs/cgroup"
    return ([root] + list(root).map { "\(root)/\($0)" }).flatMap { folder in
      list(folder).filter { $0.hasPrefix("assay-") }.map { "\(folder)/\($0)" }
    }
  }

  private static func list(_ folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }
}

/// A folder with one Python script, readable by all.
///
/// All of them go when the tests have ended.
struct Script {
  private static let root: String = {
    atexit { try? FileManager.default.removeItem(atPath: Script.root) }
    return FileManager.default.temporaryDirectory.path + "/assay-test-\(getpid())"
  }()

  let folder: String

  init(_ source: String) throws {
    folder = "\(Self.root)/\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    try source.write(toFile: folder + "/script.py", atomically: true, encoding: .utf8)
  }

  var path: String { folder + "/script.py" }

  func request(
    limits: Limits = .quick, fixture: [String]? = nil, arguments: [String] = []
  ) -> SandboxRequest {
    SandboxRequest(
      arguments: [Machine.python.executable, "-I", "-S", "-B", "/lab/script.py"] + arguments,
      mounts: Machine.python.mounts + [SandboxRequest.Mount(source: folder, target: "/lab")],
      limits: limits, fixture: fixture)
  }
}

extension Limits {
  /// Generous in time, so that only what a test is about can end it.
  static let quick = Limits(
    wallSeconds: 60, cpuSeconds: 30, memoryBytes: 128 << 20, processes: 16, openFiles: 64,
    outputBytes: 1 << 20, diskBytes: 8 << 20)

  func with(_ change: (inout Limits) -> Void) -> Limits {
    var copy = self
    change(&copy)
    return copy
  }
}

/// Runs a script to its own end; its lines on the private pipe come back.
func run(
  _ source: String, limits: Limits = .quick, arguments: [String] = []
) async throws -> (lines: [String], process: ProcessRecord) {
  let script = try Script(source)
  let sandbox = try await Machine.sandbox
  let request = script.request(limits: limits, arguments: arguments)
  let (lines, process) = try await sandbox.withProcess(request) { process in
    var lines: [String] = []
    while let line = try await process.receive(within: 60) {
      lines.append(String(decoding: line, as: UTF8.self))
    }
    return lines
  }
  return (lines, process)
}

/// Waits for something that no event tells us of, such as the end of a process that is not ours.
func eventually(_ holds: () -> Bool) async throws -> Bool {
  for _ in 0..<1000 {
    if holds() { return true }
    try await Task.sleep(for: .milliseconds(10))
  }
  return false
}
