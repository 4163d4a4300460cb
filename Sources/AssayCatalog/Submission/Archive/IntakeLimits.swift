import AssayModel

/// How much an archive may hold; all of it is counted on real, decompressed bytes.
public struct IntakeLimits: Sendable, Equatable {
  /// Bytes of the archive itself.
  public var archiveBytes = 32 << 20
  /// Entries, folders included.
  public var entries = 10_000
  /// Bytes of one entry.
  public var fileBytes = 16 << 20
  /// Bytes of all entries together.
  public var totalBytes = 64 << 20
  /// How many times larger than the archive its content may be, once it is over ``ratioFreeBytes``.
  public var ratio = 100
  /// Bytes of content up to which the ratio does not matter: a few short files compress very well.
  public var ratioFreeBytes = 8 << 20
  /// Names on the way to a file, its own included.
  public var depth = 32
  /// Bytes of one name, as Linux allows.
  public var nameBytes = 255
  /// Bytes of a whole path.
  public var pathBytes = 1024
  /// What the process may use that decompresses.
  public var process = Limits(
    wallSeconds: 30, cpuSeconds: 10, memoryBytes: 256 << 20, processes: 8, openFiles: 32,
    outputBytes: 64 << 10, diskBytes: 4096)

  /// The limits that hold for everyone.
  public init() {}
}
