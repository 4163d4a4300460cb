import AssayModel

/// Understands what the unpacker says of an archive, line by line, and believes none of it.
///
/// Like the ledger it is a value without input or output. Whatever is not a line of the protocol, in its place, means
/// that the program at the other end is no longer ours.
struct UnpackerAnswers: Sendable {
  /// One entry that was read to its end.
  struct Item: Sendable, Equatable {
    /// The names on the way to it inside the archive; none for the root folder.
    var steps: [String]
    var isFolder: Bool
    var size: Int
    /// The content of a file that was asked for.
    var bytes: [UInt8]
  }

  /// True once the program has said that it works.
  private(set) var isReady = false
  /// True once the archive was read to its end.
  private(set) var isDone = false
  /// The entries.
  private(set) var items: [Item] = []
  private var ledger: IntakeLedger
  private let limits: IntakeLimits
  private var open: (entry: ArchiveEntry, item: Item)?
  private var buffered = 0

  /// Waits for the answers about an archive of `archiveBytes` bytes.
  init(limits: IntakeLimits, archiveBytes: Int) {
    self.limits = limits
    ledger = IntakeLedger(limits: limits, archiveBytes: archiveBytes)
  }

  /// Takes one line.
  ///
  /// - Throws: ``ArchiveProblem`` when the archive is refused.
  mutating func take(_ line: [UInt8]) throws(ArchiveProblem) {
    let words = line.split(separator: 0x20, omittingEmptySubsequences: false)
    guard let word = words.first, !isDone else { throw ArchiveProblem(.crashed) }
    switch (String(decoding: word, as: UTF8.self), words.count, open == nil) {
    case ("ready", 1, true) where !isReady: isReady = true
    case ("entry", 4, true) where isReady: try begin(words)
    case ("data", 2, false): try add(words[1])
    case ("end", 2, false): try end(words[1])
    case ("stop", 2, _): throw refusal(String(decoding: words[1], as: UTF8.self))
    case ("done", 1, true) where isReady: isDone = true
    default: throw ArchiveProblem(.crashed)
    }
  }

  private static let kinds: [String: ArchiveEntry.Kind] = [
    "f": .file, "d": .folder, "l": .symbolicLink, "h": .hardLink, "s": .sparse, "e": .encrypted,
    "o": .special,
  ]

  private mutating func begin(_ words: [ArraySlice<UInt8>]) throws(ArchiveProblem) {
    guard let kind = Self.kinds[String(decoding: words[1], as: UTF8.self)],
      let size = Int(String(decoding: words[2], as: UTF8.self)), let name = Hexadecimal.bytes(words[3])
    else { throw ArchiveProblem(.crashed) }
    let entry = ArchiveEntry(name: name, kind: kind, statedBytes: size < 0 ? nil : size)
    let steps = try ledger.admit(entry)
    open = (entry, Item(steps: steps, isFolder: kind == .folder, size: 0, bytes: []))
  }

  private mutating func add(_ digits: ArraySlice<UInt8>) throws(ArchiveProblem) {
    guard let more = Hexadecimal.bytes(digits), buffered + more.count <= limits.totalBytes else {
      throw ArchiveProblem(.crashed)
    }
    buffered += more.count
    open?.item.bytes += more
  }

  private mutating func end(_ digits: ArraySlice<UInt8>) throws(ArchiveProblem) {
    guard let size = Int(String(decoding: digits, as: UTF8.self)), size >= 0, var item = open?.item,
      let entry = open?.entry, item.bytes.isEmpty || item.bytes.count == size
    else { throw ArchiveProblem(.crashed) }
    try ledger.count(size, of: entry)
    item.size = size
    items.append(item)
    open = nil
  }

  private func refusal(_ reason: String) -> ArchiveProblem {
    let kind: ArchiveProblem.Kind =
      switch reason {
      case "entries": .tooManyEntries(limit: limits.entries)
      case "file": .entryTooLarge(limit: limits.fileBytes)
      case "total": .totalTooLarge(limit: limits.totalBytes)
      case "ratio": .ratio(limit: limits.ratio)
      case "memory": .tooMuchMemory(limit: limits.process.memoryBytes)
      case "truncated": .truncated
      case "corrupt": .corrupt
      case "trailing": .trailingData
      case "header": .headerTooLarge
      case "nul": .badName(.nul)
      default: .crashed
      }
    return ArchiveProblem(kind, entry: open?.entry.name)
  }
}
