import AssayModel
import GraderKit

/// The passing and failing examples of the graders of `measure`, the clean-up and the report.
enum ProfilingExamples {
  private static let sleep: Value = ["job": "sleep", "seconds": 0.15]
  private static let slept: (wall: Double, cpu: Double, runnable: Double) = (0.15, 0.001, 0)

  private static func kinds(
    _ title: String, kind: String, options: Value = .map([]), _ job: CallRecord.Outcome,
    is outcome: Verdict.Outcome
  ) -> GraderExample {
    ProfilingEvidence.example(
      title, grader: "profiling.kinds",
      options: .map([Value.Entry("kinds", [.string(kind)])] + (options.entries ?? [])), inputs: [sleep],
      outcomes: [job], is: outcome)
  }

  static let kinds = [
    kinds(
      "A sleep called io.", kind: "io",
      ProfilingEvidence.job(kind: "io", wall: 0.15, cpu: 0.001, blocked: 0.149, inside: slept), is: .met),
    kinds(
      "A sleep called cpu.", kind: "io",
      ProfilingEvidence.job(kind: "cpu", wall: 0.15, cpu: 0.15, blocked: 0, inside: slept), is: .unmet),
    kinds(
      "A job that was never run.", kind: "io",
      ProfilingEvidence.job(kind: "io", wall: 0, cpu: 0, blocked: 0, inside: nil), is: .unmet),
    kinds(
      "A starved job called mixed, though the time it did not compute was spent in the run queue.",
      kind: "cpu",
      ProfilingEvidence.job(
        kind: "mixed", wall: 0.45, cpu: 0.15, blocked: 0.3, runnable: 0.3, inside: (0.45, 0.15, 0.3)),
      is: .unmet),
    kinds(
      "A machine that stalled a job for half its time: mixed is accepted too.", kind: "cpu",
      ProfilingEvidence.job(kind: "mixed", wall: 0.3, cpu: 0.15, blocked: 0.15, inside: (0.3, 0.15, 0)),
      is: .met),
    kinds(
      "A child's CPU seconds left out.", kind: "any", options: ["cpu": [0]],
      ProfilingEvidence.job(kind: "io", wall: 0.3, cpu: 0.01, blocked: 0.29, inside: (0.3, 0.26, 0)),
      is: .unmet),
    kinds(
      "A wall clock that was set back.", kind: "io", options: ["wall": [0]],
      ProfilingEvidence.job(kind: "io", wall: -3599.85, cpu: 0.001, blocked: 0, inside: slept), is: .unmet),
    ProfilingEvidence.example(
      "measure() raised.", grader: "profiling.kinds", options: ["kinds": ["io"]], inputs: [sleep],
      outcomes: [.raised(ExceptionRecord(type: "TypeError", message: "no"))], is: .unmet),
  ]

  private static func figures(
    _ title: String, _ job: CallRecord.Outcome, is outcome: Verdict.Outcome
  ) -> GraderExample {
    ProfilingEvidence.example(
      title, grader: "profiling.figures", inputs: [sleep], outcomes: [job], is: outcome)
  }

  static let figures = [
    figures(
      "A sleep whose figures add up.",
      ProfilingEvidence.job(kind: "io", wall: 0.15, cpu: 0.001, blocked: 0.149, inside: slept), is: .met),
    figures(
      "A sleep on a busy machine: the run queue counts for itself.",
      ProfilingEvidence.job(
        kind: "io", wall: 0.5, cpu: 0.001, blocked: 0.199, runnable: 0.3, inside: (0.5, 0.001, 0.3)),
      is: .met),
    figures(
      "Wall time given as CPU time.",
      ProfilingEvidence.job(kind: "cpu", wall: 0.15, cpu: 0.15, blocked: 0, inside: slept), is: .unmet),
    figures(
      "Figures that do not add up.",
      ProfilingEvidence.job(
        kind: "io", wall: 0.15, cpu: 0.001, blocked: 0.149, runnable: 0.1, inside: slept), is: .unmet),
    ProfilingEvidence.example(
      "measure() did not return.", grader: "profiling.figures", inputs: [sleep],
      outcomes: [.timedOut(seconds: 10)], is: .unmet),
  ]

  private static func cleanUp(
    _ title: String, same: Bool = true, called: Bool = true, left: Value = ProfilingEvidence.left(),
    is outcome: Verdict.Outcome
  ) -> GraderExample {
    let error = ExceptionRecord(type: same ? "Boom" : "RuntimeError")
    return ProfilingEvidence.example(
      title, grader: "profiling.clean-up", inputs: [["tool": "hotspots"]],
      outcomes: [
        .returned([
          "called": .bool(called), "same": .bool(same),
          "raised": called ? .exception(error) : .null, "left": left,
        ])
      ], is: outcome)
  }

  static let cleanUp = [
    cleanUp("The exception came through, nothing is left.", is: .met),
    cleanUp("Another exception came out.", same: false, is: .unmet),
    cleanUp("The function was never called.", same: false, called: false, is: .unmet),
    cleanUp("The profiler is still on.", left: ProfilingEvidence.left(profiler: true), is: .unmet),
    cleanUp("The thread hook is still set.", left: ProfilingEvidence.left(hook: true), is: .unmet),
    cleanUp("A thread still runs.", left: ProfilingEvidence.left(threads: 1), is: .unmet),
  ]

  private static func report(
    _ title: String, _ report: Value, is outcome: Verdict.Outcome
  ) -> GraderExample {
    ProfilingEvidence.example(
      title, grader: "profiling.report",
      key: ["totals": ["A": 30, "B": 12], "top": [[30, "o1", "X-1"], [12, "o2", "X-1"]], "lines": 2],
      outcomes: [.returned(report)], is: outcome)
  }

  static let report = [
    report(
      "The right report, with tuples and its keys in another order.",
      [
        "lines": 2, "totals": ["B": 12, "A": 30],
        "top": [.tuple([30, "o1", "X-1"]), .tuple([12, "o2", "X-1"])],
      ], is: .met),
    report(
      "A wrong total.",
      ["totals": ["A": 31, "B": 12], "top": [[30, "o1", "X-1"], [12, "o2", "X-1"]], "lines": 2], is: .unmet),
    report(
      "A line is missing at the top.",
      ["totals": ["A": 30, "B": 12], "top": [[30, "o1", "X-1"]], "lines": 2], is: .unmet),
    report(
      "A float where an integer belongs.",
      ["totals": ["A": 30, "B": 12], "top": [[30, "o1", "X-1"], [12, "o2", "X-1"]], "lines": 2.0],
      is: .unmet),
    report("Nothing was returned.", .null, is: .unmet),
  ]
}
