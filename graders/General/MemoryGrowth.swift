import AssayModel
import GraderKit

/// Bounds by how much the peak memory grows with the input.
struct MemoryGrowth: Grader {
  static let description = GraderDescription(
    name: "memory-growth",
    summary: LocalizedText(
      en: "Bounds the bytes by which peak memory grows for each further record of input.",
      ko: "입력 레코드가 하나 늘 때 최대 메모리가 늘어나는 바이트 수를 제한합니다."),
    discussion: """
      The first scenario of `from:` is the larger one. Peaks are those of the run's control group; of repeated \
      runs the least counts.
      """,
    options: [
      OptionSpec("smaller", .text, isRequired: true, summary: "The scenario with the smaller input."),
      OptionSpec("more", .integer, isRequired: true, summary: "How many records more the larger input has."),
      OptionSpec("at_most", .number, isRequired: true, summary: "The greatest allowed bytes per record."),
    ],
    examples: memoryGrowthExamples)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let options = criterion.options
    guard let smaller = options["smaller"]?.text, let more = options["more"]?.integer, more > 0,
      let bound = options["at_most"]?.number, let larger = criterion.scenarios.first
    else { throw GraderError("Check '\(criterion.id)' needs the options `smaller`, `more` and `at_most`.") }
    for scenario in [smaller, larger] {
      if let broken = PeakMemory.broken(scenario, in: evidence) { return .unmet(broken) }
    }
    let growth = try PeakMemory.least(larger, in: evidence) - PeakMemory.least(smaller, in: evidence)
    let slope = growth / Double(more)
    guard slope > bound else { return .met }
    return .unmet(
      Finding(
        expected: LocalizedText(
          en: "at most \(bound.display) bytes more for each of \(more) more records",
          ko: "레코드 \(more)개가 늘 때 레코드당 \(bound.display)바이트 이하 증가"),
        seen: LocalizedText(
          en: "\(slope.display) bytes (\((growth / 1_048_576).display) MiB in all)",
          ko: "\(slope.display)바이트(모두 \((growth / 1_048_576).display)MiB)")))
  }
}
