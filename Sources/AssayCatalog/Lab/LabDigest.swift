import AssayModel
import Glibc

/// The digest of a lab: of every file on which a grade depends, and of no other.
///
/// Handouts and wrong submissions are left out: a corrected sentence does not change a grade.
enum LabDigest {
  private static let folders = ["given", "reference", "hidden", "tool", "graders"]
  /// What interpreters and compilers leave behind.
  private static let leftovers: Set = ["__pycache__", ".build", ".swiftpm"]
  private static let files = ["lab.yaml", "requirements.txt"]
  /// More of a lab than this is a mistake.
  private static let maximumFiles = 20_000

  /// The digest of the lab in `folder`.
  static func digest(of manifest: LabManifest, in folder: String) throws(FileFailure) -> Digest {
    var paths = files + (manifest.exercise.map { [$0] } ?? [])
    for name in folders + [manifest.files.starter] { try collect(name, in: folder, into: &paths) }
    let hasher = ContentHasher()
    for path in Set(paths).sorted(by: { Array($0.utf8).lexicographicallyPrecedes($1.utf8) }) {
      try add(path, in: folder, to: hasher)
    }
    return hasher.finish()
  }

  private static func collect(
    _ name: String, in folder: String, into paths: inout [String]
  ) throws(FileFailure) {
    guard EntryKind.at("\(folder)/\(name)") == .folder else { return }
    for entry in try FolderListing.entries(of: "\(folder)/\(name)", limit: maximumFiles) {
      let path = "\(name)/\(entry.name)"
      switch entry.kind {
      case .folder where !leftovers.contains(entry.name): try collect(path, in: folder, into: &paths)
      case .file where !entry.name.hasSuffix(".pyc"): paths.append(path)
      default: continue
      }
      guard paths.count <= maximumFiles else { throw .tooLarge(bytes: paths.count, limit: maximumFiles) }
    }
  }

  private static func add(
    _ path: String, in folder: String, to hasher: borrowing ContentHasher
  ) throws(FileFailure) {
    let number = open("\(folder)/\(path)", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard number >= 0 else {
      if errno == ENOENT { return }
      throw FileFailure(errno: errno)
    }
    let file = Descriptor(number)
    let status = try file.status()
    guard EntryKind(mode: status.st_mode) == .file else { throw .special }
    hasher.update(path)
    hasher.update(String(status.st_size))
    try FileBytes.forEachChunk(of: file, atMost: .max) { hasher.update($0) }
  }
}
