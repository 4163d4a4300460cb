import AssayModel
import GraderKit

/// Compares the CPU time of the learner's runs with a yardstick's, run beside it on the same machine.
struct CPURatio: Grader {
  static let description = GraderDescription(
    name: "cpu-ratio",
    summary: LocalizedText(
      en: "Bounds the CPU time as a share of the starter's or the reference's on the same machine.",
      ko: "같은 기기에서 잰 시작 코드(또는 참조 구현) 대비 CPU 시간의 비율을 제한합니다."),
    discussion: """
      Both sides are measured from outside, all their processes included, and the minimum over the repetitions is \
      compared: CPU time is disturbed in one direction only.
      """,
    options: [
      OptionSpec("against", .text, isRequired: true, summary: "The scenario that runs the yardstick."),
      OptionSpec("at_most", .number, isRequired: true, summary: "The greatest allowed ratio."),
      OptionSpec(
        "per", .choice(["run", "case"]),
        summary: "run: all cases together; case: the slowest one (drivers that start processes); run."),
      OptionSpec("at_least_s", .number, summary: "Seconds that are always allowed; 0."),
    ],
    examples: cpuRatioExamples)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    guard let yardstick = criterion.options["against"]?.text, let bound = criterion.options["at_most"]?.number
    else { throw GraderError("Check '\(criterion.id)' needs the options `against` and `at_most`.") }
    guard let scenario = criterion.scenarios.first else {
      throw GraderError("Check '\(criterion.id)' names no scenario.")
    }
    let isPerCase = criterion.options["per"] == "case"
    let judged = isPerCase ? criterion.scenarios.filter { $0 != yardstick } : [scenario]
    let own = judged.map(evidence.runs(of:))
    if let broken = own.joined().flatMap(\.calls).first(where: { $0.returned == nil }) {
      return .unmet(unexpected(broken.outcome))
    }
    let measure = isPerCase ? Self.slowest : Self.minimum
    guard let learner = own.compactMap(measure).max(), let reference = measure(evidence.runs(of: yardstick)),
      reference > 0, reference.isFinite
    else {
      throw Fault(.lab, detail: "there is no CPU time to compare with in '\(yardstick)'")
    }
    let ratio = learner / reference
    guard ratio > bound, learner > criterion.options["at_least_s"]?.number ?? 0 else { return .met }
    return .unmet(
      Finding(
        expected: LocalizedText(
          en: "at most \(bound.display) of the CPU time of `\(yardstick)` (\(reference.display) s)",
          ko: "`\(yardstick)`(\(reference.display)초) 대비 CPU 시간 \(bound.display)배 이하"),
        seen: LocalizedText(
          en: "\(learner.display) s, \(ratio.display) of it", ko: "\(learner.display)초, \(ratio.display)배")))
  }

  /// The CPU seconds of the slowest case, the least over the repetitions; one that was ended is as slow as can be.
  private static func slowest(_ runs: [RunRecord]) -> Double? {
    runs.compactMap { run in
      run.calls.compactMap { call -> Double? in
        guard let value = call.returned else { return nil }
        return value["ended_by_grader"]?.text == "time" ? .infinity : value["cpu_s"]?.number
      }.max()
    }.min()
  }

  /// The least CPU time of the runs, in seconds; nil when no process was measured.
  static func minimum(_ runs: [RunRecord]) -> Double? {
    runs.filter { !$0.processes.isEmpty }.map { $0.processes.reduce(0) { $0 + $1.cpuSeconds } }.min()
  }
}
