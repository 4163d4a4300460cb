import AssayEnvironments
import AssayTestSupport
import Foundation
import Testing

/// Packages from build to grade, with the real uv and without a network.
@Suite("Environments of packages")
struct EnvironmentTests {
  private let workspace: Workspace
  private let wheels: Wheelhouse

  init() throws {
    workspace = try Workspace()
    wheels = try Wheelhouse()
    try workspace.folder.write(wheels.lock(), to: "labs/environments/tiny/requirements.txt")
  }

  private func variables(uv: String? = nil) throws -> [String: String] {
    let real = try Uv(ProcessInfo.processInfo.environment).path
    return wheels.variables.merging(["ASSAY_UV": uv ?? real]) { $1 }
  }

  private var store: String { "\(workspace.path)/home/.local/share/assay/environments" }

  /// A solution that is right only where the packages are as promised.
  private static let solution = """
    import colorsys, os, subprocess, sys
    import tinypkg

    def refused(change):
        try:
            change()
        except OSError:
            return True
        return False

    def double(n):
        folder = os.path.dirname(tinypkg.__file__)
        if n == 1:
            assert tinypkg.VALUE == 42 and colorsys.rgb_to_hsv
            assert sys.path[0].endswith("/submission") and sys.path[-1] == os.path.dirname(folder), sys.path
        if n == 2:
            assert refused(lambda: open(tinypkg.__file__, "a"))
            assert refused(lambda: open(folder + "/new.py", "w"))
            assert refused(lambda: os.remove(tinypkg.__file__))
            assert refused(lambda: os.chmod(tinypkg.__file__, 0o777))
            assert refused(lambda: os.rename(folder, folder + "2"))
        if n == 3:
            for program in [[sys.executable, "-I", "-B", "-m", "tinypkg"],
                            [os.path.dirname(sys.executable) + "/tiny"]]:
                said = subprocess.run(program, capture_output=True, text=True)
                assert said.stdout == "tiny 42\\n", said
        return 2 * n
    """

  @Test(
    "missing: labs and doctor say so, grading ends with 69; built once: it grades, and the receipt says it")
  func buildAndGrade() async throws {
    let lab = SmallLab(profile: "tiny")
    let changes = try variables()
    let missing = try await workspace.grade(Self.solution, lab: lab, environment: changes)
    expectFailure(missing, 69, "'tiny' is not built", "`assay env build tiny`")
    let korean = try await workspace.grade(Self.solution, lab: lab, "--lang", "ko", environment: changes)
    expectKorean(korean, 69, "만드십시오")
    let labs = try await workspace.assay("labs")
    #expect(labs.output.contains("✗ environment 'tiny' is not built → assay env build tiny"))
    #expect(try await workspace.assay("doctor").output.contains("NOTE  environment tiny"))

    let built = try await workspace.assay("env", "build", "tiny", environment: changes)
    #expect(built.status == 0 && built.output.hasPrefix("tiny built: Python 3."), "\(built.errors)")
    let again = try await workspace.assay("env", "build", "--all", environment: changes)
    #expect(again.status == 0 && again.output.hasPrefix("tiny is built already"))

    let graded = try await workspace.grade(Self.solution, lab: lab, "--json", environment: changes)
    let document = try graded.json()
    #expect(graded.status == 0, "\(graded.output)")
    let packages = document["receipt"]["machine"]["packages"]
    #expect(packages["profile"].text == "tiny")
    let digest = try #require(packages["digest"].text)
    #expect(FileManager.default.fileExists(atPath: "\(store)/\(digest.dropFirst(7))/environment.json"))
    let text = try await workspace.grade(Self.solution, lab: lab, environment: changes)
    #expect(text.output.contains("environment tiny \(digest.dropFirst(7).prefix(12))"))
    let plain = "import tinypkg\ndef double(n):\n    return 2 * n + tinypkg.VALUE - 42\n"
    let bare = try await workspace.grade(plain, lab: lab, "--isolation", "none", environment: changes)
    #expect(bare.status == 0, "\(bare.output)")
    try await checkList(digest: digest)
  }

  private func checkList(digest: String) async throws {
    let list = try await workspace.assay("env", "list", "--json")
    let only = try list.json()["environments"][0]
    #expect(only["digest"].text == digest && only["labs"][0].text == "01-small")
    #expect(only["packages"].elements.map(\.text) == ["tinypkg 1.0"])
    try workspace.folder.write(list.stdout, to: "list.json")
    let valid = try await Program.validate("\(workspace.path)/list.json", against: "environments-1")
    #expect(valid.status == 0, "\(valid.errors)")
    #expect(try await workspace.assay("env", "list").output.contains("tinypkg 1.0"))
    #expect(try await !workspace.assay("labs").output.contains("✗"))
  }

  @Test("prune removes what the lock no longer asks for, and says before what it would")
  func prune() async throws {
    let changes = try variables()
    #expect(try await workspace.assay("env", "build", "tiny", environment: changes).status == 0)
    let idle = try await workspace.assay("env", "prune", "--unused-days", "0")
    #expect(idle.status == 0 && idle.output == "There is nothing to remove.\n")
    try workspace.folder.write(wheels.lock(mark: "anew"), to: "labs/environments/tiny/requirements.txt")
    let young = try await workspace.assay("env", "prune")
    #expect(young.output == "There is nothing to remove.\n")
    // The time of use has whole seconds, so it is set back.
    let names = try FileManager.default.contentsOfDirectory(atPath: store).filter { $0.count == 64 }
    let folder = "\(store)/\(try #require(names.first))"
    var times = [timespec(tv_sec: 1_000_000_000, tv_nsec: 0), timespec(tv_sec: 1_000_000_000, tv_nsec: 0)]
    #expect(names.count == 1 && utimensat(AT_FDCWD, folder, &times, 0) == 0)
    let rehearsal = try await workspace.assay("env", "prune", "--dry-run")
    #expect(rehearsal.output.hasPrefix("would remove tiny ") && rehearsal.output.contains("2001-09-09"))
    #expect(FileManager.default.fileExists(atPath: folder))
    let pruned = try await workspace.assay("env", "prune", "--lang", "ko")
    #expect(pruned.status == 0 && pruned.output.hasPrefix("삭제함: tiny "))
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test("killed while it builds: what is left is in nobody's way and the next build removes it")
  func killed() async throws {
    let changes = try variables()
    let standIn = try StandInUv(in: workspace.folder, real: try #require(changes["ASSAY_UV"]))
    let builder = Process()
    builder.executableURL = URL(fileURLWithPath: Program.path)
    builder.arguments = ["env", "build", "tiny"]
    builder.environment = workspace.environment(changes.merging(["ASSAY_UV": standIn.path]) { $1 })
    builder.currentDirectoryURL = URL(fileURLWithPath: workspace.path)
    try builder.run()
    let installer = try await standIn.hasStarted()
    kill(builder.processIdentifier, SIGKILL)
    builder.waitUntilExit()
    let left = try FileManager.default.contentsOfDirectory(atPath: store).filter { $0 != ".lock" }
    #expect(left.count == 1 && left[0].hasPrefix(".building-"), "\(left)")
    #expect(try await workspace.assay("env", "list").output.contains("not built"))
    // The installer that was left behind still has the lock, so nobody builds over it.
    let lock = open("\(store)/.lock", O_RDONLY | O_CLOEXEC)
    #expect(flock(lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    kill(installer, SIGKILL)
    close(lock)
    let built = try await workspace.assay("env", "build", "tiny", environment: changes)
    #expect(built.status == 0, "\(built.errors)")
    let now = try FileManager.default.contentsOfDirectory(atPath: store).filter { $0 != ".lock" }
    #expect(now.count == 1 && now[0].count == 64, "\(now)")
  }

  @Test("mistakes: a wrong name, a wrong hash, no uv, no network, a bad number")
  func mistakes() async throws {
    let changes = try variables()
    func build(_ name: String, _ more: [String: String] = [:]) async throws -> Outcome {
      try await workspace.assay("env", "build", name, environment: changes.merging(more) { $1 })
    }
    expectFailure(try await build("tyni"), 64, "There is no profile 'tyni'; there are tiny.")
    expectFailure(try await build("tiny", ["ASSAY_UV": "/nowhere/uv"]), 69, "ASSAY_UV names '/nowhere/uv'")
    expectFailure(
      try await build("tiny", ["ASSAY_UV": ""]), 69, "uv, which builds environments", "scripts/setup")
    let offline = ["UV_FIND_LINKS": "", "UV_NO_INDEX": "", "UV_CACHE_DIR": "\(workspace.path)/none"]
    expectFailure(try await build("tiny", offline), 69, "could not be fetched", "connect to the network")
    let hash = String(repeating: "0", count: 64)
    try workspace.folder.write(wheels.lock(hash: hash), to: "labs/environments/bad/requirements.txt")
    expectFailure(try await build("bad"), 65, "'bad' is not the file that was locked")
    #expect(try await workspace.assay("env", "build").status == 64)
    #expect(try await workspace.assay("env", "prune", "--unused-days", "-1").status == 64)
    let lab = try await workspace.grade("", lab: SmallLab(profile: "tin"))
    expectFailure(
      lab, 65, "labs/01-small/lab.yaml:", "environment.profile: found 'tin'", "stdlib, bad, tiny", "'tiny'")
  }

  @Test("services of the system are looked for")
  func services() async throws {
    try SmallLab(services: "[git, fixture-http]").write(to: workspace.folder)
    #expect(try await !workspace.assay("labs").output.contains("✗"))
    let doctor = try await workspace.assay("doctor")
    #expect(doctor.status == 0 && doctor.output.contains("PASS  service git: /usr/bin/git 2."))
    let shown = try await workspace.assay("show", "01-small")
    #expect(shown.output.contains("git, fixture-http"))
  }
}
