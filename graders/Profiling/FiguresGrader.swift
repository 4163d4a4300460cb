import AssayModel
import GraderKit

/// Judges the seconds that `measure` gave against readings of the same clocks inside and around the call.
struct FiguresGrader: Grader {
  static let description = GraderDescription(
    name: "profiling.figures",
    summary: LocalizedText(
      en: "Wall, CPU and blocked seconds are right, and wall = cpu + runnable + blocked.",
      ko: "벽시계·CPU·대기 시간이 맞고, wall = cpu + runnable + blocked가 성립합니다."),
    discussion: """
      The bounds of every figure are the exercise's own readings of that very call, so a busy machine
      moves the bounds with the figures. Only jobs that run in one thread are judged: of a thread that has
      ended nobody can read how long it waited.
      """,
    options: [OptionSpec("cases", .list, summary: "Cases (from 0) that are judged; all.")],
    examples: ProfilingExamples.figures)

  /// Seconds that `measure` itself may add to a job, the run queue left out.
  static let overheadLimit = 0.1

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    guard let run = evidence.runs(of: criterion.scenarios.first ?? "").first else {
      throw GraderError("profiling.figures needs one scenario.")
    }
    let chosen = criterion.options["cases"]?.elements?.compactMap(\.integer)
    var (jobs, findings) = try MeasuredJob.all(in: run)
    for job in jobs where chosen?.contains(job.index) ?? true {
      guard let inside = job.inside else {
        findings.append(job.neverRan)
        continue
      }
      findings += Self.check("wall_s", of: job, within: job.wallBounds(inside))
      findings += Self.check("cpu_s", of: job, within: job.cpuBounds(inside))
      findings += Self.check("blocked_s", of: job, within: job.blockedBounds(inside))
      findings += Self.sum(of: job) + Self.overhead(of: job, inside)
    }
    return .judged(by: findings)
  }

  /// A finding when the figure called `name` is missing or out of `bounds`.
  static func check(
    _ name: String, of job: MeasuredJob, within bounds: ClosedRange<Double>
  ) -> [Finding] {
    let value = job.number(name)
    if let value, bounds.contains(value) { return [] }
    let low = max(0, bounds.lowerBound).display
    let high = bounds.upperBound.display
    return [
      job.finding(
        expected: LocalizedText(
          en: "`\(name)` is between \(low) and \(high)",
          ko: "\(KoreanParticle.topic.after("`\(name)`")) \(low)에서 \(high) 사이입니다"),
        seen: value.map { LocalizedText(verbatim: "\(name) = \($0.display)") }
          ?? LocalizedText(
            en: "`\(name)` is no number", ko: "\(KoreanParticle.subject.after("`\(name)`")) 수가 아닙니다"))
    ]
  }

  private static func sum(of job: MeasuredJob) -> [Finding] {
    guard let wall = job.number("wall_s"), let cpu = job.number("cpu_s"),
      let runnable = job.number("runnable_s"), let blocked = job.number("blocked_s")
    else {
      return [
        job.finding(
          expected: LocalizedText(en: "all four figures are numbers", ko: "네 값이 모두 수입니다"),
          seen: LocalizedText(en: "some are not", ko: "수가 아닌 값이 있습니다"))
      ]
    }
    let difference = wall - cpu - runnable - blocked
    guard abs(difference) > 0.02 + 0.05 * wall else { return [] }
    return [
      job.finding(
        expected: LocalizedText(verbatim: "wall_s = cpu_s + runnable_s + blocked_s"),
        seen: LocalizedText(
          verbatim: "\(wall.display) ≠ \(cpu.display) + "
            + "\(runnable.display) + \(blocked.display)"))
    ]
  }

  private static func overhead(of job: MeasuredJob, _ inside: MeasuredJob.Reading) -> [Finding] {
    let overhead = job.overhead(inside)
    guard overhead > overheadLimit else { return [] }
    return [
      job.finding(
        expected: LocalizedText(
          en: "measure() itself adds at most \(overheadLimit) s",
          ko: "measure() 자체는 \(overheadLimit)초까지만 더합니다"),
        seen: LocalizedText(
          en: "it added \(overhead.display) s", ko: "\(overhead.display)초를 더했습니다"))
    ]
  }
}
