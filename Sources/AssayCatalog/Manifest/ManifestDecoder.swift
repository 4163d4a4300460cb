import AssayModel

/// Reads `lab.yaml` into a ``LabManifest``, or says everything that is wrong with it at once.
///
/// Four passes: bytes to nodes, nodes against the shapes, nodes to values, values against each other and
/// against the lab's folder. Every pass goes on after a mistake; only broken YAML stops the reading.
public struct ManifestDecoder: Sendable {
  /// The greatest manifest that is read, in bytes.
  public static let maximumBytes = 1 << 20

  private let vocabulary: GraderVocabulary?

  /// Decodes manifests; names of graders, workloads and options are checked where `vocabulary` is given.
  public init(vocabulary: GraderVocabulary? = nil) { self.vocabulary = vocabulary }

  /// The manifest in `bytes`; mistakes call it `file`.
  ///
  /// - Parameter folder: the lab's folder, against which names of files are checked; nil checks none.
  /// - Throws: ``ManifestError`` with all mistakes in the order of the file.
  public func decode(
    _ bytes: [UInt8], file: String, folder: String? = nil
  ) throws(ManifestError) -> LabManifest {
    let (root, mistakes) = try nodes(bytes, file: file)
    let problems = ProblemCollector(file: file, root: root)
    for mistake in mistakes {
      let failure = mistake.failure
      problems.add(
        mistake.path, at: failure.mark, found: failure.found, allowed: failure.allowed,
        suggestion: failure.suggestion)
    }
    let manifest = check(root, problems, folder: folder)
    let sorted = problems.sorted
    guard sorted.isEmpty else { throw ManifestError(problems: sorted) }
    return manifest
  }

  /// The manifest `lab.yaml` in `folder`, its names of files checked against the folder.
  ///
  /// - Parameter file: what mistakes call the manifest; nil for its path.
  /// - Throws: ``ManifestError`` with all mistakes in the order of the file.
  public func decode(folder: String, file: String? = nil) throws(ManifestError) -> LabManifest {
    let path = folder + "/lab.yaml"
    let name = file ?? path
    let bytes: [UInt8]
    do throws(FileFailure) {
      bytes = try FileBytes.read(path, atMost: Self.maximumBytes)
    } catch {
      throw Self.failure(name, found: error.reason, allowed: error.expectation("a manifest"))
    }
    return try decode(bytes, file: name, folder: folder)
  }

  private func check(_ root: YAMLNode, _ problems: ProblemCollector, folder: String?) -> LabManifest {
    if let schema = root["schema"], schema.text != ManifestTable.version {
      // A vocabulary that we do not know: whatever else we could say about it would mislead.
      ShapeChecker(problems: problems).mismatch(schema, .word([ManifestTable.version]), ["schema"])
      return ManifestTable.manifest(root)
    }
    ShapeChecker(problems: problems).check(root, .mapping(ManifestTable.lab), NodePath())
    var manifest = ManifestTable.manifest(root)
    guard case .mapping = root.content else { return manifest }
    if let folder { CaseTables(folder: folder, root: root, problems: problems).fill(&manifest) }
    CrossChecks(manifest: manifest, root: root, problems: problems).run()
    if let vocabulary {
      VocabularyChecks(vocabulary: vocabulary, manifest: manifest, root: root, problems: problems).run()
    }
    if let folder { FolderChecks(manifest: manifest, folder: folder, problems: problems).run() }
    return manifest
  }

  private func nodes(
    _ bytes: [UInt8], file: String
  ) throws(ManifestError) -> (YAMLNode, [YAMLComposer.Mistake]) {
    try Self.checkText(bytes, file: file)
    do throws(YAMLFailure) {
      let (root, mistakes) = try YAMLComposer.compose(bytes)
      guard let root, root.scalar?.meaning != .null else {
        throw YAMLFailure(mark: .start, found: "an empty file", allowed: "a manifest (schema: lab/1)")
      }
      return (root, mistakes)
    } catch {
      throw Self.failure(
        file, at: error.mark, found: error.found, allowed: error.allowed, suggestion: error.suggestion)
    }
  }

  /// Refuses what is no text before a parser sees it.
  private static func checkText(_ bytes: [UInt8], file: String) throws(ManifestError) {
    guard bytes.count <= maximumBytes else {
      throw failure(
        file, found: "a file of \(bytes.count) bytes", allowed: "a manifest of at most \(maximumBytes) bytes")
    }
    if let offset = bytes.firstIndex(of: 0) {
      throw failure(file, at: mark(of: offset, in: bytes), found: "a NUL byte", allowed: "a text in UTF-8")
    }
    if let offset = TextBytes.firstInvalidUTF8(bytes) {
      throw failure(
        file, at: mark(of: offset, in: bytes), found: "bytes that are not UTF-8", allowed: "a text in UTF-8")
    }
  }

  private static func mark(of offset: Int, in bytes: [UInt8]) -> SourceMark {
    let before = bytes[..<offset]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let column = before[lineStart...].count { $0 & 0xc0 != 0x80 }
    return SourceMark(line: before.count { $0 == UInt8(ascii: "\n") } + 1, column: column + 1)
  }

  private static func failure(
    _ file: String, at mark: SourceMark = .start, found: String, allowed: String, suggestion: String? = nil
  ) -> ManifestError {
    ManifestError(problems: [
      ManifestProblem(
        file: file, line: mark.line, column: mark.column, found: found, allowed: allowed,
        suggestion: suggestion)
    ])
  }
}
