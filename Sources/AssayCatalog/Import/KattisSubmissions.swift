import AssayModel

/// The example submissions of a package that a lab can have.
struct KattisSubmissions {
  /// A submission that must not get all points.
  struct Wrong: Equatable {
    var id: String
    var isSlow: Bool
    var code: [UInt8]
  }

  private(set) var reference: [UInt8]?
  private(set) var wrong: [Wrong] = []
  private(set) var notes: [ImportNote] = []

  private static let wrongFolders = ["wrong_answer", "run_time_error", "rejected", "time_limit_exceeded"]

  /// Reads `submissions` of the package in `root`.
  init(root: String) {
    let folders = (try? FolderListing.entries(of: "\(root)/submissions")) ?? []
    for folder in folders {
      let path = "submissions/\(folder.name)"
      guard folder.kind == .folder, folder.name == "accepted" || Self.wrongFolders.contains(folder.name)
      else {
        notes.append(
          ImportNote(path, en: "says nothing that a lab can hold it to; left out", ko: "랩에서 확인할 수 없어 제외했습니다"))
        continue
      }
      for entry in (try? FolderListing.entries(of: "\(root)/\(path)")) ?? [] {
        read(entry, in: folder.name, root)
      }
    }
  }

  private mutating func read(_ entry: FolderListing.Entry, in folder: String, _ root: String) {
    let path = "submissions/\(folder)/\(entry.name)"
    guard entry.kind == .file, entry.name.hasSuffix(".py") || entry.name.hasSuffix(".py3"),
      let code = try? FileBytes.read("\(root)/\(path)", atMost: 1 << 20)
    else {
      notes.append(
        ImportNote(path, en: "not a single file of Python; left out", ko: "파이썬 파일 하나로 된 제출물이 아니라 제외했습니다"))
      return
    }
    if folder == "accepted" {
      guard reference == nil else {
        notes.append(
          ImportNote(
            path, en: "a lab has one reference, the first; left out", ko: "참조 구현은 하나만 둘 수 있어 첫 파일만 썼습니다"))
        return
      }
      reference = code
      return
    }
    wrong.append(Wrong(id: id(for: entry.name), isSlow: folder == "time_limit_exceeded", code: code))
  }

  private func id(for file: String) -> String {
    let stem = file.split(separator: ".").first.map(String.init) ?? file
    var id = String(stem.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "-" })
    if id.first?.isLetter != true { id = "wrong-" + id.drop { $0 == "-" || $0 == "_" } }
    while wrong.contains(where: { $0.id == id }) { id += "-2" }
    return id
  }
}
