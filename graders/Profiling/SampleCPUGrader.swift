import AssayModel
import GraderKit

/// Judges the CPU part of the samples.
struct SampleCPUGrader: Grader {
  static let description = GraderDescription(
    name: "profiling.sample-cpu",
    summary: LocalizedText(
      en: "Functions that compute have their CPU seconds, those that sleep have next to none.",
      ko: "계산하는 함수에는 CPU 시간이 있고, 잠자는 함수에는 거의 없습니다."),
    discussion: """
      A sample gives the CPU time since the last one to the function that it finds, so each boundary between
      two functions may move by one gap between samples. The tolerance is several gaps; what it must catch
      is off by the whole of a function. Run it beside a process that wants the same processor: there a thread's
      state says `R` for twice the time that the thread runs.
      """,
    examples: ProfilingExamples.sampleCPU)

  /// Seconds by which a function's CPU time may be off.
  static let tolerance = 0.07

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let (sampled, failures) = try SampledEvidence.read(criterion, in: evidence)
    guard let sampled else { return Verdict(.unmet, findings: failures) }
    var findings: [Finding] = []
    for role in ["hot", "warm", "far_burner"] {
      let own = try sampled.own(role).cpu
      let said = try sampled.said(role)?.cpu
      if let said, abs(said - own) <= Self.tolerance { continue }
      findings.append(
        SampledEvidence.finding(role, "CPU", expected: own, tolerance: Self.tolerance, seen: said))
    }
    for role in ["sleeper", "far_sleeper"] {
      let own = try sampled.own(role).cpu
      guard let said = try sampled.said(role)?.cpu, !(said <= own + Self.tolerance) else { continue }
      findings.append(
        SampledEvidence.finding(role, "CPU", expected: own, tolerance: Self.tolerance, seen: said))
    }
    return .judged(by: findings)
  }
}
