import AssayModel
import GraderKit

/// Judges whether `measure` told computing from waiting.
struct KindsGrader: Grader {
  static let description = GraderDescription(
    name: "profiling.kinds",
    summary: LocalizedText(
      en: "Each job's kind is the one that the clocks give, and its result is handed on.",
      ko: "작업마다 종류가 시계가 말하는 것과 같고, 결과가 그대로 전달됩니다."),
    discussion: """
      The kind that the lab names is right. Where the exercise's own readings of the same call allow
      another one (a machine that stalls a job is no fault of the learner), that is accepted as well. A job
      whose kind is `any` cannot be told from inside, such as one that works in a child process: judge its
      CPU seconds instead, by naming it under `cpu`.
      """,
    options: [
      OptionSpec("kinds", .list, isRequired: true, summary: "Of each case: cpu, io, mixed or any."),
      OptionSpec("cpu", .list, summary: "Cases (from 0) whose cpu_s is judged too; none."),
      OptionSpec("wall", .list, summary: "Cases (from 0) whose wall_s is judged too; none."),
    ],
    examples: ProfilingExamples.kinds)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    guard let run = evidence.runs(of: criterion.scenarios.first ?? "").first,
      let kinds = criterion.options["kinds"]?.elements?.compactMap(\.text)
    else { throw GraderError("profiling.kinds needs one scenario and the option `kinds`.") }
    guard kinds.count == run.calls.count else {
      throw GraderError("profiling.kinds: \(kinds.count) kinds for \(run.calls.count) cases; give one each.")
    }
    let cpu = Self.indices(criterion.options["cpu"])
    let wall = Self.indices(criterion.options["wall"])
    var (jobs, findings) = try MeasuredJob.all(in: run)
    for job in jobs {
      guard let inside = job.inside else {
        findings.append(job.neverRan)
        continue
      }
      findings += Self.kind(of: job, named: kinds[job.index], inside)
      if cpu.contains(job.index) {
        findings += FiguresGrader.check("cpu_s", of: job, within: job.cpuBounds(inside))
      }
      if wall.contains(job.index) {
        findings += FiguresGrader.check("wall_s", of: job, within: job.wallBounds(inside))
      }
      findings += Self.result(of: job)
    }
    return .judged(by: findings)
  }

  private static func kind(
    of job: MeasuredJob, named kind: String, _ inside: MeasuredJob.Reading
  ) -> [Finding] {
    guard kind != "any" else { return [] }
    let possible = job.overhead(inside) <= FiguresGrader.overheadLimit ? job.possibleKinds(inside) : []
    let said = job.said["kind"]?.text
    guard said != kind, !possible.contains(where: { $0.rawValue == said }) else { return [] }
    let shown = said.map { "`\($0)`" } ?? "nothing"
    let shownKorean = said.map { "`\($0)`" } ?? "없음"
    let own =
      "cpu \(inside.cpu.display) s, runnable \(inside.runnable.display) s, wall \(inside.wall.display) s"
    return [
      job.finding(
        expected: LocalizedText(en: "its kind is `\(kind)`", ko: "종류는 `\(kind)`입니다"),
        seen: LocalizedText(
          en: "it was called \(shown) (the job itself read \(own))",
          ko: "\(KoreanParticle.by.after(shownKorean)) 판정했습니다(작업이 직접 잰 값: \(own))"))
    ]
  }

  private static func result(of job: MeasuredJob) -> [Finding] {
    guard let token = job.token, job.said["result"] != token else { return [] }
    return [
      job.finding(
        expected: LocalizedText(
          en: "`result` is the value that it returned", ko: "`result`는 그 작업이 돌려준 값입니다"),
        seen: LocalizedText(en: "`result` is something else", ko: "`result`가 다른 값입니다"))
    ]
  }

  private static func indices(_ option: Value?) -> Set<Int> {
    Set((option?.elements ?? []).compactMap(\.integer))
  }
}
