import Glibc

/// What a name in a folder stands for; a link is a link, whatever it points to.
enum EntryKind: Sendable, Equatable {
  case file
  case folder
  case link
  case special

  /// The kind that a mode says.
  init(mode: mode_t) {
    switch mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    case S_IFLNK: self = .link
    default: self = .special
    }
  }

  /// The kind of what is at `path`; nil where there is nothing.
  static func at(_ path: String) -> EntryKind? {
    var status = stat()
    return lstat(path, &status) == 0 ? EntryKind(mode: status.st_mode) : nil
  }
}

/// Lists folders, never more of one than asked for.
enum FolderListing {
  /// One name in a folder.
  struct Entry: Sendable, Equatable {
    var name: String
    var kind: EntryKind
  }

  /// At most `limit` names in the folder at `path`, sorted; `.` and `..` are left out.
  static func entries(of path: String, limit: Int = .max) throws(FileFailure) -> [Entry] {
    guard let folder = opendir(path) else { throw FileFailure(errno: errno) }
    defer { closedir(folder) }
    var entries: [Entry] = []
    while entries.count < limit, let raw = readdir(folder) {
      let name = withUnsafePointer(to: &raw.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name != ".", name != "..", let kind = kind(of: raw.pointee.d_type, path, name) else { continue }
      entries.append(Entry(name: name, kind: kind))
    }
    return entries.sorted { $0.name < $1.name }
  }

  private static func kind(of type: UInt8, _ folder: String, _ name: String) -> EntryKind? {
    switch Int(type) {
    case Int(DT_REG): .file
    case Int(DT_DIR): .folder
    case Int(DT_LNK): .link
    case Int(DT_UNKNOWN): EntryKind.at("\(folder)/\(name)")
    default: .special
    }
  }
}
