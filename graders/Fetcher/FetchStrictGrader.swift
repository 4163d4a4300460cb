import AssayModel
import GraderKit

/// Demands that strict mode ends as a `TaskGroup` does at the first failure.
struct FetchStrictGrader: Grader {
  static let description = GraderDescription(
    name: "fetch.strict",
    summary: LocalizedText(
      en: "Demands that the first failure ends all requests and is raised alone in an ExceptionGroup.",
      ko: "첫 실패에서 모든 요청이 끝나고, 그 실패만 ExceptionGroup으로 발생해야 합니다."),
    discussion: """
      The workload has exactly one URL that fails, early, while the other requests of the first round are running. \
      The server must see those aborted, and no more than `spare` requests beyond the limit. Half of the points are \
      earned where all is right but that the connections of the cancelled requests stay open.
      """,
    options: [
      OptionSpec("spare", .integer, summary: "Requests beyond `limit` that may have been started; default 0.")
    ],
    examples: strictExamples)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    switch try FetchRun.read(evidence, for: criterion) {
    case .failed(let finding): return .unmet(finding)
    case .run(let run):
      guard let failing = run.expected.firstIndex(where: { $0.error != nil }) else {
        throw GraderError("Check '\(criterion.id)' needs a workload with one URL that fails.")
      }
      let spare = criterion.options["spare"]?.integer ?? 0
      let ending = raisedFindings(run, failing) + (try startedFindings(run, spare: spare)) + taskFindings(run)
      let left = try connectionFindings(run)
      if ending.isEmpty && !left.isEmpty { return Verdict(.partial(fraction: 0.5), findings: left) }
      return .judged(by: ending + left)
    }
  }

  private func raisedFindings(_ run: FetchRun, _ failing: Int) -> [Finding] {
    let expected = LocalizedText(
      en: "an ExceptionGroup with one FetchError, that of index \(failing)",
      ko: "index \(failing)의 FetchError 하나만 담은 ExceptionGroup")
    guard let raised = run.evidence["raised"]?.exception else {
      return [
        run.finding(
          expected: expected,
          seen: LocalizedText(en: "it returned as if nothing had failed", ko: "실패가 없는 것처럼 반환했습니다"))
      ]
    }
    let members = raised.members.map(\.type)
    guard raised.type == "ExceptionGroup", members == ["FetchError"] else {
      let content = members.isEmpty ? "" : " [\(members.prefix(5).joined(separator: ", "))]"
      return [
        run.finding(
          expected: expected, seen: LocalizedText(verbatim: raised.type + content), exception: raised)
      ]
    }
    let result = run.evidence["failures"]?[0]
    guard result?[0]?.integer == failing, result?[4]?.text == run.expected[failing].error else {
      return [
        run.finding(
          expected: expected,
          seen: LocalizedText(
            en: "its `result` is \(result?.display(limit: 80) ?? "None")",
            ko: "예외의 `result`: \(result?.display(limit: 80) ?? "None")"))
      ]
    }
    return []
  }

  private func startedFindings(_ run: FetchRun, spare: Int) throws -> [Finding] {
    let started = run.excess(
      of: LocalizedText(en: "requests started before the failure ended the call", ko: "실패로 끝나기 전에 시작한 요청"),
      seen: run.trace.total, allowed: try run.limit() + spare)
    return [started].compactMap { $0 }
  }

  /// What became of the requests that were running, as the server saw it.
  private func connectionFindings(_ run: FetchRun) throws -> [Finding] {
    let limit = try run.limit()
    var findings: [Finding] = []
    if run.trace.inFlight > 0 {
      findings.append(
        run.finding(
          expected: LocalizedText(en: "no request is left at the server", ko: "서버에 남은 요청 없음"),
          seen: LocalizedText(
            en: "\(run.trace.inFlight) requests go on after the exception",
            ko: "예외 뒤에도 요청 \(run.trace.inFlight)개가 계속됩니다")))
    }
    // One of the first round failed and one may still have been on its way.
    if run.trace.aborts < limit - 2 {
      findings.append(
        run.finding(
          expected: LocalizedText(
            en:
              "the running requests are cancelled: the server sees at least \(limit - 2) connections closed early",
            ko: "진행 중인 요청 취소: 서버가 보기에 응답 전에 닫힌 연결 \(limit - 2)개 이상"),
          seen: LocalizedText(
            en: "the server saw \(run.trace.aborts)", ko: "서버가 본 수 \(run.trace.aborts)")))
    }
    return findings
  }

  private func taskFindings(_ run: FetchRun) -> [Finding] {
    guard let left = run.evidence["tasks_left"]?.integer, left > 0 else { return [] }
    return [
      run.finding(
        expected: LocalizedText(en: "it raises after every task has ended", ko: "모든 태스크가 끝난 뒤에 예외 발생"),
        seen: LocalizedText(
          en: "\(left) tasks were still running when it raised", ko: "예외가 발생할 때 태스크 \(left)개가 실행 중이었습니다"))
    ]
  }
}
