import AssayCatalog
import AssayEngine
import AssayEnvironments
import AssayModel
import Foundation

/// Keeps the harness compiled, one file for each interpreter and harness.
///
/// It is a matter of speed alone: where nothing can be kept, runs compile the harness themselves.
struct BytecodeCache {
  let folder: URL

  /// The harness compiled for the interpreter; nil where that did not work.
  func bytecode(for executable: String, _ version: String) async -> HarnessBytecode? {
    guard let file = file(for: executable) else { return nil }
    if let known = HarnessBytecode(file: file, version: version) { return known }
    await compile(to: file, with: executable)
    return HarnessBytecode(file: file, version: version)
  }

  /// The file's name holds all on which its content depends.
  private func file(for executable: String) -> URL? {
    var status = stat()
    guard stat(executable, &status) == 0 else { return nil }
    let key = "\(executable) \(status.st_size) \(status.st_mtim.tv_sec)"
    let digest = ContentDigest.of(HarnessBytecode.source + Array(key.utf8))
    return folder.appendingPathComponent("harness-\(digest.short).pyc")
  }

  private func compile(to file: URL, with executable: String) async {
    let source = file.deletingPathExtension().appendingPathExtension("\(getpid()).py")
    let manager = FileManager.default
    do {
      try manager.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(HarnessBytecode.source).write(to: source)
    } catch {
      return
    }
    defer { try? manager.removeItem(at: source) }
    _ = try? await ProgramRun.of(
      executable, ["-I", "-S", "-c", HarnessBytecode.compileCommand, source.path, file.path])
  }
}
