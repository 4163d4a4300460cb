import AssayModel
import Foundation

/// Files that are made from the templates, with the author's names in them.
struct Scaffold {
  /// The files, by their paths below the folder that is made.
  private(set) var files: [SourceFile] = []
  private let names: [String: String]

  /// Begins with nothing; `names` are put in the place of `{{KEY}}` in paths and contents.
  init(names: [String: String]) { self.names = names }

  /// Adds the files of a template, but for those that are `left out`.
  ///
  /// - Throws: ``Failure`` when there is no such template.
  mutating func add(_ template: String, leavingOut: Set<String> = []) throws {
    let folder = try Self.folder(template)
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder),
        !isFolder.boolValue, !leavingOut.contains(path)
      else { continue }
      let text = try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
      files.append(SourceFile(path: filled(path), bytes: Array(filled(text).utf8)))
    }
  }

  /// The text of one file of a template.
  static func text(of file: String, in template: String) throws -> String {
    try String(contentsOfFile: "\(folder(template))/\(file)", encoding: .utf8)
  }

  /// Writes the files below `target`; nothing is written where one is there already.
  ///
  /// - Throws: ``Failure`` that names the file.
  func write(below target: String) throws {
    if let existing = files.first(where: { FileManager.default.fileExists(atPath: "\(target)/\($0.path)") }) {
      throw Failure(
        LocalizedText(
          en: "'\(target)/\(existing.path)' exists already; choose another name.",
          ko: "'\(target)/\(existing.path)' 파일이 이미 있습니다. 다른 이름을 지정하십시오."), .badInput)
    }
    for file in files {
      let url = URL(fileURLWithPath: "\(target)/\(file.path)")
      do {
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(file.bytes).write(to: url)
      } catch {
        throw Failure(
          LocalizedText(
            en: "'\(url.path)' cannot be written; name a folder of labs in which you may write: --labs DIR.",
            ko: "'\(url.path)' 파일을 쓸 수 없습니다. 쓰기 권한이 있는 랩 폴더를 --labs DIR로 지정하십시오."), .badInput)
      }
    }
  }

  private func filled(_ text: String) -> String {
    names.reduce(text) { $0.replacingOccurrences(of: "{{\($1.key)}}", with: $1.value) }
  }

  private static func folder(_ template: String) throws -> String {
    guard let root = Installation.templates, FileManager.default.fileExists(atPath: "\(root)/\(template)")
    else {
      throw Failure(
        LocalizedText(
          en: "The templates are not installed; install Assay with `make install`.",
          ko: "템플릿이 설치되어 있지 않습니다. `make install`로 Assay를 설치하십시오."), .machine)
    }
    return "\(root)/\(template)"
  }
}
