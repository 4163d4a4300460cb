import AssayModel
import GraderKit

/// The passing and failing examples of the graders of `hotspots` and `WallSampler`.
extension ProfilingExamples {
  private static func planted(
    _ title: String, _ grader: String, cpu: [Value] = goodCPU, wall: [Value] = goodWall,
    bySelf: [Value]? = nil, left: Value = ProfilingEvidence.left(), is outcome: Verdict.Outcome
  ) -> GraderExample {
    ProfilingEvidence.example(
      title, grader: grader, inputs: ProfilingEvidence.plantedInputs, key: ProfilingEvidence.plantedKey,
      outcomes: [
        ProfilingEvidence.profile(bySelf: bySelf ?? [work], byCumulative: cpu, left: left),
        ProfilingEvidence.profile(bySelf: [work], byCumulative: wall),
      ], is: outcome)
  }

  private static let work = ProfilingEvidence.row("work", own: 0.15, cumulative: 0.15)
  private static let counted = [
    ProfilingEvidence.row("loop", line: 4, own: 0, cumulative: 0.03),
    ProfilingEvidence.row("tick", line: 2, calls: 10, primitive: 10, own: 0, cumulative: 0.03),
    ProfilingEvidence.row("dig", line: 3, calls: 41, own: 0, cumulative: 0.02),
  ]
  private static let goodCPU =
    [work, ProfilingEvidence.row("side", line: 6, own: 0, cumulative: 0.1)] + counted
    + [ProfilingEvidence.row("nap", line: 5, own: 0, cumulative: 0)]
  private static let goodWall = [
    ProfilingEvidence.row("side", line: 6, own: 0, cumulative: 0.17),
    ProfilingEvidence.row("nap", line: 5, own: 0, cumulative: 0.08),
  ]

  static let hotThreads = [
    planted("The thread's function with its CPU seconds.", "profiling.hot-threads", is: .met),
    planted(
      "The main thread only.", "profiling.hot-threads", cpu: [work] + counted, is: .unmet),
    planted("Wall seconds for CPU seconds.", "profiling.hot-threads", cpu: goodWall, is: .unmet),
  ]

  static let twoClocks = [
    planted("A sleep shows by the wall clock only.", "profiling.two-clocks", is: .met),
    planted("One clock for both.", "profiling.two-clocks", cpu: goodWall, is: .unmet),
    planted("No wait by the wall clock.", "profiling.two-clocks", wall: goodCPU, is: .unmet),
    planted(
      "The main thread only, by both clocks.", "profiling.two-clocks", cpu: [work] + counted,
      wall: [goodWall[1]], is: .met),
    planted("No rows by either clock.", "profiling.two-clocks", cpu: [], wall: [], is: .unmet),
  ]

  static let hotCounts = [
    planted("41 calls, one of them primitive.", "profiling.hot-counts", is: .met),
    planted(
      "Primitive calls given as calls.", "profiling.hot-counts",
      cpu: [counted[0], counted[1], ProfilingEvidence.row("dig", line: 3, own: 0, cumulative: 0.02)],
      is: .unmet),
    planted(
      "The line of a call, not of the definition.", "profiling.hot-counts",
      cpu: [
        ProfilingEvidence.row("loop", line: 9, own: 0, cumulative: 0.03), counted[1], counted[2],
      ], is: .unmet),
    planted("An empty profile.", "profiling.hot-counts", cpu: [], is: .unmet),
  ]

  static let hotOrder = [
    planted("Hottest first.", "profiling.hot-order", is: .met),
    planted("Coldest first.", "profiling.hot-order", cpu: goodCPU.reversed(), is: .unmet),
    planted("No rows.", "profiling.hot-order", cpu: [], bySelf: [], is: .unmet),
    planted(
      "More rows than asked for.", "profiling.hot-order", bySelf: Array(repeating: work, count: 6),
      is: .unmet),
    planted(
      "The profiler's own frame.", "profiling.hot-order",
      cpu: goodCPU + [
        ProfilingEvidence.row("<method 'disable' of '_lsprof.Profiler'>", own: 0, cumulative: 0)
      ],
      is: .unmet),
    planted(
      "The profiler is still on.", "profiling.hot-order", left: ProfilingEvidence.left(profiler: true),
      is: .unmet),
  ]

  private static func sampled(
    _ title: String, _ grader: String, _ seconds: Value, cpu: Double = 0.5,
    left: Value = ProfilingEvidence.left(), is outcome: Verdict.Outcome
  ) -> GraderExample {
    ProfilingEvidence.example(
      title, grader: grader,
      key: .map(TwoThreadsWorkload.roles.map { Value.Entry($0, .string($0)) }),
      outcomes: [
        .returned([
          "seconds": seconds, "inside": trueSeconds, "cpu_s": .float(cpu), "left": left,
        ])
      ], is: outcome)
  }

  private static let trueSeconds: Value = [
    "hot": [0.25, 0.24], "warm": [0.12, 0.12], "sleeper": [0.3, 0.0], "far_sleeper": [0.45, 0.0],
    "far_burner": [0.12, 0.12],
  ]
  private static let mainOnly: Value = ["hot": [0.25, 0.24], "warm": [0.12, 0.12], "sleeper": [0.3, 0.0]]
  private static let wallAsCPU: Value = [
    "hot": [0.25, 0.25], "warm": [0.12, 0.12], "sleeper": [0.3, 0.3], "far_sleeper": [0.45, 0.45],
    "far_burner": [0.12, 0.12],
  ]
  private static let fixedWeight: Value = [
    "hot": [0.11, 0.24], "warm": [0.05, 0.12], "sleeper": [0.28, 0.0], "far_sleeper": [0.3, 0.0],
    "far_burner": [0.05, 0.12],
  ]

  static let sampleCPU = [
    sampled("Every thread's CPU seconds.", "profiling.sample-cpu", trueSeconds, is: .met),
    sampled("The main thread only.", "profiling.sample-cpu", mainOnly, is: .unmet),
    sampled("Wall seconds for CPU seconds.", "profiling.sample-cpu", wallAsCPU, is: .unmet),
  ]

  static let sampleWall = [
    sampled("Every thread's wall seconds.", "profiling.sample-wall", trueSeconds, is: .met),
    sampled("The nominal interval for each sample.", "profiling.sample-wall", fixedWeight, is: .unmet),
    sampled("The main thread only.", "profiling.sample-wall", mainOnly, is: .unmet),
  ]

  static let sampleClean = [
    sampled("The thread has ended, sampling was cheap.", "profiling.sample-clean", trueSeconds, is: .met),
    sampled(
      "The sampler still runs.", "profiling.sample-clean", trueSeconds,
      left: ProfilingEvidence.left(threads: 1), is: .unmet),
    sampled("Wrong CPU seconds, cheaply sampled.", "profiling.sample-clean", wallAsCPU, is: .met),
    sampled("No samples.", "profiling.sample-clean", [:], is: .unmet),
    sampled("Sampling took half a core.", "profiling.sample-clean", trueSeconds, cpu: 0.8, is: .unmet),
  ]
}
