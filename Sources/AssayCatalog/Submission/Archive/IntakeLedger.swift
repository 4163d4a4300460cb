/// What has been seen of an archive so far, and whether the next entry may follow.
///
/// A value without any input or output: what it decides depends on the entries alone, so that it can be
/// tried with millions of hostile ones.
public struct IntakeLedger: Sendable {
  private struct Known {
    var path: String
    var isFolder: Bool
  }

  private let limits: IntakeLimits
  private let archiveBytes: Int
  private var entries = 0
  private var total = 0
  /// By path in lower case.
  ///
  /// Swift compares texts by canonical equivalence, so that composed and decomposed forms of
  /// one name meet here.
  private var known: [String: Known] = [:]

  /// Opens the books for an archive of `archiveBytes` bytes.
  public init(limits: IntakeLimits = IntakeLimits(), archiveBytes: Int) {
    self.limits = limits
    self.archiveBytes = archiveBytes
  }

  /// Admits an entry and gives the names on the way to it, its own last; none for the root folder.
  ///
  /// - Throws: ``ArchiveProblem`` that names the entry.
  public mutating func admit(_ entry: ArchiveEntry) throws(ArchiveProblem) -> [String] {
    do throws(ArchiveProblem.Kind) {
      return try admitted(entry)
    } catch {
      throw ArchiveProblem(error, entry: entry.name)
    }
  }

  /// Counts the bytes that an entry really has.
  ///
  /// - Throws: ``ArchiveProblem`` that names the entry where it was too much.
  public mutating func count(_ bytes: Int, of entry: ArchiveEntry) throws(ArchiveProblem) {
    do throws(ArchiveProblem.Kind) {
      try check(bytes)
      if let stated = entry.statedBytes, stated != bytes {
        throw .sizeMismatch(stated: stated, real: bytes)
      }
      total += bytes
    } catch {
      throw ArchiveProblem(error, entry: entry.name)
    }
  }

  private mutating func admitted(_ entry: ArchiveEntry) throws(ArchiveProblem.Kind) -> [String] {
    entries += 1
    guard entries <= limits.entries else { throw .tooManyEntries(limit: limits.entries) }
    let name = try EntryName(entry, limits: limits)
    switch entry.kind {
    case .file, .folder: break
    case .symbolicLink, .hardLink: throw .link
    case .sparse: throw .sparse
    case .encrypted: throw .encrypted
    case .special: throw .special
    }
    try check(entry.statedBytes ?? 0)
    try enter(name, isFolder: entry.kind == .folder)
    return name.steps
  }

  private func check(_ bytes: Int) throws(ArchiveProblem.Kind) {
    guard bytes >= 0, bytes <= limits.fileBytes else { throw .entryTooLarge(limit: limits.fileBytes) }
    guard total + bytes <= limits.totalBytes else { throw .totalTooLarge(limit: limits.totalBytes) }
    if total + bytes > limits.ratioFreeBytes, (total + bytes) / limits.ratio > archiveBytes {
      throw .ratio(limit: limits.ratio)
    }
  }

  /// A name may stand for one thing only, however a file system spells it; folders may come again.
  private mutating func enter(_ name: EntryName, isFolder: Bool) throws(ArchiveProblem.Kind) {
    var path = ""
    for (index, step) in name.steps.enumerated() {
      path += path.isEmpty ? step : "/" + step
      let isLast = index == name.steps.count - 1
      let isFolder = isFolder || !isLast
      let key = path.lowercased()
      guard let other = known[key] else {
        known[key] = Known(path: path, isFolder: isFolder)
        continue
      }
      guard other.path.utf8.elementsEqual(path.utf8) else {
        throw .collision(with: EscapedName.text(other.path))
      }
      guard isFolder, other.isFolder else { throw .duplicate }
    }
  }
}
