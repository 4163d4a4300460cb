import AssayModel

/// Why an archive is refused: one reason, the first that was found.
public struct ArchiveProblem: Error, Sendable, Equatable {
  /// What is wrong with it.
  public enum Kind: Error, Sendable, Equatable {
    /// The file is no archive.
    case notAnArchive
    /// It is an archive of a kind that is not taken.
    case unsupportedFormat(String)
    /// The archive itself is too large, in bytes.
    case archiveTooLarge(limit: Int)
    /// Nothing is in it.
    case empty
    /// It ends too early.
    case truncated
    /// It cannot be decompressed, or a check sum is wrong.
    case corrupt
    /// Something follows behind its end: another archive, or anything else.
    case trailingData
    /// It is one part of several.
    case multiDisk
    /// It is written for sizes beyond 4 GiB.
    case zip64
    /// An entry needs a password.
    case encrypted
    /// An entry is compressed in a way that is not taken.
    case unsupportedMethod(Int)
    /// Its directory and its entries say different things.
    case inconsistent
    /// Two entries share bytes.
    case overlapping
    /// An entry has more or fewer bytes than it states.
    case sizeMismatch(stated: Int, real: Int)
    /// There are too many entries.
    case tooManyEntries(limit: Int)
    /// An entry is too large, in bytes.
    case entryTooLarge(limit: Int)
    /// All entries together are too large, in bytes.
    case totalTooLarge(limit: Int)
    /// The content is too many times larger than the archive.
    case ratio(limit: Int)
    /// An entry lies too many folders deep.
    case tooDeep(limit: Int)
    /// A name or a path is too long, in bytes.
    case nameTooLong(limit: Int)
    /// A name leads out of the submission.
    case outside
    /// A name means different things on different systems, or cannot be shown.
    case badName(BadName)
    /// An entry is a symbolic or hard link.
    case link
    /// An entry is a device, a pipe or a socket.
    case special
    /// An entry has holes.
    case sparse
    /// Two entries have one name.
    case duplicate
    /// Two names differ only in case or in how their characters are composed.
    case collision(with: String)
    /// A header in front of an entry is too large.
    case headerTooLarge
    /// Reading it took too long, in seconds.
    case tooSlow(limit: Double)
    /// Reading it took too much memory, in bytes.
    case tooMuchMemory(limit: Int)
    /// The program that reads archives broke on it.
    case crashed
  }

  /// What is wrong with a name.
  public enum BadName: String, Sendable, Equatable, CaseIterable {
    /// It, or a name on the way, is empty or a dot.
    case empty
    /// It holds a NUL byte.
    case nul
    /// It is not UTF-8.
    case encoding
    /// It holds a backslash.
    case backslash
    /// It holds characters that cannot be seen.
    case invisible
    /// It ends with a dot or a space.
    case trailing
  }

  /// What is wrong.
  public var kind: Kind
  /// The entry's name, escaped; nil where it is about the archive as a whole.
  public var entry: String?

  /// States a reason; `entry` is the name as it stands in the archive.
  public init(_ kind: Kind, entry: [UInt8]? = nil) {
    self.kind = kind
    self.entry = entry.map { EscapedName.text($0) }
  }
}

extension ArchiveProblem.Kind {
  /// The reason's fixed name.
  public var id: String {
    switch self {
    case .notAnArchive: "not-an-archive"
    case .unsupportedFormat: "unsupported-format"
    case .archiveTooLarge: "archive-too-large"
    case .empty: "archive-empty"
    case .truncated: "archive-truncated"
    case .corrupt: "archive-corrupt"
    case .trailingData: "trailing-data"
    case .multiDisk: "multi-disk"
    case .zip64: "zip64"
    case .encrypted: "entry-encrypted"
    case .unsupportedMethod: "unsupported-method"
    case .inconsistent: "archive-inconsistent"
    case .overlapping: "entries-overlap"
    case .sizeMismatch: "size-mismatch"
    case .tooManyEntries: "too-many-entries"
    case .entryTooLarge: "entry-too-large"
    case .totalTooLarge: "total-too-large"
    case .ratio: "compression-ratio"
    case .tooDeep: "entry-too-deep"
    case .nameTooLong: "entry-name-too-long"
    case .outside: "entry-outside"
    case .badName(let name): "entry-name-\(name.rawValue)"
    case .link: "entry-link"
    case .special: "entry-special"
    case .sparse: "entry-sparse"
    case .duplicate: "entry-duplicate"
    case .collision: "entry-collision"
    case .headerTooLarge: "header-too-large"
    case .tooSlow: "archive-too-slow"
    case .tooMuchMemory: "archive-memory"
    case .crashed: "archive-unreadable"
    }
  }
}
