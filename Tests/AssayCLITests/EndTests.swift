import AssayTestSupport
import Foundation
import Testing

/// However `assay` ends, nothing that it started is left.
@Suite("The end of everything", .serialized)
struct EndTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    var lab = SmallLab()
    lab.limits = "{wall_s: 60, cpu_s: 60}"
    lab.callLimit = 60
    try lab.write(to: workspace.folder)
    // It never ends by itself, and has helpers of its own.
    let code = """
      import os, time
      def double(n):
          if os.fork() == 0:
              os.setsid()
              os.execv("/bin/sleep", ["sleep", "600"])
          while True:
              time.sleep(60)
      """
    try workspace.folder.write(code, to: "work/work.py")
  }

  private let grading = ["grade", "work", "--lab", "01-small"]

  /// How far a grading has come, by the processes that there are.
  enum Stage: Int, CaseIterable {
    case started
    case launcher
    case bubblewrap
    case python
    case helper

    func isReached(_ family: Set<ProcessTable.Entry>) -> Bool {
      switch self {
      case .started: true
      case .launcher: family.contains { $0.name.hasPrefix("assay-launch") }
      case .bubblewrap: family.contains { $0.name == "bwrap" }
      case .python: family.contains { $0.name.hasPrefix("python") }
      case .helper: family.contains { $0.name == "sleep" }
      }
    }
  }

  /// Everything of ours on the machine that must go.
  private struct Remains {
    var processes: Set<ProcessTable.Entry>
    var groups: Set<String>

    /// What there is of `known` and their children, and the control groups that their launchers made.
    static func now(of known: Set<ProcessTable.Entry>) throws -> Remains {
      let table = try ProcessTable()
      let family = known.union(known.flatMap { table.descendants(of: $0.id) })
      return Remains(
        processes: family.filter(ProcessTable.isAlive), groups: controlGroups(of: known.map(\.id)))
    }

    var isNothing: Bool { processes.isEmpty && groups.isEmpty }

    /// The control groups that carry the number of one of these processes, wherever they are mounted.
    private static func controlGroups(of processes: [Int32]) -> Set<String> {
      let files = FileManager.default
      let root = "/sys/fs/cgroup"
      let folders = [root] + ((try? files.contentsOfDirectory(atPath: root)) ?? []).map { "\(root)/\($0)" }
      let groups = folders.flatMap { folder in
        ((try? files.contentsOfDirectory(atPath: folder)) ?? []).map { "\(folder)/\($0)" }
      }
      return Set(
        groups.filter { group in
          let parts = (group as NSString).lastPathComponent.split(separator: "-")
          return parts.first == "assay" && parts.count == 4 && processes.contains { "\($0)" == parts[2] }
        })
    }
  }

  /// Looks again and again until everything has gone; what is left after a minute is returned.
  private func remains(of known: Set<ProcessTable.Entry>) async throws -> Remains {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(60)
    while true {
      let left = try Remains.now(of: known)
      if left.isNothing || clock.now > deadline { return left }
      await Task.yield()
    }
  }

  /// The family of `id` once it has come to `stage`.
  private func family(of id: Int32, at stage: Stage) throws -> Set<ProcessTable.Entry> {
    let deadline = ContinuousClock().now + .seconds(60)
    while ContinuousClock().now < deadline {
      let family = try ProcessTable().descendants(of: id)
      if stage.isReached(family) { return family }
    }
    throw TestSupportError("the grading never came to \(stage)")
  }

  private func mounts() throws -> Set<String> {
    Set(
      try String(contentsOfFile: "/proc/self/mounts", encoding: .utf8).split(separator: "\n").map(String.init)
    )
  }

  private func expectNothing(
    of known: Set<ProcessTable.Entry>, mounts before: Set<String>,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let left = try await remains(of: known)
    #expect(left.processes.isEmpty, sourceLocation: sourceLocation)
    #expect(left.groups.isEmpty, sourceLocation: sourceLocation)
    #expect(try mounts().subtracting(before).isEmpty, sourceLocation: sourceLocation)
  }

  @Test("killed at any moment, it leaves no process, no control group and no mount", arguments: 0..<10)
  func killed(_ round: Int) async throws {
    let stage = try #require(Stage(rawValue: round % Stage.allCases.count))
    let before = try mounts()
    let program = try LiveProgram(grading, in: workspace)
    let family = try family(of: program.id, at: stage)
    // The second time around a little later: as many looks at the machine as the dice say.
    for _ in 0..<(round < Stage.allCases.count ? 0 : Int.random(in: 1...30)) { _ = try ProcessTable() }
    let known = family.union(try ProcessTable().descendants(of: program.id))
    program.signal(SIGKILL)
    #expect(try program.end().wasKilled)
    try await expectNothing(of: known, mounts: before)
    // Its own folder, and that of a self-check it may have been killed in; the next grading removes both.
    let left = try workspace.leftovers()
    #expect(left.count <= 2 && left.allSatisfy { $0.hasPrefix("assay-run-") }, "\(left)")
  }

  @Test("the next grading removes what a killed one left behind, and nothing of one that lives")
  func leftovers() async throws {
    let killed = try LiveProgram(grading, in: workspace)
    _ = try family(of: killed.id, at: .helper)
    killed.signal(SIGKILL)
    _ = try killed.end()
    let stale = try workspace.leftovers()
    #expect(stale.count == 1)
    try workspace.folder.write("", to: "tmp/assay-run-of-another-kind")
    let living = try LiveProgram(grading, in: workspace)
    _ = try family(of: living.id, at: .helper)
    let own = try workspace.leftovers()
    #expect(Set(own).isDisjoint(with: stale))
    #expect(own.count == 2)
    try workspace.folder.write(SmallLab.solution, to: "good/work.py")
    #expect(try await workspace.assay("grade", "good", "--lab", "01-small").status == 0)
    #expect(try Set(workspace.leftovers()) == Set(own))
    living.signal(SIGTERM)
    #expect(try living.end().status == 130)
    #expect(try workspace.leftovers() == ["assay-run-of-another-kind"])
  }

  @Test(
    "asked to end, it says so, takes everything down and ends with 130", arguments: [SIGINT, SIGTERM, SIGHUP])
  func asked(_ number: Int32) async throws {
    let before = try mounts()
    let program = try LiveProgram(grading + ["--lang", number == SIGINT ? "ko" : "en"], in: workspace)
    let family = try family(of: program.id, at: .helper)
    program.signal(number)
    let end = try program.end()
    #expect(end.status == 130)
    #expect(!end.wasKilled)
    #expect(
      end.output == "assay: \(number == SIGINT ? "끝나기 전에 중단되었습니다." : "Interrupted before it was finished.")\n"
    )
    #expect(try workspace.leftovers().isEmpty)
    try await expectNothing(of: family, mounts: before)
  }

  @Test("asked to end while it proves a lab")
  func verifying() async throws {
    var lab = SmallLab()
    lab.wrong = "{id: endless, lose: [one]}"
    lab.wrongCode = [("endless", "def double(n):\n    while True: pass\n")]
    lab.limits = "{wall_s: 60, cpu_s: 60}"
    lab.callLimit = 60
    try lab.write(to: workspace.folder)
    let program = try LiveProgram(["verify", "small", "--repeat", "1", "--jobs", "4"], in: workspace)
    let family = try family(of: program.id, at: .python)
    program.signal(SIGINT)
    let end = try program.end()
    #expect(end.status == 130, "\(end.output)")
    #expect(try workspace.leftovers().isEmpty)
    try await expectNothing(of: family, mounts: try mounts())
  }

  @Test("the fixture server ends with the grading that was killed")
  func fixture() async throws {
    let reference = "\(Program.realLabs)/06-retry-backoff-breaker/reference"
    let arguments = ["grade", reference, "--lab", "06-retry-backoff-breaker", "--labs", Program.realLabs]
    var (program, known) = (try LiveProgram(arguments, in: workspace), Set<ProcessTable.Entry>())
    while !known.contains(where: { $0.name.hasPrefix("assay-fixture") }) {
      let now = try ProcessTable().descendants(of: program.id)
      if ProcessTable.entry(program.id) != nil {
        known.formUnion(now)
      } else {
        // On a busy machine a server may come and go between two looks.
        #expect(try program.end().status == 0)
        (program, known) = (try LiveProgram(arguments, in: workspace), [])
      }
    }
    program.signal(SIGKILL)
    _ = try program.end()
    try await expectNothing(of: known, mounts: try mounts())
  }
}
