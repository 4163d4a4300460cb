import Foundation

/// The file by which a learner's folder remembers its lab.
enum LabMarker {
  private static let name = ".assay-lab"

  /// Notes the lab in a folder that `assay start` makes.
  static func write(_ lab: String, in folder: URL) throws {
    try Data("\(lab)\n".utf8).write(to: folder.appendingPathComponent(name))
  }

  /// The lab of a folder: from its marker, else from its name.
  ///
  /// - Throws: ``Failure`` when neither tells.
  static func labName(for folder: String) throws -> String {
    let url = URL(fileURLWithPath: folder).standardizedFileURL
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue else {
      throw Failure("There is no folder '\(folder)'.", .badInput)
    }
    if let text = try? String(contentsOf: url.appendingPathComponent(name), encoding: .utf8) {
      return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
    let folderName = url.lastPathComponent
    if folderName.first?.isNumber == true, folderName.contains("-") { return folderName }
    throw Failure(
      "'\(folder)' does not say which lab it is of; name it with --lab, or begin with `assay start LAB`.",
      .usage)
  }
}
