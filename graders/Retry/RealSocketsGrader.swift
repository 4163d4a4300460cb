import AssayModel
import GraderKit

/// Judges a client over real sockets by the server's trace alone.
struct RealSocketsGrader: Grader {
  static let description = GraderDescription(
    name: "retry.real",
    summary: LocalizedText(
      en: "Checks by the server's trace: Retry-After obeyed, POST not repeated, one key, all come back once.",
      ko: "서버 기록으로 확인합니다: Retry-After 준수, POST 재전송 없음, 같은 멱등 키, 모두 한 번씩 재시도."),
    discussion: """
      Judges scenarios of the workload retry.sockets. What the calls returned does not count. Of times only the \
      least is judged: a busy machine lengthens a wait and never shortens it. How waits spread is judged in \
      virtual time (retry.jitter, retry.herd), because a busy machine spreads fixed waits too.
      """,
    examples: realSocketsExamples)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    var findings: [Finding] = []
    for run in criterion.scenarios.flatMap(evidence.runs(of:)) {
      for (index, call) in run.calls.enumerated() where call.returned == nil {
        findings.append(unexpected(call.outcome, caseIndex: index))
      }
      guard let trace = run.trace else {
        // Nothing was seen of a process that ended, or lied, before the server was asked.
        if run.calls.contains(where: { $0.returned == nil }) { continue }
        throw GraderError("Check '\(criterion.id)' needs a scenario with a fixture.")
      }
      let log = ServerLog(requests: trace.requests, key: run.plan.answerKey)
      findings += [log.retryAfter(), log.post(), log.keyed(), log.crowd()].compactMap { $0 }
    }
    return .judged(by: findings)
  }
}

private struct ServerLog {
  var requests: [FixtureTrace.Request]
  var key: Value

  private func requests(labelled label: String) -> [FixtureTrace.Request] {
    requests.filter { $0.label == label }
  }

  func retryAfter() -> Finding? {
    let arrivals = requests(labelled: "retry-after").map(\.arrived)
    let expected = LocalizedText(
      en: "after a 429 with `Retry-After: 1` the second request comes 1 s later or more",
      ko: "`Retry-After: 1`이 붙은 429 뒤의 두 번째 요청은 1초 이상 지나서 옵니다")
    guard arrivals.count > 1 else {
      return Finding(expected: expected, seen: seenRequests(arrivals.count), caseIndex: 0)
    }
    // The server's and the client's clock may be rounded differently; a hundredth is no disobedience.
    guard arrivals[1] - arrivals[0] < 0.99 else { return nil }
    // Words, because the digits would differ from run to run.
    let isQuick = arrivals[1] - arrivals[0] < 0.5
    return Finding(
      expected: expected,
      seen: isQuick
        ? LocalizedText(en: "it came in less than half a second", ko: "0.5초도 지나지 않아 왔습니다")
        : LocalizedText(en: "it came earlier", ko: "그보다 일찍 왔습니다"), caseIndex: 0)
  }

  func post() -> Finding? {
    let count = requests(labelled: "post").count
    guard count != 1 else { return nil }
    return Finding(
      expected: LocalizedText(
        en: "a POST without a key that is answered 503 arrives once",
        ko: "멱등 키가 없고 503 응답을 받은 POST는 한 번만 도착합니다"),
      seen: seenRequests(count), caseIndex: 0)
  }

  func keyed() -> Finding? {
    let arrived = requests(labelled: "keyed")
    let keys = arrived.map { request in request.headers.first { $0.name == "idempotency-key" }?.value }
    guard arrived.count != 2 || keys.contains(where: { $0 != key["key"]?.text }) else { return nil }
    let expected = LocalizedText(
      en: "a POST with a key whose connection was reset arrives twice, with the same key",
      ko: "멱등 키가 있고 연결이 끊긴 POST는 같은 키로 두 번 도착합니다")
    let changed = LocalizedText(en: "the key was not the caller's", ko: "호출자의 키와 달랐습니다")
    return Finding(
      expected: expected, seen: arrived.count == 2 ? changed : seenRequests(arrived.count), caseIndex: 0)
  }

  func crowd() -> Finding? {
    let wanted = key["herd"]?.integer ?? 0
    let clients = Dictionary(grouping: requests(labelled: "herd"), by: \.path).values
    let right = clients.count { $0.count == 2 }
    guard right != wanted else { return nil }
    return Finding(
      expected: LocalizedText(
        en: "each of \(wanted) clients that get a 503 tries a second time, and stops at the 200",
        ko: "503을 받은 클라이언트 \(wanted)개가 각각 두 번째 시도를 하고 200에서 멈춥니다"),
      seen: LocalizedText(en: "\(right) did", ko: "\(right)개가 그렇게 했습니다"), caseIndex: 0)
  }

  private func seenRequests(_ count: Int) -> LocalizedText {
    LocalizedText(en: count == 1 ? "1 request came" : "\(count) requests came", ko: "요청이 \(count)번 왔습니다")
  }
}
