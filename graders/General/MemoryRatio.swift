import AssayModel
import GraderKit

/// Compares the peak memory of the learner's runs with a yardstick's, both over that of an idle interpreter.
struct MemoryRatio: Grader {
  static let description = GraderDescription(
    name: "memory-ratio",
    summary: LocalizedText(
      en:
        "Bounds the peak memory over an idle interpreter's, as a share of the starter's or the reference's.",
      ko: "유휴 인터프리터를 뺀 최대 메모리를 시작 코드(또는 참조 구현) 대비 비율로 제한합니다."),
    discussion: """
      Peaks are those of the run's control group, so child processes and files in memory count. Of repeated \
      runs the least counts. `over` names a scenario in which the interpreter does nothing.
      """,
    options: [
      OptionSpec("against", .text, isRequired: true, summary: "The scenario that runs the yardstick."),
      OptionSpec("over", .text, isRequired: true, summary: "The scenario whose peak is taken off both."),
      OptionSpec("at_most", .number, isRequired: true, summary: "The greatest allowed ratio."),
    ],
    examples: memoryRatioExamples)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let options = criterion.options
    guard let yardstick = options["against"]?.text, let idle = options["over"]?.text,
      let bound = options["at_most"]?.number, let scenario = criterion.scenarios.first
    else { throw GraderError("Check '\(criterion.id)' needs the options `against`, `over` and `at_most`.") }
    if let broken = PeakMemory.broken(scenario, in: evidence) { return .unmet(broken) }
    let base = try PeakMemory.least(idle, in: evidence)
    let other = try PeakMemory.least(yardstick, in: evidence) - base
    let own = max(0, try PeakMemory.least(scenario, in: evidence) - base)
    guard other > 0 else { throw GraderError("'\(yardstick)' needs no memory to compare with.") }
    guard own > bound * other else { return .met }
    let (most, seen) = ((bound * other / 1_048_576).display, (own / 1_048_576).display)
    return .unmet(
      Finding(
        expected: LocalizedText(
          en: "at most \(most) MiB over an idle interpreter (\(bound.display) of `\(yardstick)`)",
          ko: "유휴 인터프리터 대비 \(most)MiB 이하(`\(yardstick)`의 \(bound.display)배)"),
        seen: LocalizedText(verbatim: "\(seen) MiB")))
  }
}

/// Peak memory of the runs of a scenario, in bytes, by the run's control group.
enum PeakMemory {
  /// The least peak of all repetitions; other processes can only have added to the others.
  static func least(_ scenario: String, in evidence: Evidence) throws -> Double {
    let peaks = evidence.runs(of: scenario).compactMap { run in
      run.processes.compactMap(\.peakMemoryBytes).max()
    }
    guard let least = peaks.min() else {
      throw GraderError("There is no peak memory of '\(scenario)': see `assay doctor` for control groups.")
    }
    return Double(least)
  }

  /// The first call of a scenario that did not come to a good end.
  static func broken(_ scenario: String, in evidence: Evidence) -> Finding? {
    for run in evidence.runs(of: scenario) {
      for (index, call) in run.calls.enumerated() {
        guard let value = call.returned else { return unexpected(call.outcome) }
        guard value["exit"] != nil, value["exit"] != 0 else { continue }
        return ProcessEvidence(value: value, caseIndex: index).finding(
          expected: LocalizedText(en: "exit code 0", ko: "종료 코드 0"),
          seen: ProcessEvidence(value: value, caseIndex: index).ending)
      }
    }
    return nil
  }
}
