import AssayModel
import GraderKit

/// Judges whether the same functions look different by the two clocks, as waiting must.
struct TwoClocksGrader: Grader {
  static let description = GraderDescription(
    name: "profiling.two-clocks",
    summary: LocalizedText(
      en: "Waiting shows in the wall profile and not in the CPU profile, in threads too.",
      ko: "기다린 시간은 벽시계 프로파일에만 나타나며, 스레드에서도 그렇습니다."),
    examples: ProfilingExamples.twoClocks)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let (byCPU, failures) = try PlantedEvidence.read(0, of: criterion, in: evidence)
    let (byWall, moreFailures) = try PlantedEvidence.read(1, of: criterion, in: evidence)
    guard let byCPU, let byWall else { return Verdict(.unmet, findings: failures + moreFailures) }
    var findings: [Finding] = []
    let sleeper = LocalizedText(en: "the function that sleeps", ko: "잠자는 함수")
    let threaded = LocalizedText(en: "the function that ran in a thread", ko: "스레드에서 돈 함수")
    findings += try Self.wall(of: "sleeper", called: sleeper, in: byWall)
    findings += try Self.wall(of: "threaded", called: threaded, in: byWall)
    findings += try Self.restsByCPU(sleeper, in: byCPU)
    findings += try HotThreadsGrader.cpu(of: byCPU.function("threaded"), in: byCPU)
    return .judged(by: findings)
  }

  private static func wall(
    of role: String, called text: LocalizedText, in planted: PlantedEvidence
  ) throws -> [Finding] {
    let function = try planted.function(role)
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
