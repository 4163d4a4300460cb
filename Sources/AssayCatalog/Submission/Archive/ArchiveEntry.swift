/// What an archive says of one of its entries, before any of it is believed.
public struct ArchiveEntry: Sendable, Equatable {
  /// What an entry wants to be.
  public enum Kind: Sendable, Equatable {
    case file
    case folder
    case symbolicLink
    case hardLink
    /// A file with holes, whose size costs the archive nothing.
    case sparse
    case encrypted
    /// A device, a pipe, a socket.
    case special
  }

  /// The name as it stands in the archive.
  public var name: [UInt8]
  /// What it wants to be.
  public var kind: Kind
  /// The size that the archive states, in bytes; nil where it states none.
  public var statedBytes: Int?

  /// Describes an entry.
  public init(name: [UInt8], kind: Kind, statedBytes: Int? = nil) {
    self.name = name
    self.kind = kind
    self.statedBytes = statedBytes
  }
}
