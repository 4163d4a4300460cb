import AssayTestSupport
import Foundation

/// A folder of its own for one test: labs, submissions, home, temporary files.
final class Workspace: Sendable {
  let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    // Without isolation a learner's code runs under a user of its own, which must be able to pass through.
    chmod(folder.path, 0o755)
    for name in ["home", "tmp", "work", "labs"] { try folder.makeFolder(name) }
  }

  var path: String { folder.path }
  var temporary: String { "\(path)/tmp" }

  /// The environment of every command: nothing of the developer's, in English.
  var environment: [String: String] {
    [
      "HOME": "\(path)/home", "TMPDIR": temporary, "XDG_STATE_HOME": SharedState.path,
      "PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C.UTF-8", "ASSAY_LABS": "\(path)/labs",
    ]
  }

  /// Runs `assay` in the workspace; `environment` is laid over the usual one, an empty text removes a variable.
  func assay(_ arguments: String..., environment changes: [String: String] = [:]) async throws -> Outcome {
    try await assay(arguments, environment: changes)
  }

  /// Runs `assay` in the workspace.
  func assay(
    _ arguments: [String], environment changes: [String: String] = [:], program: String = Program.path
  ) async throws -> Outcome {
    try await Program.run(program, arguments, environment: environment(changes), in: path)
  }

  func environment(_ changes: [String: String]) -> [String: String] {
    environment.merging(changes) { $1 }.filter { !$0.value.isEmpty }
  }

  /// Grades `code`, handed in as work.py, against a small lab.
  func grade(
    _ code: String, lab: SmallLab = SmallLab(), _ options: String..., environment: [String: String] = [:]
  ) async throws -> Outcome {
    try lab.write(to: folder)
    try folder.write(code, to: "work/work.py")
    return try await assay(["grade", "work", "--lab", lab.id] + options, environment: environment)
  }

  /// What is in the folder for temporary files.
  func leftovers() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: temporary) }
}

/// The state that all tests share, so that the sandbox is probed once and not for every command.
private enum SharedState {
  static let path: String = {
    var template = Array("/tmp/assay-state-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { return "/tmp/assay-state-tests" }
    atexit { try? FileManager.default.removeItem(atPath: SharedState.path) }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }()
}
