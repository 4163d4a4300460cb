import AssayModel
import GraderKit

/// Judges what a cancelled call leaves behind.
struct FetchCancelGrader: Grader {
  static let description = GraderDescription(
    name: "fetch.cancel",
    summary: LocalizedText(
      en: "Judges how a call ends that is cancelled in the middle, and what it leaves behind.",
      ko: "중간에 취소된 호출이 어떻게 끝나고 무엇을 남기는지 판정합니다."),
    discussion: """
      The requests take much longer than `within_s`, so that a call which waits for them is told from one that ends \
      them. Before the cancellation the server must have seen nearly `limit` requests, else nothing is shown.
      """,
    options: [
      OptionSpec(
        "judge", .choice(["prompt", "sockets", "tasks"]), isRequired: true,
        summary: "How it ends, what the server still has open, or which tasks are left."),
      OptionSpec("within_s", .number, summary: "Seconds in which it must end, for `prompt`; default 0.5."),
    ],
    examples: cancelExamples)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    switch try FetchRun.read(evidence, for: criterion) {
    case .failed(let finding): return .unmet(finding)
    case .run(let run):
      let running = try requestsFinding(run)
      switch criterion.options["judge"]?.text {
      case "prompt":
        let within = criterion.options["within_s"]?.number ?? 0.5
        return .judged(by: [endingFinding(run, within), running].compactMap { $0 })
      case "sockets": return .judged(by: [running].compactMap { $0 } + (try socketFindings(run)))
      case "tasks": return .judged(by: [running, taskFinding(run)].compactMap { $0 })
      default: throw GraderError("Check '\(criterion.id)' needs `judge:` prompt, sockets or tasks.")
      }
    }
  }

  /// What is wrong with the requests that ran: too few to show anything, or more than allowed.
  private func requestsFinding(_ run: FetchRun) throws -> Finding? {
    let limit = try run.limit()
    let fewest = limit - limit / 5
    guard !(fewest...limit).contains(run.trace.total) else { return nil }
    return run.finding(
      expected: LocalizedText(
        en: "\(fewest) to \(limit) requests, and none after the cancellation",
        ko: "요청 \(fewest)~\(limit)개, 취소 뒤에는 없음"),
      seen: LocalizedText(en: "the server saw \(run.trace.total)", ko: "서버가 본 요청 \(run.trace.total)개"))
  }

  private func endingFinding(_ run: FetchRun, _ within: Double) -> Finding? {
    let expected = LocalizedText(
      en: "CancelledError within \(within.display) s of the cancellation",
      ko: "취소 후 \(within.display)초 안에 CancelledError")
    let lag = run.evidence["lag_s"]?.number ?? .infinity
    let ending = run.evidence["ending"]?.text
    let seen: LocalizedText
    switch (run.evidence["ended_before"]?.boolean, ending) {
    case (true, _):
      seen = LocalizedText(en: "the call had ended before it was cancelled", ko: "취소하기 전에 호출이 끝났습니다")
    case (_, "cancelled") where lag <= within: return nil
    case (_, "cancelled"):
      seen = LocalizedText(en: "only after \(lag.display) s", ko: "\(lag.display)초 뒤에야 끝났습니다")
    case (_, "returned"):
      seen = LocalizedText(
        en: "it returned a value: the cancellation was swallowed", ko: "값을 반환했습니다. 취소가 삼켜졌습니다")
    case (_, "raised"):
      let type = run.evidence["raised"]?.exception?.type ?? "?"
      seen = LocalizedText(
        en: "it raised \(type) instead", ko: "대신 \(KoreanParticle.subject.after(type)) 발생했습니다")
    default:
      seen = LocalizedText(
        en: "it was still running after \(lag.display) s", ko: "\(lag.display)초 뒤에도 실행 중이었습니다")
    }
    return run.finding(expected: expected, seen: seen, exception: run.evidence["raised"]?.exception)
  }

  private func socketFindings(_ run: FetchRun) throws -> [Finding] {
    let limit = try run.limit()
    var findings: [Finding] = []
    if run.trace.open > 0 || run.trace.inFlight > 0 {
      findings.append(
        run.finding(
          expected: LocalizedText(
            en: "no connection is open, no request is running", ko: "열린 연결과 진행 중인 요청 없음"),
          seen: LocalizedText(
            en: "\(run.trace.open) connections open, \(run.trace.inFlight) requests running",
            ko: "열린 연결 \(run.trace.open)개, 진행 중인 요청 \(run.trace.inFlight)개")))
    } else if run.trace.aborts < limit - limit / 5 {
      findings.append(
        run.finding(
          expected: LocalizedText(
            en:
              "the running requests are given up: the server sees at least \(limit - limit / 5) connections closed early",
            ko: "진행 중인 요청 중단: 서버가 보기에 응답 전에 닫힌 연결 \(limit - limit / 5)개 이상"),
          seen: LocalizedText(
            en: "the server saw \(run.trace.aborts)", ko: "서버가 본 수 \(run.trace.aborts)")))
    }
    return findings
  }

  private func taskFinding(_ run: FetchRun) -> Finding? {
    let left = run.evidence["tasks_left"]?.integer
    guard left != 0 else { return nil }
    return run.finding(
      expected: LocalizedText(en: "no task is left", ko: "남은 태스크 없음"),
      seen: LocalizedText(
        en: "\(left.map(String.init) ?? "?") tasks are still running",
        ko: "태스크 \(left.map(String.init) ?? "?")개가 실행 중"))
  }
}
