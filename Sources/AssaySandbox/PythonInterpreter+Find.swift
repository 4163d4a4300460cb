import AssayModel
import Foundation

extension PythonInterpreter {
  /// The interpreter at a path that somebody named.
  public init(atPath path: String) {
    let real = Executables.realPath(path) ?? path
    self.init(executable: real, mounts: Self.mounts(for: real))
  }

  /// Finds an interpreter without running anything.
  ///
  /// The system's own comes first. A version manager's shim is a script that costs a shell on each start, and
  /// its real interpreter is found where the manager keeps it.
  ///
  /// - Parameter version: for example `3.11`; nil for any Python 3.
  public static func find(version: String? = nil) -> Self? {
    let name = "python" + (version ?? "3")
    for path in candidates(name, version) {
      guard let real = Executables.realPath(path), Executables.isExecutable(real),
        Executables.isMachineCode(real)
      else { continue }
      return Self(executable: real, mounts: mounts(for: real))
    }
    return nil
  }

  private static func candidates(_ name: String, _ version: String?) -> [String] {
    let onPath = Executables.find(name, accepting: Executables.isMachineCode)
    return ["/usr/bin/" + name] + [onPath].compactMap { $0 } + managed(name, version)
  }

  /// Interpreters that pyenv and uv keep, newest first.
  private static func managed(_ name: String, _ version: String?) -> [String] {
    let home = ProcessInfo.processInfo.environment["HOME"] ?? "/"
    let roots = [home + "/.pyenv/versions", home + "/.local/share/uv/python"]
    return roots.flatMap { root -> [String] in
      let folders = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
      return folders.filter { version.map($0.contains) ?? true }
        .sorted { $0.compare($1, options: .numeric) == .orderedDescending }
        .map { "\(root)/\($0)/bin/\(name)" }
    }
  }

  /// The prefix (the folder above `bin`) where it lies outside of what is seen inside anyway.
  private static func mounts(for executable: String) -> [SandboxRequest.Mount] {
    let folder = (executable as NSString).deletingLastPathComponent
    guard !folder.hasPrefix("/usr/"), folder != "/bin" else { return [] }
    let prefix = (folder as NSString).deletingLastPathComponent
    return [SandboxRequest.Mount(source: prefix, target: prefix)]
  }
}
