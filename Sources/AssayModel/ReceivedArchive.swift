/// The archive in which a submission came: what was handed in, before anything was made of it.
public struct ReceivedArchive: Sendable, Equatable, Codable {
  /// `zip`, `tar` or `tar.gz`, told by its content.
  public var format: String
  /// Of the archive's own bytes.
  public var digest: Digest
  /// How many they are.
  public var bytes: Int
  /// When it was received, RFC 3339 in UTC.
  public var time: String

  /// Describes an archive.
  public init(format: String, digest: Digest, bytes: Int, time: String) {
    self.format = format
    self.digest = digest
    self.bytes = bytes
    self.time = time
  }
}
