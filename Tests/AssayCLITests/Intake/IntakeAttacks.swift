import AssayCatalog
import AssayModel
import AssaySandbox
import AssayTestSupport
import Foundation

/// What the tests of intake work with.
enum Intake {
  static let corpus = Result {
    try AttackCorpus(folder: Program.repository.appendingPathComponent("fixtures/attacks").path)
  }

  /// The attacks on intake, by name.
  static var attacks: [Attack] {
    ((try? corpus.get().attacks) ?? []).filter { $0.area == .intake }
  }

  /// The files of the small lab.
  static let files = FileSpec(submit: [FileSpec.Submitted(path: "work.py")])

  private static let sandbox = Task {
    try await LocalSandbox(
      options: SandboxOptions(
        python: PythonInterpreter.find() ?? PythonInterpreter(executable: "/usr/bin/python3"),
        launcher: Program.folder.appendingPathComponent("assay-launcher").path, warmSlots: 0,
        stateDirectory: nil))
  }

  /// Takes in what is at `path`.
  static func read(
    _ path: String, limits: IntakeLimits = IntakeLimits(), unpacker: String? = nil
  ) async throws -> Submission {
    let program = unpacker ?? Program.folder.appendingPathComponent("assay-unpack").path
    return try await SubmissionIntake(host: try await sandbox.value, limits: limits) { program }
      .read(path, files: files, time: "2026-11-23T01:40:12Z")
  }

  /// The names of the reasons why what is at `path` is refused; none where it is taken.
  static func refusal(
    _ path: String, limits: IntakeLimits = IntakeLimits(), unpacker: String? = nil
  ) async throws -> [String] {
    do {
      _ = try await read(path, limits: limits, unpacker: unpacker)
      return []
    } catch let error as SubmissionError {
      return error.problems.map(\.kind.id)
    }
  }

  /// Builds what an attack hands in.
  static func build(_ attack: Attack, at path: String) async throws {
    let script = Program.repository.appendingPathComponent("fixtures/attacks/\(attack.id).py").path
    let outcome = try await Program.run("/usr/bin/python3", ["-I", script, path], environment: [:])
    guard outcome.status == 0 else { throw TestSupportError("\(attack.id): \(outcome.errors)") }
  }

  /// What an attack does to a naive unpacker, in a sandbox whose only writable folders are memory.
  static func naiveEffects(of path: String) async throws -> [String] {
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    let naive = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("naive_unpack.py").path
    // No --die-with-parent: the parent is a thread, and that may end before the wait for it.
    var arguments = ["--unshare-all", "--cap-drop", "ALL", "--ro-bind", "/usr", "/usr"]
    for name in ["bin", "lib", "lib64"] { arguments += ["--symlink", "usr/\(name)", "/\(name)"] }
    arguments += ["--proc", "/proc", "--dev", "/dev", "--size", "\(256 << 20)", "--tmpfs", "/work"]
    arguments += ["--size", "\(1 << 20)", "--tmpfs", "/tmp", "--ro-bind", naive, "/naive.py"]
    arguments += ["--ro-bind", path, isFolder.boolValue ? "/work/unpacked" : "/in"]
    let outcome = try await Program.run(
      "/usr/bin/bwrap", arguments + ["/usr/bin/python3", "-I", "/naive.py"], environment: [:])
    guard let effects = try? JSONDecoder().decode([String].self, from: Data(outcome.stdout)) else {
      throw TestSupportError("the naive unpacker: \(outcome)")
    }
    return effects
  }

  /// Removes a folder however deep it is.
  static func remove(_ path: String) async throws {
    _ = try await Program.run("/usr/bin/rm", ["-rf", path], environment: [:])
  }
}
