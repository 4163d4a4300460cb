import AssayModel
import AssayTestSupport
import Testing

@testable import AssayCatalog

/// The parts of archive intake that read bytes, without any sandbox.
struct ArchiveStructureTests {
  /// A zip archive of stored files.
  private func zip(_ files: [(name: String, content: String)]) -> [UInt8] {
    func bytes(_ value: Int, _ width: Int) -> [UInt8] {
      (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    var (data, directory): ([UInt8], [UInt8]) = ([], [])
    for (name, content) in files {
      let size = content.utf8.count
      let common =
        bytes(20, 2) + bytes(0, 2) + bytes(0, 2) + bytes(33 << 16, 4) + bytes(7, 4) + bytes(size, 4)
        + bytes(size, 4) + bytes(name.utf8.count, 2) + bytes(0, 2)
      directory +=
        bytes(0x0201_4b50, 4) + bytes(20, 2) + common + bytes(0, 10) + bytes(data.count, 4) + name.utf8
      data += bytes(0x0403_4b50, 4) + common + name.utf8 + content.utf8
    }
    let counts = bytes(files.count, 2) + bytes(files.count, 2)
    let end = bytes(0x0605_4b50, 4) + bytes(0, 4) + counts + bytes(directory.count, 4) + bytes(data.count, 4)
    return data + directory + end + bytes(0, 2)
  }

  @Test func anOrderlyArchive() throws {
    let records = try ZipStructure.records(of: zip([("a", "xyz"), ("d/", ""), ("d/b", "")]))
    #expect(records.map(\.entry.kind) == [.file, .folder, .file] && records.map(\.size) == [3, 0, 0])
  }

  /// Each byte is set to each of some values: nothing may crash, and no change of a name, a size or an offset
  /// may go unnoticed by both of its two places.
  @Test func noByteCanBeChangedIntoACrash() throws {
    let original = zip([("work.py", "x = 1\n"), ("d/", "")])
    let names = try ZipStructure.records(of: original).map(\.name)
    var refused = 0
    for index in original.indices {
      for value in [0, 1, 0x7f, 0x80, 0xff] as [UInt8] where original[index] != value {
        var bytes = original
        bytes[index] = value
        do {
          #expect(try ZipStructure.records(of: bytes).map(\.name) == names)
        } catch { refused += 1 }
      }
    }
    #expect(refused > original.count)
  }

  @Test func randomDamageNeverCrashes() {
    var random = SeededGenerator(seed: Seed(5))
    let original = zip([("work.py", "x = 1\n"), ("other.py", "y = 2\n")])
    for _ in 0..<20_000 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0...bytes.count, using: &random)) }
      _ = try? ZipStructure.records(of: bytes)
      _ = ArchiveFormat.detect(bytes)
    }
  }

  @Test func formatsAreToldByContent() {
    #expect(ArchiveFormat.detect(zip([("a", "")])) == .archive(.zip))
    #expect(ArchiveFormat.detect([0x1f, 0x8b, 8]) == .archive(.tarGzip))
    #expect(ArchiveFormat.detect(Array("Rar!\u{1a}".utf8)) == .unsupported("rar"))
    #expect(ArchiveFormat.detect(Array("print(1)\n".utf8)) == .none)
    #expect(ArchiveFormat.detect([]) == .none)
    #expect(ArchiveFormat.detect([UInt8](repeating: 0, count: 1024)) == .none)
    var header = [UInt8](repeating: 0, count: 512)
    header[0] = 0x61
    header.replaceSubrange(148..<156, with: Array("000541 \0".utf8))
    #expect(ArchiveFormat.detect(header) == .archive(.tar))
    header[1] = 1
    #expect(ArchiveFormat.detect(header) == .none)
  }

  private func answers(_ lines: String...) throws(ArchiveProblem) -> UnpackerAnswers {
    var answers = UnpackerAnswers(limits: IntakeLimits(), archiveBytes: 100)
    for line in lines { try answers.take(Array(line.utf8)) }
    return answers
  }

  @Test func answersOfTheUnpacker() throws {
    let answers = try answers(
      "ready", "entry d 0 642f", "end 0", "entry f 2 642f61", "data 78", "data 79", "end 2", "done")
    #expect(answers.isReady && answers.isDone)
    #expect(answers.items.map(\.steps) == [["d"], ["d", "a"]])
    #expect(answers.items[1].bytes == [0x78, 0x79])
  }

  @Test(arguments: [
    ["entry f 0 61"], ["ready", "ready"], ["ready", "entry f 0 61", "entry f 0 62"], ["ready", "end 0"],
    ["ready", "data 61"], ["ready", "entry f 0 6"], ["ready", "entry f 0 zz"], ["ready", "entry f x 61"],
    ["ready", "entry q 0 61"], ["ready", "entry f 1 61", "data 6161", "end 1"], ["ready", "done", "done"],
    ["ready", "entry f 0 61", "done"], ["ready", "entry f 0 61", "end -1"], [""], ["ready", "stop none"],
    ["ready", "entry f 0 61", "end 99999999999999999999"],
  ])
  func nonsenseOfTheUnpackerIsRefused(lines: [String]) {
    #expect(throws: ArchiveProblem.self) {
      var answers = UnpackerAnswers(limits: IntakeLimits(), archiveBytes: 100)
      for line in lines { try answers.take(Array(line.utf8)) }
      return answers
    }
  }

  private func folder(_ paths: [String], wanted: String = "work.py") -> ArchiveFolder {
    ArchiveFolder(
      paths.map { path in
        UnpackerAnswers.Item(
          steps: path.split(separator: "/").map(String.init), isFolder: path.hasSuffix("/"), size: 0,
          bytes: [])
      }, wanted: [wanted])
  }

  @Test func foldersAroundFilesAreLookedThrough() {
    #expect(folder(["kim/work.py"]).listing.map(\.name) == ["work.py"])
    #expect(
      folder(["kim/", "kim/lab/", "kim/lab/work.py", "kim/lab/b"]).listing.map(\.name) == ["b", "work.py"])
    #expect(folder(["kim/work.py", "notes"]).listing.map(\.name) == ["kim", "notes"])
    #expect(folder(["pkg/work.py"], wanted: "pkg/work.py").listing.map(\.name) == ["pkg"])
    #expect(
      folder(["__MACOSX/._kim", "kim/.DS_Store", "kim/._work.py", "kim/work.py"]).listing.map(\.name) == [
        "work.py"
      ])
    #expect(folder(["a/b/c/d/work.py"]).listing.map(\.name) == ["d"])
    #expect(folder(["__MACOSX/._x", "kim/"]).isEmpty)
  }

  @Test func aFileThatIsWrittenMeanwhileIsRefused() throws {
    let directory = try TemporaryDirectory()
    try directory.write("x = 1\n", to: "main.py")
    let file = try Descriptor.file("\(directory.path)/main.py")
    #expect(throws: FileFailure.changed) {
      try FileBytes.read(file, atMost: 100, whileReading: { try? directory.write("x = 12\n", to: "main.py") })
    }
  }

  @Test func sentences() {
    let lines = ArchiveProblem.Kind.examples.flatMap { kind in
      let text = SubmissionProblem(
        path: "kim.zip", kind: .archive(ArchiveProblem(kind, entry: [0x61, 0x1b]))
      ).text
      return ["# \(kind.id)", text.en, text.ko]
    }
    expectGolden(lines.joined(separator: "\n") + "\n", "archive-problems.txt")
  }
}

extension ArchiveProblem.Kind {
  /// One of each.
  fileprivate static let examples: [Self] =
    [
      .notAnArchive, .unsupportedFormat("rar"), .archiveTooLarge(limit: 32 << 20), .empty, .truncated,
      .corrupt,
      .trailingData, .multiDisk, .zip64, .encrypted, .unsupportedMethod(14), .inconsistent, .overlapping,
      .sizeMismatch(stated: 1, real: 2), .tooManyEntries(limit: 10_000), .entryTooLarge(limit: 16 << 20),
      .totalTooLarge(limit: 64 << 20), .ratio(limit: 100), .tooDeep(limit: 32), .nameTooLong(limit: 255),
      .outside,
      .link, .special, .sparse, .duplicate, .collision(with: "A"), .headerTooLarge, .tooSlow(limit: 10),
      .tooMuchMemory(limit: 256 << 20), .crashed,
    ] + ArchiveProblem.BadName.allCases.map(Self.badName)
}
