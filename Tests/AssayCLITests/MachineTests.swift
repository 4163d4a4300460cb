import AssayTestSupport
import Foundation
import Testing

/// A machine that lacks something: exit code 69 and what to do.
@Suite("What the machine lacks")
struct MachineTests {
  private let workspace: Workspace

  init() throws { workspace = try Workspace() }

  @Test(
    "a folder for temporary files that is missing, no folder, or read-only",
    arguments: ["/nowhere/at/all", "/etc/passwd", "/etc/passwd/below", "/proc"])
  func noTemporaryFolder(_ folder: String) async throws {
    let outcome = try await workspace.grade(SmallLab.solution, environment: ["TMPDIR": folder])
    expectFailure(outcome, 69, "'\(folder)'", "TMPDIR")
  }

  @Test("no bubblewrap on the PATH")
  func noBubblewrap() async throws {
    try workspace.folder.makeFolder("bin")
    for tool in ["python3", "python3.11"] where FileManager.default.fileExists(atPath: "/usr/bin/\(tool)") {
      try FileManager.default.createSymbolicLink(
        atPath: "\(workspace.path)/bin/\(tool)", withDestinationPath: "/usr/bin/\(tool)")
    }
    let changes = ["PATH": "\(workspace.path)/bin"]
    let outcome = try await workspace.grade(SmallLab.solution, environment: changes)
    expectFailure(outcome, 69, "bubblewrap is not installed", "apt-get install -y bubblewrap")
    let doctor = try await workspace.assay("doctor", environment: changes)
    #expect(doctor.status == 69)
    #expect(doctor.output.contains("FAIL") && doctor.output.contains("bubblewrap"))
    let without = try await workspace.grade(SmallLab.solution, "--isolation", "none", environment: changes)
    #expect(without.status == 0, "\(without.errors)")
  }

  @Test("no launcher beside the program")
  func noLauncher() async throws {
    try SmallLab().write(to: workspace.folder)
    try workspace.folder.write(SmallLab.solution, to: "work/work.py")
    try workspace.folder.makeFolder("alone/bin")
    let copy = "\(workspace.path)/alone/bin/assay"
    try FileManager.default.copyItem(atPath: Program.path, toPath: copy)
    let arguments = ["grade", "work", "--lab", "01-small"]
    let outcome = try await workspace.assay(arguments, program: copy)
    expectFailure(outcome, 69, "'assay-launcher'", "\(workspace.path)/alone/libexec/assay")
    let found = try await workspace.assay(
      arguments, environment: ["ASSAY_LIBEXEC": Program.folder.path], program: copy)
    #expect(found.status == 0, "\(found.errors)")
  }

  @Test("no fixture server beside the program, for a lab that needs one", arguments: ["en", "ko"])
  func noFixture(_ language: String) async throws {
    try workspace.prepare(FaultLab())
    try workspace.folder.makeFolder("alone/bin")
    for name in ["assay", "assay-launcher"] {
      try FileManager.default.copyItem(
        atPath: Program.folder.appendingPathComponent(name).path,
        toPath: "\(workspace.path)/alone/bin/\(name)")
    }
    let outcome = try await workspace.assay(
      workspace.gradingTwo + ["--lang", language], environment: ["XDG_STATE_HOME": "\(workspace.path)/state"],
      program: "\(workspace.path)/alone/bin/assay")
    expectFailure(outcome, 69, "'assay-fixture-http'", "`make release`")
    #expect(outcome.errors.contains(language == "en" ? "is not in" : "프로그램이"))
  }

  @Test("a Python that is not there, or older than the lab's")
  func wrongPython() async throws {
    try workspace.prepare(FaultLab(hasFixture: false, python: "3.99"))
    let missing = try await workspace.assay(workspace.gradingTwo)
    expectFailure(missing, 69, "Python 3.99 is not on this machine", "--python")
    let korean = try await workspace.assay(workspace.gradingTwo + ["--lang", "ko"])
    expectKorean(korean, 69, "이 컴퓨터에 파이썬 3.99 버전이 없습니다")
    let python = FileManager.default.fileExists(atPath: "/usr/bin/python3") ? "/usr/bin/python3" : ""
    let older = try await workspace.assay(workspace.gradingTwo + ["--python", python])
    expectFailure(older, 69, "The lab needs Python 3.99, and the interpreter is 3.")
  }

  @Test("a compiled harness that a full disk cut short, or that was damaged, is made again")
  func damagedBytecode() async throws {
    try SmallLab().write(to: workspace.folder)
    try workspace.folder.write(SmallLab.solution, to: "work/work.py")
    let state = ["XDG_STATE_HOME": "\(workspace.path)/state"]
    let grade = { try await workspace.assay("grade", "work", "--lab", "01-small", environment: state) }
    #expect(try await grade().status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(workspace.path)/state/assay")
    let name = try #require(names.first { $0.hasSuffix(".pyc") })
    let file = "\(workspace.path)/state/assay/\(name)"
    let whole = try Data(contentsOf: URL(fileURLWithPath: file))
    #expect(names.count { $0.hasPrefix("harness-") } == 1, "\(names)")
    for damaged in [
      whole.prefix(whole.count / 2), Data(), whole.prefix(100) + Data(count: whole.count - 100),
    ] {
      try damaged.write(to: URL(fileURLWithPath: file))
      #expect(try await grade().status == 0)
      #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == whole)
    }
  }

  @Test("a healthy machine: doctor says so, and by the same means as grading")
  func doctor() async throws {
    let outcome = try await workspace.assay("doctor")
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(!outcome.output.contains("FAIL"))
    for thing in ["assay-launcher", "assay-fixture-http", "Python", "sandbox"] {
      #expect(outcome.output.contains(thing))
    }
  }

  @Test("without isolation it grades, and says what is not enforced")
  func withoutIsolation() async throws {
    let outcome = try await workspace.grade(SmallLab.solution, "--isolation", "none")
    #expect(outcome.status == 0, "\(outcome.errors)")
    for missing in ["files of this machine", "network", "processes", "system calls"] {
      #expect(outcome.output.contains(missing), "\(outcome.output)")
    }
    let document = try await workspace.grade(SmallLab.solution, "--isolation", "none", "--json").json()
    #expect(document["isolation"]["tier"].text == "none")
    let missing = document["isolation"]["not_enforced"].elements.compactMap { $0["id"].text }
    #expect(Set(missing).isSuperset(of: ["files", "network", "processes", "system-calls"]))
    #expect(try workspace.leftovers().isEmpty)
  }
}
