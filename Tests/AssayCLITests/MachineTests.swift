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
