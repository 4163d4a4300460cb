import AssayModel
import GraderKit

/// Judges the wall part of the samples.
struct SampleWallGrader: Grader {
  static let description = GraderDescription(
    name: "profiling.sample-wall",
    summary: LocalizedText(
      en: "Each sample weighs the time that really went by, in every thread.",
      ko: "모든 스레드에서 샘플의 무게는 실제로 지나간 시간입니다."),
    discussion: """
      While a thread computes, the sampler waits for the GIL as well: samples that weigh the nominal interval
      lose more than half of that time on any machine. The two computing functions of the main thread are
      judged together, so that the boundary between them does not count.
      """,
    examples: ProfilingExamples.sampleWall)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let (sampled, failures) = try SampledEvidence.read(criterion, in: evidence)
    guard let sampled else { return Verdict(.unmet, findings: failures) }
    var findings: [Finding] = []
    for roles in [["hot", "warm"], ["sleeper"], ["far_sleeper"]] {
      let own = try roles.reduce(0) { $0 + (try sampled.own($1).wall) }
      let parts = try roles.compactMap { try sampled.said($0)?.wall }
      let said = parts.isEmpty ? nil : parts.reduce(0, +)
      let tolerance = Self.tolerance(of: own)
      if let said, abs(said - own) <= tolerance { continue }
      findings.append(
        SampledEvidence.finding(
          roles.count > 1 ? SampledEvidence.computing : SampledEvidence.text(roles[0]),
          LocalizedText(en: "wall", ko: "벽시계"), expected: own, tolerance: tolerance, seen: said,
          because: LocalizedText(
            en: "by its own reading it took \(own.display) s", ko: "스스로 잰 시간은 \(own.display)초입니다")))
    }
    return .judged(by: findings)
  }

  /// A quarter, and two gaps between samples on a busy machine.
  static func tolerance(of seconds: Double) -> Double { 0.25 * seconds + 0.03 }
}
