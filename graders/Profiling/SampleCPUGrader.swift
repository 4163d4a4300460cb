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
      findings.append(Self.finding(role, own: own, said: said))
    }
    for role in ["sleeper", "far_sleeper"] {
      let own = try sampled.own(role).cpu
      guard let said = try sampled.said(role)?.cpu, !(said <= own + Self.tolerance) else { continue }
      findings.append(Self.finding(role, own: own, said: said))
    }
    if try !findings.isEmpty && sampled.looksLikeProcessClock { findings[0].hint = Self.processClockHint }
    return .judged(by: findings)
  }

  private static func finding(_ role: String, own: Double, said: Double?) -> Finding {
    SampledEvidence.finding(
      SampledEvidence.text(role), LocalizedText(verbatim: "CPU"), expected: own, tolerance: tolerance,
      seen: said,
      because: LocalizedText(
        en: "it burned \(own.display) s of its thread's CPU time",
        ko: "이 함수가 쓴 자기 스레드의 CPU 시간은 \(own.display)초입니다"))
  }

  private static let processClockHint = LocalizedText(
    en: "A sleeping function got the CPU time of others: this looks like the process's clock (all threads).",
    ko: "잠자는 함수에 다른 함수의 CPU 시간이 들어갔습니다. 모든 스레드를 합친 프로세스 시계로 보입니다.")
}
