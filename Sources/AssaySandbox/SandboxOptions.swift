import AssayModel
import Foundation

/// What a sandbox is to be like.
public struct SandboxOptions: Sendable {
  /// How much isolation is asked for.
  public enum Strength: Sendable, Equatable {
    /// The strongest that works; an error when none does.
    case strongest
    /// No namespaces, by name: what a plain container allows.
    case processTier
    /// None at all, by name: only for code that one would run anyway.
    case unsandboxed
  }

  /// How much isolation is asked for.
  public var strength: Strength
  /// The interpreter that the self-check runs.
  public var python: PythonInterpreter
  /// The launcher's program; nil for the one beside the running executable.
  public var launcher: String?
  /// Launchers that may wait for runs that were announced.
  public var warmSlots: Int
  /// Where the probe's result is kept; nil for no cache.
  public var stateDirectory: String?
  /// A delegated control group (version 2) for runs; nil for the usual place.
  public var controlGroupBase: String?

  /// Describes a sandbox.
  public init(
    python: PythonInterpreter, strength: Strength = .strongest, launcher: String? = nil, warmSlots: Int = 1,
    stateDirectory: String? = Self.defaultStateDirectory, controlGroupBase: String? = nil
  ) {
    self.python = python
    self.strength = strength
    self.launcher = launcher
    self.warmSlots = warmSlots
    self.stateDirectory = stateDirectory
    self.controlGroupBase = controlGroupBase
  }

  /// `$XDG_STATE_HOME/assay`, or `~/.local/state/assay`.
  public static var defaultStateDirectory: String? {
    let environment = ProcessInfo.processInfo.environment
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/assay" }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return home + "/.local/state/assay"
  }

  /// The launcher's path: as given, from `ASSAY_LAUNCHER`, or beside the running executable.
  func findLauncher() throws(Fault) -> String {
    let named = launcher ?? ProcessInfo.processInfo.environment["ASSAY_LAUNCHER"]
    let beside = Executables.realPath("/proc/self/exe").map {
      ($0 as NSString).deletingLastPathComponent + "/assay-launcher"
    }
    guard let path = (named ?? beside).flatMap(Executables.realPath), Executables.isExecutable(path) else {
      let place = named ?? beside ?? "assay-launcher"
      throw Fault(
        .missingTool, LocalizedText(en: "The launcher \(place) is missing", ko: "실행기 \(place) 파일이 없습니다"),
        remedy: LocalizedText(en: "Install it beside assay.", ko: "assay와 같은 폴더에 설치하십시오."))
    }
    return path
  }
}

/// Questions about programs on disk.
enum Executables {
  /// The path without links.
  static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// A small file of the kernel's, in one read, as such files want to be read; empty when there is none.
  static func kernelText(_ path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
  }

  /// True for a file that we may execute.
  static func isExecutable(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
      && access(path, X_OK) == 0
  }

  /// True for a program in machine code: not a script, such as the shims of version managers.
  static func isMachineCode(_ path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? file.close() }
    return (try? file.read(upToCount: 4)) == Data([0x7f, 0x45, 0x4c, 0x46])
  }

  /// The first program of that name on `PATH`.
  static func find(_ name: String, accepting isAccepted: (String) -> Bool = { _ in true }) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    for folder in path.split(separator: ":") where folder.hasPrefix("/") {
      let candidate = folder + "/" + name
      if isExecutable(candidate), isAccepted(candidate) { return candidate }
    }
    return nil
  }
}
