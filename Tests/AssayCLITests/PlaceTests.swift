import AssayTestSupport
import Foundation
import Testing

/// The weaker tiers, with the real programs, in places that allow no more.
@Suite("Places that allow less", .serialized, .enabled(if: Place.canBeMade, "needs root and namespaces"))
struct PlaceTests {
  private let workspace: Workspace

  init() throws { workspace = try Workspace() }

  private func write(_ code: String) throws {
    try SmallLab().write(to: workspace.folder)
    try workspace.folder.write(code, to: "work/work.py")
  }

  private let grading = ["grade", "work", "--lab", "01-small"]

  @Test(
    "a right and a wrong submission get what they deserve, and the report says how they were run",
    arguments: Place.allCases)
  func grades(_ place: Place) async throws {
    try write(SmallLab.solution)
    let right = try await workspace.assay(grading + place.isolation + ["--json"], in: place)
    #expect(right.status == 0, "\(right.errors)")
    let isolation = try right.json()["isolation"]
    #expect(isolation["tier"].text == place.tier)
    #expect(isolation["level"].text == (place == .user ? "isolated" : "process"))
    #expect(isolation["control_groups"].text == "none")
    let missing = Set(isolation["not_enforced"].elements.compactMap { $0["id"].text })
    #expect(missing.isSuperset(of: ["memory-limit", "memory-peak", "cpu-time", "process-limit"]))
    #expect(missing.contains("disk") == (place != .user))
    #expect(missing.contains("user-id") == (place == .userWithoutNamespaces))
    try write("def double(n):\n    return 2 * n if n < 3 else 7\n")
    let wrong = try await workspace.assay(
      grading + place.isolation + ["--format", "junit", "--lang", "ko"], in: place)
    #expect(wrong.status == 1, "\(wrong.errors)")
    #expect(wrong.output.contains("failures=\"1\""))
    #expect(wrong.output.contains("name=\"assay.isolation.not_enforced\" value=\"memory-limit"))
  }

  @Test("a lab with a fixture server", arguments: Place.allCases)
  func fixture(_ place: Place) async throws {
    let lab = "\(PlaceWorkspace.folder)/labs/06-retry-backoff-breaker"
    let outcome = try await workspace.assay(
      [
        "grade", "\(lab)/reference", "--lab", "06-retry-backoff-breaker", "--labs",
        "\(PlaceWorkspace.folder)/labs",
      ]
        + place.isolation,
      in: place)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
  }

  @Test("required isolation that is not there: an exit code of its own, what is missing, and what to run")
  func required() async throws {
    try write(SmallLab.solution)
    let container = try await workspace.assay(grading + ["--require-isolation", "isolated"], in: .container)
    expectFailure(
      container, 77, "'isolated' is required", "this machine gives 'process'", "docker run --privileged")
    let user = try await workspace.assay(grading + ["--require-isolation", "full"], in: .user)
    expectFailure(user, 77, "memory limit", "systemd-run --user --scope -q -p Delegate=yes")
    #expect(try await workspace.assay(grading + ["--require-isolation", "isolated"], in: .user).status == 0)
    let none = try await workspace.assay(
      grading + ["--require-isolation", "process"], in: .userWithoutNamespaces)
    expectFailure(none, 77, "nothing works here", "namespace")
    let korean = try await workspace.assay(
      grading + ["--require-isolation", "full", "--lang", "ko"], in: .container)
    expectKorean(korean, 77, "격리가 필요하지만")
    let doctor = try await workspace.assay(["doctor", "--require-isolation", "full"], in: .user)
    #expect(doctor.status == 69)
  }

  @Test("nothing works and nothing was allowed: it refuses, and says what to run")
  func refused() async throws {
    try write(SmallLab.solution)
    let outcome = try await workspace.assay(grading, in: .userWithoutNamespaces)
    expectFailure(outcome, 69, "No sandbox works here", "User namespaces")
  }

  @Test("killed, it leaves nothing", arguments: Place.allCases)
  func killed(_ place: Place) async throws {
    try write(
      """
      import os, time
      def double(n):
          if os.fork() == 0:
              try: os.setsid()
              except OSError: pass
              if os.fork() == 0: os.execv("/bin/sleep", ["sleep", "600"])
              os._exit(0)
          while True: time.sleep(60)
      """)
    let program = try LiveProgram(
      place.arguments([PlaceWorkspace.program] + grading + place.isolation), in: workspace,
      program: Place.interpreter, environment: try workspace.environment(in: place))
    var known: Set<ProcessTable.Entry> = []
    while !known.contains(where: { $0.name == "sleep" }) {
      try #require(ProcessTable.entry(program.id) != nil, "it ended before its submission ran")
      known.formUnion(try ProcessTable().descendants(of: program.id))
    }
    program.signal(SIGKILL)
    #expect(try program.end().wasKilled)
    let deadline = ContinuousClock().now + .seconds(60)
    while known.contains(where: ProcessTable.isAlive), ContinuousClock().now < deadline { await Task.yield() }
    #expect(known.filter(ProcessTable.isAlive).isEmpty)
  }
}
