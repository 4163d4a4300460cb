import AssayModel
import Glibc

/// Takes in what a learner hands in: a folder, or an archive (zip, tar, tar.gz) told by its content.
///
/// A folder is read in place, file by file. An archive is read into memory as a whole, so that nothing changes
/// it on the way, and is never unpacked to disk: its entries come back from the sandbox one after another, and
/// those that the lab asks for are kept. The original is not touched.
public struct SubmissionIntake: Sendable {
  private let host: any SandboxHost
  private let unpacker: @Sendable () throws -> String
  private let limits: IntakeLimits

  /// Uses a sandbox for archives; `unpacker` finds the program `assay-unpack`, if it is needed.
  public init(
    host: any SandboxHost, limits: IntakeLimits = IntakeLimits(),
    unpacker: @escaping @Sendable () throws -> String
  ) {
    self.host = host
    self.limits = limits
    self.unpacker = unpacker
  }

  /// True where `path` is a regular file, so that reading it takes a run in the sandbox.
  public static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// The submission at `path`; `time` is when it was received, RFC 3339 in UTC.
  ///
  /// - Throws: ``SubmissionError`` with every reason why it cannot be graded; ``Fault`` where an archive could not be
  ///   read for a reason of ours.
  public func read(_ path: String, files spec: FileSpec, time: String) async throws -> Submission {
    let reader = SubmissionReader()
    guard Self.isFile(path) else { return try reader.read(path, files: spec) }
    do {
      let (bytes, format) = try archive(path)
      let wanted = spec.submit.map(\.path)
      let items = try await ArchiveReader(host: host, unpacker: try unpacker(), limits: limits)
        .items(of: bytes, format, wanted: wanted)
      let folder = ArchiveFolder(items, wanted: wanted)
      guard !folder.isEmpty else { throw ArchiveProblem(.empty) }
      var submission = try reader.read(folder, files: spec)
      submission.archive = ReceivedArchive(
        format: format.rawValue, digest: ContentDigest.of(bytes), bytes: bytes.count, time: time)
      return submission
    } catch let problem as ArchiveProblem {
      throw SubmissionError(problems: [SubmissionProblem(path: path, kind: .archive(problem))])
    }
  }

  /// The bytes of an archive that the user named, and its format.
  private func archive(_ path: String) throws -> ([UInt8], ArchiveFormat) {
    do {
      let file = try Descriptor.file(path)
      switch ArchiveFormat.detect(try FileBytes.beginning(of: file, count: ArchiveFormat.blockBytes)) {
      case .none: throw ArchiveProblem(.notAnArchive)
      case .unsupported(let name): throw ArchiveProblem(.unsupportedFormat(name))
      case .archive(let format): return (try FileBytes.read(file, atMost: limits.archiveBytes), format)
      }
    } catch FileFailure.tooLarge {
      throw ArchiveProblem(.archiveTooLarge(limit: limits.archiveBytes))
    } catch let failure as FileFailure {
      let kind: SubmissionProblem.Kind = failure == .changed ? .changed : .unreadable(failure.systemReason)
      throw SubmissionError(problems: [SubmissionProblem(path: path, kind: kind)])
    }
  }
}
