import AssayModel
import Glibc

/// Takes a snapshot of a learner's folder: the declared files and no others.
///
/// The folder is hostile: a name in it may be a link out of it, a pipe that never ends, a file of a
/// terabyte. Every step of a path is opened beneath the one before it without following links, and a file
/// is judged by its open descriptor before a byte of it is read.
public struct SubmissionReader: Sendable {
  /// How many names of files that are left out a submission reports.
  public static let maximumIgnored = 20
  /// How many names of a folder are looked at.
  static let maximumListed = 2000

  /// Makes a reader; it keeps nothing.
  public init() {}

  /// The submission in `directory`.
  ///
  /// - Throws: ``SubmissionError`` with every reason why it cannot be graded.
  public func read(_ directory: String, files spec: FileSpec) throws(SubmissionError) -> Submission {
    let listing = try list(directory)
    return try snapshot(spec, listing: listing) { declared throws(FileFailure) in
      try read(declared, in: directory)
    }
  }

  /// The submission that an archive holds.
  func read(_ folder: ArchiveFolder, files spec: FileSpec) throws(SubmissionError) -> Submission {
    try snapshot(spec, listing: folder.listing) { declared throws(FileFailure) in
      try folder.read(declared.path, atMost: declared.maxBytes)
    }
  }

  private func snapshot(
    _ spec: FileSpec, listing: [FolderListing.Entry],
    reading read: (FileSpec.Submitted) throws(FileFailure) -> [UInt8]
  ) throws(SubmissionError) -> Submission {
    var files: [SourceFile] = []
    var problems: [SubmissionProblem] = []
    for declared in spec.submit {
      do throws(FileFailure) {
        let bytes = try read(declared)
        if declared.path.hasSuffix(".py"), bytes.contains(0) || TextBytes.firstInvalidUTF8(bytes) != nil {
          problems.append(SubmissionProblem(path: declared.path, kind: .notPythonText))
        } else {
          files.append(SourceFile(path: declared.path, bytes: bytes))
        }
      } catch .missing where declared.isOptional {
        continue
      } catch {
        problems.append(problem(error, at: declared.path, listing: listing, spec: spec))
      }
    }
    guard problems.isEmpty else { throw SubmissionError(problems: problems) }
    return snapshot(files, listing: listing, spec: spec)
  }

  private func list(_ directory: String) throws(SubmissionError) -> [FolderListing.Entry] {
    let kind: SubmissionProblem.Kind
    do throws(FileFailure) {
      let entries = try FolderListing.entries(of: directory, limit: Self.maximumListed)
      if !entries.isEmpty { return entries }
      kind = .empty
    } catch {
      kind =
        switch error {
        case .missing: .noSuchDirectory
        case .system(ENOTDIR): .notADirectory
        default: .unreadable(error.systemReason)
        }
    }
    throw SubmissionError(problems: [SubmissionProblem(path: directory, kind: kind)])
  }

  /// The bytes of a declared file, reached step by step beneath `directory`.
  private func read(_ declared: FileSpec.Submitted, in directory: String) throws(FileFailure) -> [UInt8] {
    var steps = declared.path.split(separator: "/").map(String.init)
    guard let name = steps.popLast(), !(steps + [name]).contains("..") else { throw .missing }
    var folder = try Descriptor.folder(directory)
    for step in steps {
      guard try Self.kind(of: step, beneath: folder) == .folder else { throw .missing }
      let next = try Descriptor.open(step, beneath: folder, flags: O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
      folder = next
    }
    // Pipes and devices are refused by name: merely opening one can have an effect.
    switch try Self.kind(of: name, beneath: folder) {
    case .file: break
    case .folder: throw .directory
    case .link, .special: throw .special
    }
    let file = try Descriptor.open(name, beneath: folder, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    return try FileBytes.read(file, atMost: declared.maxBytes)
  }

  private static func kind(
    of name: String, beneath folder: borrowing Descriptor
  ) throws(FileFailure) -> EntryKind {
    var status = stat()
    guard fstatat(folder.number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      throw FileFailure(errno: errno)
    }
    let kind = EntryKind(mode: status.st_mode)
    if kind == .link { throw .link }
    return kind
  }

  private func problem(
    _ failure: FileFailure, at path: String, listing: [FolderListing.Entry], spec: FileSpec
  ) -> SubmissionProblem {
    let kind: SubmissionProblem.Kind =
      switch failure {
      case .missing: .missing(nearest: nearestFile(to: path, in: listing, spec: spec))
      case .link: .symbolicLink
      case .directory, .special: .notAFile
      case .tooLarge(let bytes, let limit): .tooLarge(bytes: bytes, limit: limit)
      case .changed: .changed
      case .system: .unreadable(failure.systemReason)
      }
    return SubmissionProblem(path: path, kind: kind)
  }

  private func nearestFile(to path: String, in listing: [FolderListing.Entry], spec: FileSpec) -> String? {
    let declared = Set(spec.submit.map(\.path) + spec.given)
    return nearest(
      to: path, among: listing.filter { $0.kind == .file && !declared.contains($0.name) }.map(\.name))
  }

  private func snapshot(
    _ files: [SourceFile], listing: [FolderListing.Entry], spec: FileSpec
  ) -> Submission {
    let used = Set((spec.submit.map(\.path) + spec.given).map { $0.prefix { $0 != "/" } })
    let ignored = listing.filter { !used.contains($0.name[...]) }
      .map { $0.kind == .folder ? $0.name + "/" : $0.name }
    return Submission(
      files: files, ignored: Array(ignored.prefix(Self.maximumIgnored)),
      hasMoreIgnored: ignored.count > Self.maximumIgnored || listing.count >= Self.maximumListed)
  }
}

extension FileFailure {
  /// What the system said, or what was found.
  var systemReason: String {
    if case .system(let code) = self { String(cString: strerror(code)) } else { reason }
  }
}
