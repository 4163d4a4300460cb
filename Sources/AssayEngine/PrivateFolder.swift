import AssayModel
import Foundation

/// Folders that nobody else has, under names that cannot be guessed.
public enum PrivateFolder {
  /// The folder for temporary files: `TMPDIR`, else `/tmp`.
  public static var base: String {
    ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
  }

  /// Makes a folder in `base` whose name begins with `prefix`, for this user alone.
  ///
  /// - Throws: ``Fault`` of kind `disk`.
  public static func make(_ prefix: String, in base: String = Self.base) throws(Fault) -> String {
    var template = Array("\(base)/\(prefix)XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw failure(base, errno) }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Why no folder could be made in `base`.
  public static func failure(_ base: String, _ code: Int32) -> Fault {
    Fault(
      .disk,
      LocalizedText(
        en: "No working folder could be made in '\(base)'", ko: "'\(base)'에 작업 폴더를 만들 수 없습니다"),
      detail: String(cString: strerror(code)))
  }
}
