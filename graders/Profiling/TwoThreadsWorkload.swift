import AssayModel
import GraderKit

/// A program of two threads, each of which computes and waits, to be sampled.
struct TwoThreadsWorkload: Workload {
  static let description = WorkloadDescription(
    name: "profiling.two-threads",
    summary: LocalizedText(
      en: "A program of random names whose two threads compute and wait for known times.",
      ko: "이름이 무작위인 프로그램: 두 스레드가 정해진 시간만큼 계산하고 기다립니다."),
    options: [
      OptionSpec("interval_ms", .integer, summary: "Milliseconds between samples that are asked for; 4.")
    ])

  /// The functions that are looked at; no two of them are on one thread's stack at the same time.
  static let roles = ["hot", "warm", "sleeper", "far_sleeper", "far_burner"]

  func content(options: Value, seed: Seed) throws -> WorkloadContent {
    let interval = options["interval_ms"]?.integer ?? 4
    guard (1...100).contains(interval) else {
      throw GraderError("profiling.two-threads: interval_ms must be 1 to 100.")
    }
    var generator = SeededGenerator(seed: seed)
    let program = ProgramText(
      roles: Self.roles + ["burn", "far", "main"], definitions: Self.definitions, generator: &generator)
    let names = Self.roles.map { Value.string(program.names[$0] ?? "") }
    return WorkloadContent(
      cases: [
        .record([
          "program": .string(program.text), "entry": .string(program.names["main"] ?? ""),
          "names": .list(names), "interval": .float(Double(interval) / 1000),
        ])
      ],
      answerKey: .map(zip(Self.roles, names).map { Value.Entry($0, $1) }))
  }

  /// The other thread computes while the main thread sleeps, so that neither steals the other's samples.
  private static let definitions = [
    ProgramText.burn,
    ProgramText.noted("hot", "<burn>(0.24)"),
    ProgramText.noted("warm", "<burn>(0.12)"),
    ProgramText.noted("sleeper", "time.sleep(0.3)"),
    ProgramText.noted("far_sleeper", "time.sleep(0.45)"),
    ProgramText.noted("far_burner", "<burn>(0.12)"),
    "def <far>():\n    <far_sleeper>()\n    <far_burner>()\n",
    """
    def <main>():
        thread = threading.Thread(target=<far>)
        thread.start()
        <hot>()
        <warm>()
        <sleeper>()
        thread.join()

    """,
  ]
}
