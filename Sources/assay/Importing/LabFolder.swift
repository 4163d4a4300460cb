import AssayCatalog
import AssayModel
import Foundation

/// Writes an imported lab below a folder of labs.
struct LabFolder {
  let labs: URL

  /// Writes every file of `lab`, whose folder must not be there yet.
  ///
  /// - Throws: ``Failure`` when it is, or when something cannot be written.
  func write(_ lab: ImportedLab) throws -> URL {
    let folder = labs.appendingPathComponent(lab.id)
    guard !FileManager.default.fileExists(atPath: folder.path) else {
      throw Failure(
        LocalizedText(
          en: "'\(folder.relativePath)' exists already; remove it, or give the lab another id with --id.",
          ko: "'\(folder.relativePath)' 폴더가 이미 있습니다. 폴더를 지우거나 --id로 다른 ID를 지정하십시오."), .badInput)
    }
    do {
      for file in lab.files {
        let url = folder.appendingPathComponent(file.path)
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(file.bytes).write(to: url)
      }
    } catch {
      throw Failure(
        LocalizedText(
          en: "'\(folder.relativePath)' cannot be written; choose a folder in which you may write.",
          ko: "'\(folder.relativePath)' 폴더에 쓸 수 없습니다. 쓰기 권한이 있는 폴더를 지정하십시오."), .machine)
    }
    return folder
  }

  /// What was imported and what was not, for the author.
  static func report(_ lab: ImportedLab, in folder: URL) -> LocalizedText {
    let path = folder.relativePath
    let list = { (language: Language) in lab.notes.map { "  \($0.text[language])\n" }.joined() }
    let next = "\n    assay verify \(lab.id)\n"
    guard !lab.notes.isEmpty else {
      return LocalizedText(
        en: "\(path): \(lab.files.count) files. Next:\n\(next)",
        ko: "\(path): 파일 \(lab.files.count)개. 다음 단계:\n\(next)")
    }
    return LocalizedText(
      en: "\(path): \(lab.files.count) files. Not carried over:\n\n\(list(.en))\nNext:\n\(next)",
      ko: "\(path): 파일 \(lab.files.count)개. 옮기지 못한 항목:\n\n\(list(.ko))\n다음 단계:\n\(next)")
  }
}
