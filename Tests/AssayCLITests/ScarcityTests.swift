import AssayTestSupport
import Foundation
import Testing

/// A machine that runs out of something: told as such, never blamed on the learner.
@Suite("Whose fault: scarcity", .enabled(if: geteuid() == 0, "needs mounts of its own"))
struct ScarcityTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try SmallLab().write(to: workspace.folder)
    try workspace.folder.write(SmallLab.solution, to: "work/work.py")
    try workspace.folder.makeFolder("small")
  }

  private let mount = "mount -t tmpfs -o size=16k none small && "

  @Test("a full disk for temporary files", arguments: ["en", "ko"])
  func fullDisk(_ language: String) async throws {
    let outcome = try await workspace.privately(
      mount + "TMPDIR=$PWD/small exec $ASSAY grade work --lab 01-small --lang \(language)")
    #expect(outcome.status == 69, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    let isEnglish = language == "en"
    #expect(outcome.errors.contains("No space left on device"))
    #expect(outcome.errors.contains(isEnglish ? "Free space" : "공간을 확보하거나"), "\(outcome.errors)")
  }

  @Test("a report that does not fit on its disk is shown instead, and the others are written")
  func fullReport() async throws {
    let script =
      mount + "head -c 16000 /dev/zero > small/fill; "
      + "$ASSAY grade work --lab 01-small --format json=small/a.json --format junit=b.xml; code=$?; "
      + "ls small >&2; exit $code"
    let outcome = try await workspace.privately(script)
    #expect(outcome.status == 69, "\(outcome.errors)")
    #expect(outcome.output.contains("100 / 100"))
    #expect(outcome.errors.contains("'small/a.json' cannot be written: No space left on device"))
    #expect(outcome.errors.hasSuffix("\nfill\n"), "nothing half-written is left: \(outcome.errors)")
    #expect(FileManager.default.fileExists(atPath: "\(workspace.path)/b.xml"))
  }

  @Test("stdout on a full disk is told", arguments: ["en", "ko"])
  func fullOutput(_ language: String) async throws {
    let outcome = try await workspace.privately(
      "exec $ASSAY grade work --lab 01-small --json --lang \(language) > /dev/full")
    #expect(outcome.status == 69)
    #expect(outcome.errors.contains(language == "en" ? "--output FILE" : "표준 출력"), "\(outcome.errors)")
  }

  /// Runs `assay` where the control groups of runs are made below a group with this limit, as in a container.
  private func inGroup(
    _ controller: String, _ limit: String, _ value: String, _ options: String = ""
  ) async throws -> Outcome {
    let group = "/sys/fs/cgroup/\(controller)/outer-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: group, withIntermediateDirectories: false)
    defer { rmdir(group) }
    try value.write(toFile: "\(group)/\(limit)", atomically: false, encoding: .utf8)
    return try await workspace.privately(
      "mount --bind \(group) /sys/fs/cgroup/\(controller) && exec $ASSAY grade work --lab 01-small \(options)"
    )
  }

  private static func has(_ controller: String) -> Bool {
    FileManager.default.fileExists(atPath: "/sys/fs/cgroup/\(controller)/cgroup.procs")
  }

  @Test(
    "a limit of processes around us, below the lab's, is not the learner's", .enabled(if: has("pids")),
    arguments: ["en", "ko"])
  func outerProcesses(_ language: String) async throws {
    let code = """
      import threading, time
      def double(n):
          threads = [threading.Thread(target=time.sleep, args=(0.2,)) for _ in range(20)]
          for thread in threads: thread.start()
          for thread in threads: thread.join()
          return 2 * n
      """
    try workspace.folder.write(code, to: "work/work.py")
    #expect(try await workspace.assay("grade", "work", "--lab", "01-small").status == 0)
    let outcome = try await inGroup("pids", "pids.max", "12", "--lang \(language)")
    #expect(outcome.status == 69, "\(outcome.output)")
    #expect(outcome.errors.contains(language == "en" ? "allowed no new process" : "새 프로세스를 허용하지"))
    #expect(try workspace.leftovers().isEmpty)
  }

  @Test(
    "memory that runs out around us, below the lab's limit, is not the learner's", .enabled(if: has("memory"))
  )
  func outerMemory() async throws {
    let code = "def double(n):\n    ballast = bytearray(120 << 20)\n    return 2 * n\n"
    try workspace.folder.write(code, to: "work/work.py")
    #expect(try await workspace.assay("grade", "work", "--lab", "01-small").status == 0)
    let outcome = try await inGroup("memory", "memory.limit_in_bytes", "\(80 << 20)")
    #expect(outcome.status == 69, "\(outcome.output)")
    #expect(outcome.errors.contains("ran out of memory"), "\(outcome.errors)")
  }

  @Test("the lab's own limits of both are the learner's")
  func ownLimits() async throws {
    var lab = SmallLab()
    lab.limits = "{processes: 8, memory_mb: 64}"
    let hungry = "def double(n):\n    ballast = bytearray(120 << 20)\n    return 2 * n\n"
    let memory = try await workspace.grade(hungry, lab: lab, "--json")
    #expect(memory.status == 1, "\(memory.errors)")
    #expect(memory.output.contains("memory limit"))
    let bomb = "import os, time\ndef double(n):\n    while True:\n        if os.fork() == 0: time.sleep(9)\n"
    let processes = try await workspace.grade(bomb, lab: lab, "--json")
    #expect(processes.status == 1, "\(processes.errors)")
    #expect(try outcomes(processes) == ["unmet", "unmet", "unmet"])
  }

  /// Whether root may raise its own limits here, which containers often forbid.
  private static let mayRaise: Bool = {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("CapEff:") } ?? ""
    let mask = UInt64(line.dropFirst(7).trimmingCharacters(in: .whitespaces), radix: 16) ?? 0
    return mask >> 24 & 1 == 1
  }()

  @Test("too few open files for us is said before anything is run", arguments: ["en", "ko"], [12, 40, 100])
  func fewFiles(_ language: String, _ count: Int) async throws {
    let outcome = try await workspace.privately(
      "ulimit -n \(count); exec $ASSAY grade work --lab 01-small --lang \(language)")
    #expect(outcome.status == 69, "\(outcome.output)")
    #expect(
      outcome.errors.contains(language == "en" ? "Only \(count) files" : "파일이 \(count)개뿐"),
      "\(outcome.errors)")
    #expect(try workspace.leftovers().isEmpty)
  }

  @Test(
    "limits of the shell below the lab's are raised where we may, else said", arguments: ["en", "ko"],
    ["-n 400", "-f 4000"])
  func shellLimits(_ language: String, _ limit: String) async throws {
    var lab = SmallLab()
    lab.limits = "{files: 512}"
    try lab.write(to: workspace.folder)
    let outcome = try await workspace.privately(
      "ulimit \(limit); exec $ASSAY grade work --lab 01-small --lang \(language)")
    if Self.mayRaise {
      #expect(outcome.status == 0, "\(outcome.errors)")
    } else {
      #expect(outcome.status == 69, "\(outcome.output)")
      #expect(outcome.errors.contains("ulimit -H"), "\(outcome.errors)")
      #expect(outcome.errors.contains(language == "en" ? "too low for this lab" : "이 랩에 비해 낮습니다"))
    }
  }
}
