import AssayModel
import GraderKit

/// Judges whether one function of the main thread looks different by the two clocks, as waiting must.
struct TwoClocksGrader: Grader {
  static let description = GraderDescription(
    name: "profiling.two-clocks",
    summary: LocalizedText(
      en: "Waiting in the main thread shows in the wall profile and not in the CPU profile.",
      ko: "메인 스레드에서 기다린 시간은 벽시계 프로파일에만 나타납니다."),
    discussion: "Threads are the business of profiling.hot-threads: one mistake costs one check.",
    examples: ProfilingExamples.twoClocks)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let (byCPU, failures) = try PlantedEvidence.read(0, of: criterion, in: evidence)
    let (byWall, moreFailures) = try PlantedEvidence.read(1, of: criterion, in: evidence)
    guard let byCPU, let byWall else { return Verdict(.unmet, findings: failures + moreFailures) }
    var findings: [Finding] = []
    let sleeper = LocalizedText(en: "the function that sleeps", ko: "잠자는 함수")
    findings += try Self.takesItsTimeByWall(sleeper, in: byWall)
    findings += try Self.restsByCPU(sleeper, in: byCPU)
    return .judged(by: findings)
  }

  private static func takesItsTimeByWall(
    _ text: LocalizedText, in planted: PlantedEvidence
  ) throws -> [Finding] {
    let function = try planted.function("sleeper")
    guard let row = planted.row(of: function) else { return [planted.missing(text)] }
    let own = try planted.own(function).wall
    let seconds = row.cumulativeSeconds ?? -1
    // By the wall clock a profiled function can only seem longer: its caller's bookkeeping counts too.
    guard seconds < own - 0.005 else { return [] }
    return [
      planted.finding(
        expected: LocalizedText(
          en: "\(text.en) has at least \(own.display) s", ko: "\(text.ko)의 누적 시간은 \(own.display)초 이상입니다"),
        seen: LocalizedText(verbatim: "cum_s = \(seconds.display)"))
    ]
  }

  /// A function that only sleeps may be missing from a CPU profile.
  private static func restsByCPU(_ text: LocalizedText, in planted: PlantedEvidence) throws -> [Finding] {
    let function = try planted.function("sleeper")
    guard let seconds = planted.row(of: function)?.cumulativeSeconds else { return [] }
    let most = try planted.own(function).cpu + HotThreadsGrader.slack
    guard seconds > most else { return [] }
    return [
      planted.finding(
        expected: LocalizedText(
          en: "\(text.en) has at most \(most.display) s", ko: "\(text.ko)의 누적 시간은 \(most.display)초 이하입니다"),
        seen: LocalizedText(verbatim: "cum_s = \(seconds.display)"))
    ]
  }
}
