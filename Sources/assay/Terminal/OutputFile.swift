import AssayModel
import Foundation

/// A file that the user asked for: written as a whole or not at all.
struct OutputFile {
  let path: String

  /// Names a file; what is no ordinary file, such as `/dev/stderr`, is written in place.
  init(_ path: String) { self.path = path }

  /// Finds out before any work is done that the file could not be written.
  ///
  /// - Throws: ``Failure`` that says why.
  func check() throws {
    var status = stat()
    if stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT != S_IFDIR else { throw failure(code: EISDIR) }
      guard access(path, W_OK) == 0 else { throw failure(code: errno) }
      return
    }
    guard access(folder, W_OK | X_OK) == 0 else { throw failure(code: errno) }
  }

  /// Writes the file.
  ///
  /// - Throws: ``Failure`` that says why it cannot be written.
  func write(_ text: String) throws {
    var status = stat()
    let isOrdinary = stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    let target = isOrdinary ? "\(path).\(getpid()).part" : path
    let descriptor = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(code: errno) }
    let code = Output.write(text, to: descriptor)
    close(descriptor)
    guard code == 0, !isOrdinary || rename(target, path) == 0 else {
      let reason = code == 0 ? errno : code
      if isOrdinary { unlink(target) }
      throw failure(code: reason)
    }
  }

  private var folder: String {
    let folder = (path as NSString).deletingLastPathComponent
    return folder.isEmpty ? "." : folder
  }

  private func failure(code: Int32) -> Failure {
    guard code != ENOENT else {
      return Failure(
        LocalizedText(
          en: "'\(path)' cannot be written: there is no folder '\(folder)'; make it first.",
          ko: "'\(path)' 파일을 쓸 수 없습니다. '\(folder)' 폴더가 없으니 먼저 만드십시오."), .badInput)
    }
    let reason = String(cString: strerror(code))
    return Failure(
      LocalizedText(
        en: "'\(path)' cannot be written: \(reason); choose another file.",
        ko: "'\(path)' 파일을 쓸 수 없습니다(\(reason)). 다른 파일을 지정하십시오."), .badInput)
  }
}
