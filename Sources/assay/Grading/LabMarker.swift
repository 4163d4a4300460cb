import AssayModel
import Foundation

/// The file by which a learner's folder remembers its lab: the id, and on a second line where the labs are.
enum LabMarker {
  /// Its name.
  static let name = ".assay-lab"

  /// Its content for a lab in the folder `labs`.
  static func content(lab: String, labs: String) -> [UInt8] { Array("\(lab)\n\(labs)\n".utf8) }

  /// The folder of labs from which `folder` was started, where that still stands.
  static func labsFolder(for folder: String) -> String? {
    let file = URL(fileURLWithPath: folder).appendingPathComponent(name)
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
    let lines = text.split(separator: "\n").map(String.init)
    return lines.count > 1 && FileManager.default.fileExists(atPath: lines[1]) ? lines[1] : nil
  }

  /// The lab of a folder: from its marker, else from its name.
  ///
  /// - Throws: ``Failure`` when neither tells.
  static func labName(for folder: String) throws -> String {
    let url = URL(fileURLWithPath: folder).standardizedFileURL
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue else {
      throw Failure(
        LocalizedText(
          en: "There is no folder '\(folder)'; name the folder that `assay start` made.",
          ko: "'\(folder)' 폴더가 없습니다. `assay start`로 만든 폴더를 지정하십시오."), .badInput)
    }
    if let text = try? String(contentsOf: url.appendingPathComponent(name), encoding: .utf8) {
      return String(text.prefix { $0 != "\n" }).trimmingCharacters(in: .whitespaces)
    }
    let folderName = url.lastPathComponent
    if folderName.first?.isNumber == true, folderName.contains("-") { return folderName }
    throw Failure(
      LocalizedText(
        en:
          "'\(folder)' does not say which lab it is of; name it with --lab, or begin with `assay start LAB`.",
        ko: "'\(folder)' 폴더가 어느 랩인지 알 수 없습니다. --lab으로 지정하거나 `assay start LAB`으로 시작하십시오."),
      .usage)
  }
}
