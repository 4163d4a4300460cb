/// The files of an archive as a folder: what packing programs add is taken away.
struct ArchiveFolder {
  private static let clutterFolders: Set<String> = ["__MACOSX"]
  private static let clutterFiles: Set<String> = [".DS_Store", "Thumbs.db", "desktop.ini"]
  /// Folders around folders that are looked through.
  private static let mostWrappers = 3

  private var files: [[String]: UnpackerAnswers.Item] = [:]
  private var folders: Set<[String]> = []

  /// Arranges the entries of an archive; `wanted` are the paths that the lab asks for.
  init(_ items: [UnpackerAnswers.Item], wanted: [String]) {
    var useful = items.filter { !Self.isClutter($0.steps) }
    let wanted = Set(wanted.map(Self.steps))
    for _ in 0..<Self.mostWrappers where Self.isWrapped(useful, wanted) {
      useful = useful.map { item in
        var item = item
        item.steps = Array(item.steps.dropFirst())
        return item
      }
    }
    for item in useful {
      if item.isFolder { folders.insert(item.steps) } else { files[item.steps] = item }
      for count in 1..<max(1, item.steps.count) { folders.insert(Array(item.steps.prefix(count))) }
    }
    folders.remove([])
  }

  /// True where no file is left.
  var isEmpty: Bool { files.isEmpty }

  /// The names at the top.
  var listing: [FolderListing.Entry] {
    let names = files.keys.filter { $0.count == 1 }.map { FolderListing.Entry(name: $0[0], kind: .file) }
    let folders = folders.filter { $0.count == 1 }.map { FolderListing.Entry(name: $0[0], kind: .folder) }
    return (names + folders).sorted { $0.name < $1.name }
  }

  /// The bytes of the file at `path`.
  func read(_ path: String, atMost limit: Int) throws(FileFailure) -> [UInt8] {
    let steps = Self.steps(path)
    guard let item = files[steps] else { throw folders.contains(steps) ? .directory : .missing }
    guard item.size <= limit else { throw .tooLarge(bytes: item.size, limit: limit) }
    // Its name is written in another way than the lab's, so that its content was not asked for.
    guard item.bytes.count == item.size else { throw .missing }
    return item.bytes
  }

  private static func steps(_ path: String) -> [String] { path.split(separator: "/").map(String.init) }

  private static func isClutter(_ steps: [String]) -> Bool {
    guard let first = steps.first, let last = steps.last else { return true }
    return clutterFolders.contains(first) || clutterFiles.contains(last) || last.hasPrefix("._")
  }

  /// True where everything lies in one folder, and nothing that the lab asks for begins at the top.
  private static func isWrapped(_ items: [UnpackerAnswers.Item], _ wanted: Set<[String]>) -> Bool {
    let inside = items.filter { !$0.steps.isEmpty }
    guard Set(inside.compactMap(\.steps.first)).count == 1,
      !inside.contains(where: { wanted.contains($0.steps) })
    else { return false }
    return inside.allSatisfy { $0.isFolder || $0.steps.count > 1 }
  }
}
