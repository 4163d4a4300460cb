import AssayModel
import GraderKit

/// A program with planted costs, to be profiled by the CPU clock (case 0) and the wall clock (case 1).
struct PlantedWorkload: Workload {
  static let description = WorkloadDescription(
    name: "profiling.planted",
    summary: LocalizedText(
      en: "A program of random names: a leaf called often, a deep recursion, a sleeper, a hot thread.",
      ko: "이름이 무작위인 프로그램: 자주 불리는 말단 함수, 깊은 재귀, 잠자는 함수, 스레드 속의 뜨거운 함수."))

  func content(options: Value, seed: Seed) -> WorkloadContent {
    var generator = SeededGenerator(seed: seed)
    let calls = Int.random(in: 8...12, using: &generator)
    let depth = Int.random(in: 36...44, using: &generator)
    let program = ProgramText(
      roles: ["burn", "leaf", "recursive", "caller", "sleeper", "threaded", "main"],
      definitions: Self.definitions(calls: calls, depth: depth), generator: &generator)
    func role(_ role: String, calls: Int = 1, primitive: Int = 1) -> Value {
      .record([
        "name": .string(program.names[role] ?? ""), "line": .int(program.line(of: role)),
        "calls": .int(calls), "primitive_calls": .int(primitive),
      ])
    }
    return WorkloadContent(
      cases: ["cpu", "wall"].map { clock in
        .record([
          "program": .string(program.text), "entry": .string(program.names["main"] ?? ""),
          "clock": .string(clock), "top": 5,
        ])
      },
      answerKey: .record([
        "burn": role("burn", calls: calls + 2, primitive: calls + 2),
        "leaf": role("leaf", calls: calls, primitive: calls),
        "recursive": role("recursive", calls: depth + 1), "caller": role("caller"),
        "sleeper": role("sleeper"), "threaded": role("threaded"),
      ]))
  }

  /// The thread waits before it computes, so that its wall time can never pass for its CPU time.
  private static func definitions(calls: Int, depth: Int) -> [String] {
    [
      ProgramText.burn,
      "def <leaf>():\n    <burn>(0.003)\n",
      """
      def <recursive>(depth):
          if depth:
              <recursive>(depth - 1)
          else:
              <burn>(0.02)

      """,
      "def <caller>():\n    for _ in range(\(calls)):\n        <leaf>()\n",
      ProgramText.noted("sleeper", "time.sleep(0.08)"),
      ProgramText.noted("threaded", "time.sleep(0.06)", "<burn>(0.1)"),
      """
      def <main>():
          thread = threading.Thread(target=<threaded>)
          thread.start()
          <caller>()
          <recursive>(\(depth))
          <sleeper>()
          thread.join()

      """,
    ]
  }
}
