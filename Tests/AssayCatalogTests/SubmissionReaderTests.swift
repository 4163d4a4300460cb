import AssayModel
import AssayTestSupport
import Foundation
import Testing

@testable import AssayCatalog

struct SubmissionReaderTests {
  private let spec = FileSpec(
    given: ["labtypes.py"],
    submit: [
      FileSpec.Submitted(path: "main.py", maxBytes: 1024),
      FileSpec.Submitted(path: "pkg/extra.py", isOptional: true),
    ])

  private func problems(_ path: String, _ spec: FileSpec? = nil) -> [SubmissionProblem] {
    do {
      _ = try SubmissionReader().read(path, files: spec ?? self.spec)
      return []
    } catch { return error.problems }
  }

  private func kinds(_ directory: TemporaryDirectory) -> [SubmissionProblem.Kind] {
    problems(directory.path).map(\.kind)
  }

  @Test func declaredFilesAreTakenAndOthersAreNot() throws {
    let directory = try TemporaryDirectory()
    try directory.write("x = 1\n", to: "main.py")
    try directory.write("y = 2\n", to: "pkg/extra.py")
    try directory.write("evil", to: "sitecustomize.py")
    try directory.write("mine", to: "labtypes.py")
    try directory.makeFolder(".git")
    let submission = try SubmissionReader().read(directory.path, files: spec)
    #expect(submission.files.map(\.path) == ["main.py", "pkg/extra.py"])
    #expect(submission.files.map(\.bytes) == [Array("x = 1\n".utf8), Array("y = 2\n".utf8)])
    #expect(submission.ignored == [".git/", "sitecustomize.py"] && !submission.hasMoreIgnored)
  }

  @Test func digestDependsOnPathsAndContentsOnly() throws {
    func digest(_ files: [(String, String)]) throws -> Digest {
      let directory = try TemporaryDirectory()
      for (name, text) in files { try directory.write(text, to: name) }
      return try SubmissionReader().read(directory.path, files: spec).digest
    }
    let base = try digest([("main.py", "a"), ("pkg/extra.py", "b")])
    #expect(try digest([("pkg/extra.py", "b"), ("main.py", "a"), ("other", "c")]) == base)
    #expect(try digest([("main.py", "ab"), ("pkg/extra.py", "")]) != base)
    #expect(try digest([("main.py", "a")]) != base)
  }

  @Test func noFolder() throws {
    let directory = try TemporaryDirectory()
    #expect(problems(directory.path + "/none").map(\.kind) == [.noSuchDirectory])
    try directory.write("x", to: "file")
    #expect(problems(directory.path + "/file").map(\.kind) == [.notADirectory])
    try directory.makeFolder("empty")
    #expect(problems(directory.path + "/empty").map(\.kind) == [.empty])
  }

  @Test func missingFileNamesTheNearest() throws {
    let directory = try TemporaryDirectory()
    try directory.write("x", to: "Mian.py")
    #expect(kinds(directory) == [.missing(nearest: "Mian.py")])
    let other = try TemporaryDirectory()
    try other.write("x", to: "notes.txt")
    #expect(kinds(other) == [.missing(nearest: nil)])
  }

  @Test func linksAreRefusedWhereverTheyLead() throws {
    let directory = try TemporaryDirectory()
    try directory.write("secret", to: "outside/extra.py")
    try directory.write("x", to: "sub/real.py")
    try FileManager.default.createSymbolicLink(
      atPath: directory.path + "/sub/main.py", withDestinationPath: "real.py")
    try FileManager.default.createSymbolicLink(
      atPath: directory.path + "/sub/pkg", withDestinationPath: directory.path + "/outside")
    #expect(problems(directory.path + "/sub").map(\.kind) == [.symbolicLink, .symbolicLink])
    try FileManager.default.removeItem(atPath: directory.path + "/sub/main.py")
    try FileManager.default.createSymbolicLink(
      atPath: directory.path + "/sub/main.py", withDestinationPath: "nowhere")
    #expect(problems(directory.path + "/sub").first?.kind == .symbolicLink)
  }

  @Test func pipesDevicesAndFoldersAreRefused() throws {
    let directory = try TemporaryDirectory()
    #expect(mkfifo(directory.path + "/main.py", 0o600) == 0)
    #expect(kinds(directory) == [.notAFile])
    let other = try TemporaryDirectory()
    try other.makeFolder("main.py")
    #expect(kinds(other) == [.notAFile])
  }

  /// The file claims a gigabyte and has none: reading it to the end would take a gigabyte of memory.
  @Test func hugeSparseFileIsRefusedBySize() throws {
    let directory = try TemporaryDirectory()
    try directory.write("", to: "main.py")
    #expect(truncate(directory.path + "/main.py", 1 << 30) == 0)
    #expect(kinds(directory) == [.tooLarge(bytes: 1 << 30, limit: 1024)])
    #expect(
      problems(directory.path).first?.text.en
        == "main.py: the file has 1024 MiB, but at most 1 KiB are allowed.")
  }

  /// Files under /proc claim no size at all, so the limit must hold while reading, too.
  @Test func fileThatLiesAboutItsSizeIsCutOff() throws {
    let file = try Descriptor.open("maps", beneath: Descriptor.folder("/proc/self"), flags: O_RDONLY)
    #expect(throws: FileFailure.self) { try FileBytes.read(file, atMost: 100) }
  }

  @Test func exactlyTheLimitIsAllowed() throws {
    let directory = try TemporaryDirectory()
    try directory.write(String(repeating: "#", count: 1024), to: "main.py")
    #expect(kinds(directory) == [])
    try directory.write(String(repeating: "#", count: 1025), to: "main.py")
    #expect(kinds(directory) == [.tooLarge(bytes: 1025, limit: 1024)])
  }

  @Test(arguments: [[0x78, 0x00], [0xff, 0xfe, 0x78, 0x00], [0x7f, 0x45, 0x4c, 0x46, 0x80]] as [[UInt8]])
  func binaryIsNoPython(bytes: [UInt8]) throws {
    let directory = try TemporaryDirectory()
    try directory.write(bytes, to: "main.py")
    #expect(kinds(directory) == [.notPythonText])
  }

  @Test func binaryDataFilesAreAllowed() throws {
    let directory = try TemporaryDirectory()
    try directory.write([0, 0xff], to: "data.bin")
    let spec = FileSpec(submit: [FileSpec.Submitted(path: "data.bin")])
    #expect(try SubmissionReader().read(directory.path, files: spec).files.first?.bytes == [0, 0xff])
  }

  @Test func tenThousandFilesAreListedInPartOnly() throws {
    let directory = try TemporaryDirectory()
    for index in 0..<10_000 { try directory.write("", to: "f\(index)") }
    #expect(kinds(directory) == [.missing(nearest: nil)])
    try directory.write("x", to: "main.py")
    let submission = try SubmissionReader().read(directory.path, files: spec)
    #expect(submission.ignored.count == SubmissionReader.maximumIgnored && submission.hasMoreIgnored)
    #expect(try FolderListing.entries(of: directory.path, limit: 50).count == 50)
  }

  @Test func everyProblemIsToldAtOnceInBothLanguages() throws {
    let directory = try TemporaryDirectory()
    try directory.write([0], to: "main.py")
    try directory.makeFolder("pkg/extra.py")
    let found = problems(directory.path)
    #expect(found.map(\.kind) == [.notPythonText, .notAFile])
    for problem in found { #expect(problem.text.en != problem.text.ko && !problem.text.ko.isEmpty) }
  }

  @Test func sentences() throws {
    let kinds: [SubmissionProblem.Kind] = [
      .noSuchDirectory, .notADirectory, .empty, .missing(nearest: "mian.py"), .missing(nearest: nil),
      .symbolicLink, .notAFile, .tooLarge(bytes: 5 << 20, limit: 64 << 10), .notPythonText,
      .unreadable("Permission denied"), .changed,
    ]
    let lines = kinds.flatMap { kind in
      let text = SubmissionProblem(path: "main.py", kind: kind).text
      return [text.en, text.ko]
    }
    expectGolden(lines.joined(separator: "\n") + "\n", "submission-problems.txt")
  }
}
