import AssayModel
import GraderKit

/// Judges whether a hot function in a thread is seen, with the CPU time that it really took.
struct HotThreadsGrader: Grader {
  static let description = GraderDescription(
    name: "profiling.hot-threads",
    summary: LocalizedText(
      en: "A function that runs in a thread is in the CPU profile with the seconds it computed.",
      ko: "스레드에서 도는 함수가 CPU 프로파일에 실제 계산 시간으로 나타납니다."),
    discussion: """
      The function waits before it computes, and notes its own thread's CPU clock: a profile by the wrong
      clock is off by the wait on any machine, a profile by the right one is exact under any load.
      """,
    examples: ProfilingExamples.hotThreads)

  /// What a profiler may add to a planted function, in seconds.
  static let slack = 0.025

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let (planted, findings) = try PlantedEvidence.read(0, of: criterion, in: evidence)
    guard let planted else { return Verdict(.unmet, findings: findings) }
    let function = try planted.function("threaded")
    return .judged(by: try Self.cpu(of: function, in: planted))
  }

  /// Findings when the thread's function is missing or its CPU seconds are wrong.
  static func cpu(of function: PlantedEvidence.Planted, in planted: PlantedEvidence) throws -> [Finding] {
    guard let row = planted.row(of: function) else {
      return [
        planted.missing(
          LocalizedText(en: "the function that ran in a thread", ko: "스레드에서 돈 함수"))
      ]
    }
    let own = try planted.own(function).cpu
    let seconds = row.cumulativeSeconds
    if let seconds, (own - 0.005...own + slack).contains(seconds) { return [] }
    return [
      planted.finding(
        expected: LocalizedText(
          en: "the function in the thread has about \(own.display) s",
          ko: "스레드 안 함수의 누적 시간은 약 \(own.display)초입니다"),
        seen: LocalizedText(verbatim: "cum_s = \(seconds.map(\.display) ?? "–")"))
    ]
  }
}
