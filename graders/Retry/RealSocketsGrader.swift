import AssayModel
import GraderKit

/// Judges a client over real sockets by the server's trace alone.
struct RealSocketsGrader: Grader {
  static let description = GraderDescription(
    name: "retry.real",
    summary: LocalizedText(
      en: "Checks by the server's trace: Retry-After obeyed, POST not repeated, one key, no herd.",
      ko: "서버 기록으로 확인합니다: Retry-After 준수, POST 재전송 없음, 같은 멱등 키, 몰림 없음."),
    discussion: """
      Judges scenarios of the workload retry.sockets. What the calls returned does not count. The crowd is \
      measured by each client's time from its first request to its second, so that a slow start does no harm.
      """,
    options: [
      OptionSpec("window", .number, isRequired: true, summary: "The crowd's window in seconds."),
      OptionSpec(
        "max_share", .number, isRequired: true, summary: "The greatest share of one window, 0 to 1."),
    ],
    examples: realSocketsExamples)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    guard let window = criterion.options["window"]?.number, let share = criterion.options["max_share"]?.number
    else { throw GraderError("Check '\(criterion.id)' needs `window` and `max_share` under `with:`.") }
    var findings: [Finding] = []
    for run in criterion.scenarios.flatMap(evidence.runs(of:)) {
      for (index, call) in run.calls.enumerated() where call.returned == nil {
        findings.append(unexpected(call.outcome, caseIndex: index))
      }
      guard let trace = run.trace else {
        throw GraderError("Check '\(criterion.id)' needs a scenario with a fixture.")
      }
      let log = ServerLog(requests: trace.requests, key: run.plan.answerKey)
      findings += [
        log.retryAfter(), log.post(), log.keyed(), log.herd(window: window, allowed: share),
      ].compactMap { $0 }
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

  func herd(window: Double, allowed: Double) -> Finding? {
    let clients = Dictionary(grouping: requests(labelled: "herd"), by: \.path).values
    let gaps = clients.compactMap { $0.count > 1 ? $0[1].arrived - $0[0].arrived : nil }
    let wanted = key["herd"]?.integer ?? 0
    let percent = (allowed * 100).display
    let expected = LocalizedText(
      en:
        "\(wanted) clients that fail together come back apart: at most \(percent) % in \((window * 1000).display) ms",
      ko: "함께 실패한 클라이언트 \(wanted)개가 흩어져서 돌아옵니다: \((window * 1000).display)ms에 최대 \(percent)%")
    guard gaps.count == wanted else {
      return Finding(
        expected: LocalizedText(
          en: "all \(wanted) clients try a second time", ko: "클라이언트 \(wanted)개가 모두 두 번째 시도를 합니다"),
        seen: LocalizedText(en: "\(gaps.count) did", ko: "\(gaps.count)개가 했습니다"), caseIndex: 0)
    }
    let share = PeakShare.of(gaps, width: window)
    guard share > allowed else { return nil }
    return Finding(expected: expected, seen: crowdText, caseIndex: 0)
  }

  private func seenRequests(_ count: Int) -> LocalizedText {
    LocalizedText(en: count == 1 ? "1 request came" : "\(count) requests came", ko: "요청이 \(count)번 왔습니다")
  }
}
