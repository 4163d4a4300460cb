import AssayCatalog
import AssayModel
import AssayTestSupport
import Foundation
import Testing

/// Archives as learners make them, and what happens when reading one goes wrong.
struct ArchiveTests {
  /// The same two files, packed in every way.
  private static let packing = """
    import os, sys, tarfile, zipfile
    os.chdir(sys.argv[1])
    for name, mode in (("plain.tar", "w"), ("packed.tgz", "w:gz")):
        for form, label in ((tarfile.PAX_FORMAT, "pax"), (tarfile.GNU_FORMAT, "gnu"), (tarfile.USTAR_FORMAT, "ustar")):
            with tarfile.open(f"{label}-{name}", mode, format=form) as archive:
                archive.add("work", ".")
            with tarfile.open(f"wrapped-{label}-{name}", mode, format=form) as archive:
                archive.add("work")
    for label, method in (("stored", zipfile.ZIP_STORED), ("packed", zipfile.ZIP_DEFLATED)):
        with zipfile.ZipFile(label + ".zip", "w", method) as archive:
            for name in ("work.py", "notes 한글.txt"):
                archive.write("work/" + name, name)
    class Stream:
        def __init__(self, file): self.file = file
        def write(self, data): return self.file.write(data)
        def flush(self): self.file.flush()
    with open("streamed.zip", "wb") as file, zipfile.ZipFile(Stream(file), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write("work/work.py", "a/b/c/work.py")
    """

  @Test func sameFilesHaveOneDigestHoweverTheyCome() async throws {
    let workspace = try Workspace()
    try workspace.folder.write(SmallLab.solution, to: "work/work.py")
    try workspace.folder.write("x\n", to: "work/notes 한글.txt")
    let packed = try await Program.run(
      "/usr/bin/python3", ["-I", "-c", Self.packing, workspace.path], environment: [:])
    #expect(packed.status == 0, "\(packed.errors)")
    let folder = try await Intake.read("\(workspace.path)/work")
    #expect(folder.archive == nil && folder.ignored == ["notes 한글.txt"])
    let archives = try FileManager.default.contentsOfDirectory(atPath: workspace.path)
      .filter { $0.hasSuffix(".zip") || $0.hasSuffix(".tar") || $0.hasSuffix(".tgz") }
    #expect(archives.count == 15)
    for name in archives {
      let submission = try await Intake.read("\(workspace.path)/\(name)")
      #expect(submission.digest == folder.digest && submission.files == folder.files, "\(name)")
      let format = name.hasSuffix(".zip") ? "zip" : name.hasSuffix(".tar") ? "tar" : "tar.gz"
      #expect(submission.archive?.format == format)
    }
  }

  @Test func theOriginalIsKeptAndNamedInTheReceipt() async throws {
    let workspace = try Workspace()
    try SmallLab().write(to: workspace.folder)
    try workspace.folder.write(SmallLab.solution, to: "work/work.py")
    let zip = try await Program.run(
      "/usr/bin/python3", ["-I", "-m", "zipfile", "-c", "kim.zip", "work"], in: workspace.path)
    #expect(zip.status == 0)
    let original = try Data(contentsOf: URL(fileURLWithPath: "\(workspace.path)/kim.zip"))
    let outcome = try await workspace.assay("grade", "kim.zip", "--lab", "small", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let archive = try outcome.json()["receipt"]["archive"]
    #expect(archive["format"].text == "zip")
    #expect(archive["digest"].text == ContentDigest.of(Array(original)).description)
    #expect(archive["bytes"].number == Double(original.count))
    #expect(try Data(contentsOf: URL(fileURLWithPath: "\(workspace.path)/kim.zip")) == original)
    #expect(try workspace.leftovers() == [])
  }

  @Test func problemsInsideAnArchiveAreThoseOfAFolder() async throws {
    let workspace = try Workspace()
    try workspace.folder.write("x", to: "work/wrok.py")
    try workspace.folder.write("x", to: "work/work.py/inner.py")
    for folder in ["wrok.py", "work.py"] {
      _ = try await Program.run(
        "/usr/bin/python3", ["-I", "-m", "zipfile", "-c", "../\(folder).zip", folder],
        in: "\(workspace.path)/work")
    }
    #expect(try await Intake.refusal("\(workspace.path)/wrok.py.zip") == ["missing"])
    #expect(try await Intake.refusal("\(workspace.path)/work.py.zip") == ["not-a-file"])
  }

  /// A program in the unpacker's place.
  private func refusal(_ script: String, limits: IntakeLimits = IntakeLimits()) async throws -> [String] {
    let folder = try TemporaryDirectory()
    chmod(folder.path, 0o755)
    try folder.write("#!/bin/sh\n\(script)\n", to: "unpacker")
    chmod("\(folder.path)/unpacker", 0o755)
    let zip = try await Program.run(
      "/usr/bin/python3", ["-I", "-m", "zipfile", "-c", "a.tar", "unpacker"], in: folder.path)
    #expect(zip.status == 0)
    return try await Intake.refusal(
      "\(folder.path)/a.tar", limits: limits, unpacker: "\(folder.path)/unpacker")
  }

  @Test(arguments: [
    ("echo ready >&4; kill -SEGV $$", "archive-unreadable"),
    ("echo ready >&4; exit 0", "archive-unreadable"),
    ("echo ready >&4; echo nonsense >&4", "archive-unreadable"),
    ("echo ready >&4; while :; do echo entry f 0 61 >&4; done", "archive-unreadable"),
    ("echo ready >&4; exec tail /dev/zero", "archive-memory"),
    ("echo ready >&4; while :; do :; done", "archive-too-slow"),
    ("echo ready >&4; echo done >&4; echo done >&4", "archive-unreadable"),
  ])
  func whatBreaksTheUnpackerIsTheArchivesFault(script: String, reason: String) async throws {
    var limits = IntakeLimits()
    limits.process.memoryBytes = 48 << 20
    limits.process.cpuSeconds = 0.2
    #expect(try await refusal(script, limits: limits) == [reason])
  }

  @Test func anUnpackerThatDoesNotStartIsOurFault() async throws {
    let fault = await #expect(throws: Fault.self) { try await refusal("exit 127") }
    #expect(fault?.kind == .missingTool)
  }

  @Test func missingUnpackerIsOurFault() async throws {
    let workspace = try Workspace()
    try SmallLab().write(to: workspace.folder)
    try workspace.folder.write([0x50, 0x4b, 5, 6], to: "empty.zip")
    try workspace.folder.makeFolder("bin")
    for name in ["assay", "assay-launcher"] {
      try FileManager.default.copyItem(
        at: Program.folder.appendingPathComponent(name),
        to: URL(fileURLWithPath: "\(workspace.path)/bin/\(name)"))
    }
    let outcome = try await workspace.assay(
      ["grade", "empty.zip", "--lab", "small"], program: "\(workspace.path)/bin/assay")
    #expect(outcome.status == 69 && outcome.errors.contains("assay-unpack"), "\(outcome.errors)")
  }
}
