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
    if let known = Self.read(file) { return HarnessBytecode(known, version: version) }
    await compile(to: file, with: executable)
    return Self.read(file).map { HarnessBytecode($0, version: version) }
  }

  /// The compiled harness without the digest that follows it; nil when the file is damaged or not there.
  ///
  /// Python believes such a file: one that a full disk has cut short would fail every grading from then on.
  private static func read(_ file: URL) -> [UInt8]? {
    guard let data = try? Data(contentsOf: file), data.count > digestLength else { return nil }
    let content = Array(data.dropLast(digestLength))
    return digest(of: content) == Array(data.suffix(digestLength)) ? content : nil
  }

  private static let digestLength = 64

  private static func digest(of content: [UInt8]) -> [UInt8] {
    Array(ContentDigest.of(content).hexadecimal.utf8)
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
    let compiled = source.deletingPathExtension().appendingPathExtension("part")
    defer { try? manager.removeItem(at: compiled) }
    _ = try? await ProgramRun.of(
      executable, ["-I", "-S", "-c", HarnessBytecode.compileCommand, source.path, compiled.path])
    guard let content = try? Data(contentsOf: compiled), !content.isEmpty else { return }
    try? (content + Data(Self.digest(of: Array(content)))).write(to: file, options: .atomic)
  }
}
