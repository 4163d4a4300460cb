import AssayModel

/// A learner's files as they were when they were read; nothing that changes on disk later changes them.
public struct Submission: Sendable, Equatable {
  /// The declared files that were there, in the order of the manifest.
  public var files: [SourceFile]
  /// Some of the files that were there and are left out, sorted, a folder with a `/` at its end.
  public var ignored: [String]
  /// True when there are more than ``ignored`` names.
  public var hasMoreIgnored: Bool
  /// The archive in which the files came; nil for a folder.
  public var archive: ReceivedArchive?
  /// Of paths and contents.
  public var digest: Digest

  /// Snapshots files.
  public init(files: [SourceFile], ignored: [String] = [], hasMoreIgnored: Bool = false) {
    self.files = files
    self.ignored = ignored
    self.hasMoreIgnored = hasMoreIgnored
    digest = ContentDigest.of(files: files.map { ($0.path, $0.bytes) })
  }
}
