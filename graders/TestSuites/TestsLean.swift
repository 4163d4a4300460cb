import AssayModel
import GraderKit

/// Judges what a run of tests costs: CPU seconds, and waiting by the clock.
struct TestsLean: Grader {
  static let description = GraderDescription(
    name: "tests.lean",
    summary: LocalizedText(
      en: "Each run costs little CPU time and no test sleeps for long.",
      ko: "실행마다 CPU 시간이 적게 들고 오래 잠드는 테스트가 없습니다."),
    discussion: """
      A sleep counts by what was asked for, not by the clock, so that a busy machine changes nothing. Needs runs \
      with `warm`.
      """,
    options: [
      OptionSpec("cpu_s", .number, isRequired: true, summary: "CPU seconds that a run may cost."),
      OptionSpec("sleep_s", .number, isRequired: true, summary: "Seconds that one sleep may ask for."),
    ],
    examples: testsLeanExamples)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    guard let cpu = criterion.options["cpu_s"]?.number, let sleep = criterion.options["sleep_s"]?.number
    else {
      throw GraderError("tests.lean needs 'cpu_s' and 'sleep_s'.")
    }
    let findings = try TestRun.read(criterion, in: evidence).compactMap { run -> Finding? in
      guard run.outcome == "passed" else { return run.goodFinding }
      let used = run.value["cpu_s"]?.number ?? .infinity
      let slept = run.value["watch"]?["slept_s"]?.number ?? .infinity
      guard used > cpu || slept > sleep else { return nil }
      return Finding(
        expected: LocalizedText(
          en: "at most \(cpu.display) s of CPU time, and no sleep over \(sleep.display) s",
          ko: "CPU 시간 \(cpu.display)초 이하, \(sleep.display)초를 넘는 sleep 없음"),
        seen: LocalizedText(
          en: "\(used.display) s of CPU time, a sleep of \(slept.display) s",
          ko: "CPU 시간 \(used.display)초, \(slept.display)초 sleep"))
    }
    return .judged(by: Array(findings.prefix(1)))
  }
}
