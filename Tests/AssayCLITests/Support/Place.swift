import AssayTestSupport
import Foundation
import Testing

/// A place to run `assay` in that allows more or less: what `confine.py` makes of this machine.
enum Place: String, CaseIterable, CustomTestStringConvertible {
  /// An ordinary user who may make user namespaces, without delegated control groups.
  case user
  /// An ordinary user who may not.
  case userWithoutNamespaces
  /// Root in a container that was started with no option.
  case container

  /// A user id that owns nothing.
  static let userID = 64_998
  private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("confine.py").path

  var testDescription: String { rawValue }

  private var options: [String] {
    switch self {
    case .user: ["--user", "\(Self.userID)"]
    case .userWithoutNamespaces: ["--user", "\(Self.userID)", "--no-namespaces"]
    case .container: ["--container"]
    }
  }

  /// The isolation to ask for so that something runs.
  var isolation: [String] { self == .userWithoutNamespaces ? ["--isolation", "process"] : [] }

  /// The tier that is to be found here.
  var tier: String { self == .user ? "rootless" : "process" }

  /// What an outer program is given to run `command` here.
  func arguments(_ command: [String]) -> [String] { [copy] + options + ["--"] + command }

  /// The script where an ordinary user can read it.
  private var copy: String { PlaceWorkspace.folder + "/confine.py" }

  static let interpreter = "/usr/bin/python3"

  /// True where these places can be made: by root, who may make namespaces and change users.
  static let canBeMade: Bool = {
    guard geteuid() == 0, FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv") else {
      return false
    }
    guard (try? PlaceWorkspace.prepare(script)) != nil else { return false }
    return allCases.allSatisfy { place in
      let check = Process()
      check.executableURL = URL(fileURLWithPath: interpreter)
      check.arguments = place.arguments(
        place == .user ? ["/usr/bin/unshare", "-U", "-n", "true"] : ["/bin/true"])
      check.standardError = FileHandle.nullDevice
      guard (try? check.run()) != nil else { return false }
      check.waitUntilExit()
      return check.terminationStatus == 0
    }
  }()
}

/// Copies of the programs and of a lab that every user can read: the build folder may be closed to others.
enum PlaceWorkspace {
  static let folder: String = {
    var template = Array("/tmp/assay-place-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { return "/tmp/assay-place" }
    atexit { try? FileManager.default.removeItem(atPath: PlaceWorkspace.folder) }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }()

  static var program: String { folder + "/bin/assay" }

  static func prepare(_ script: String) throws {
    let files = FileManager.default
    chmod(folder, 0o755)
    try files.createDirectory(atPath: folder + "/bin", withIntermediateDirectories: true)
    for name in ["assay", "assay-launcher", "assay-fixture-http"] {
      try files.copyItem(atPath: Program.folder.path + "/" + name, toPath: folder + "/bin/" + name)
    }
    try files.copyItem(atPath: script, toPath: folder + "/confine.py")
    let lab = "06-retry-backoff-breaker"
    try files.createDirectory(atPath: folder + "/labs", withIntermediateDirectories: true)
    try files.copyItem(atPath: "\(Program.realLabs)/\(lab)", toPath: "\(folder)/labs/\(lab)")
  }
}

extension Workspace {
  /// The environment in a place: folders that its user owns.
  func environment(in place: Place) throws -> [String: String] {
    var changes: [String: String] = [:]
    for (name, folder) in [
      ("HOME", "home-\(place)"), ("TMPDIR", "tmp-\(place)"), ("XDG_STATE_HOME", "state-\(place)"),
    ] {
      try self.folder.makeFolder(folder)
      changes[name] = "\(path)/\(folder)"
      if place != .container {
        let user = uid_t(Place.userID)
        guard chown("\(path)/\(folder)", user, user) == 0 else { throw TestSupportError("chown failed") }
      }
    }
    return changes
  }

  /// Runs `assay` in a place.
  func assay(_ arguments: [String], in place: Place) async throws -> Outcome {
    try await assay(
      place.arguments([PlaceWorkspace.program] + arguments), environment: try environment(in: place),
      program: Place.interpreter)
  }
}
