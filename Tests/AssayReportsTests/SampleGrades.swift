import AssayModel
import AssayTestSupport

/// Grades as the retry lab gives them.
enum Sample {
  static let title = LocalizedText(
    en: "Retry, backoff and circuit breaker: recovering from a failing service",
    ko: "재시도·백오프·서킷 브레이커: 장애가 난 서비스에서 복구하기")

  static let checks: [Criterion] = [
    .make("waits", points: 4, rules: [6], en: "waits between tries", ko: "재시도 사이에 실제로 기다린다"),
    .make("parse", points: 6, rules: [10], en: "both forms of Retry-After", ko: "Retry-After 두 형식 해석"),
    .make(
      "attempts", points: 6, requires: ["waits"], rules: [3], en: "max attempts, last outcome",
      ko: "최대 시도 횟수와 마지막 결과"),
    .make(
      "matrix", points: 20, visibility: .partly(cases: 6), requires: ["waits"], rules: [4, 5],
      en: "who is retried", ko: "멱등·상태·오류별 재시도 여부",
      hint: LocalizedText(
        en: "Ask of each error whether the service may have done the work already.",
        ko: "오류마다 서비스가 이미 작업을 처리했을 수 있는지 따져 보십시오.")),
    .make(
      "jitter", points: 12, visibility: .hidden, requires: ["waits"], rules: [7],
      en: "full jitter, by distribution", ko: "완전 지터 분포"),
    .make(
      "deadline", points: 12, visibility: .hidden, requires: ["waits"], rules: [9],
      en: "one deadline, waits included", ko: "전체 기한(대기 포함)"),
    .make(
      "cancel", points: 12, visibility: .hidden, requires: ["waits"], rules: [14],
      en: "a cancellation is neither retried nor counted as a failure", ko: "취소는 재시도하지도 실패로 세지도 않는다"),
    .make(
      "states", points: 12, visibility: .hidden, rules: [16], en: "breaker states",
      ko: "closed/open/half-open 전이"),
    .make(
      "one-probe", points: 8, visibility: .hidden, requires: ["states"], rules: [18],
      en: "one probe in half-open", ko: "half-open 탐침은 하나"),
    .make("herd", points: 8, visibility: .hidden, rules: [8], en: "no thundering herd", ko: "몰림 방지"),
  ]

  static func check(_ id: String) -> Criterion { checks.first { $0.id == id } ?? .make(id) }

  static let frames = [
    ExceptionRecord.Frame(
      file: "resilience.py", line: 152, function: "request",
      source: "return await self._attempts(method, url, headers, body)"),
    ExceptionRecord.Frame(
      file: "resilience.py", line: 171, function: "_attempts", source: "raise last_error"),
  ]

  static let matrixFindings = [
    Finding(
      expected: LocalizedText(
        en: "POST without an idempotency key is not tried again after ReadError",
        ko: "멱등 키가 없는 POST는 ReadError 뒤에 다시 시도하지 않습니다"),
      seen: LocalizedText(en: "the service got 3 requests", ko: "서비스에 요청이 3번 도착했습니다"),
      input: #"{"method": "POST", "steps": [{"raise": "read"}, {"status": 200}]}"#, caseIndex: 2,
      exception: ExceptionRecord(type: "ReadError", message: "connection lost after 17 bytes", frames: frames)
    ),
    Finding(
      expected: LocalizedText(
        en: "PATCH is not tried again after a time-out", ko: "PATCH는 시간 초과 뒤에 다시 시도하지 않습니다"),
      seen: LocalizedText(en: "the service got 4 requests", ko: "서비스에 요청이 4번 도착했습니다"), caseIndex: 9),
    Finding(
      expected: LocalizedText(en: "GET is tried again after 503", ko: "GET은 503 뒤에 다시 시도합니다"),
      seen: LocalizedText(en: "the service got 1 request", ko: "서비스에 요청이 1번 도착했습니다"), caseIndex: 11),
  ]

  /// Two checks failed, one partly met, one blocked.
  static let flawed = Grade.make(
    lab: "06-retry-backoff-breaker", title: title, submission: "alice",
    results: [
      .make(check("waits")), .make(check("parse")), .make(check("attempts")),
      .make(check("matrix"), .partial(fraction: 0.85), findings: matrixFindings),
      .make(
        check("jitter"), .unmet,
        findings: [
          Finding(
            expected: LocalizedText(
              en: "delays spread evenly over 0 … min(cap, base × 2^k)",
              ko: "지연이 0 … min(cap, base × 2^k)에 고르게 퍼집니다"),
            seen: LocalizedText(
              en: "for k = 3 every one of 2,000 delays lies above half of it (distance 0.50, allowed 0.045)",
              ko: "k = 3에서 지연 2,000개가 모두 절반보다 큽니다(거리 0.50, 허용 0.045)"),
            hint: LocalizedText(
              en:
                "Half fixed, half random is \"equal jitter\"; clients that failed together still return together.",
              ko: "절반은 고정, 절반은 무작위인 방식은 \"equal jitter\"입니다. 함께 실패한 클라이언트가 여전히 함께 돌아옵니다."))
        ]),
      .make(check("deadline")), .make(check("cancel")),
      .make(
        check("states"), .unmet,
        findings: [
          Finding(
            expected: LocalizedText(verbatim: "closed × 3, open, open, half-open, closed"),
            seen: LocalizedText(verbatim: "closed × 3, open, open, open, open"))
        ]),
      .make(check("one-probe"), .blocked(by: ["states"])), .make(check("herd")),
    ],
    output: [
      Grade.PrintedOutput(
        scenario: "matrix", output: CapturedText("trying POST\ntrying again\n"), errorOutput: CapturedText())
    ])

  /// Everything met.
  static let perfect = Grade.make(
    lab: "06-retry-backoff-breaker", title: title, submission: "reference", results: checks.map { .make($0) })

  /// A syntax error: nothing could be run.
  static let unloadable: Grade = {
    let error = ExceptionRecord(
      type: "SyntaxError", message: "'(' was never closed",
      frames: [
        ExceptionRecord.Frame(
          file: "resilience.py", line: 14, function: "", source: "def backoff(attempt, policy, rng:")
      ],
      attributes: .record(["offset": 12, "text": "def backoff(attempt, policy, rng:\n"]))
    let finding = Finding(
      expected: LocalizedText(en: "the code can be imported", ko: "코드를 임포트할 수 있습니다"),
      seen: LocalizedText(en: "it raised SyntaxError", ko: "SyntaxError가 발생했습니다"), exception: error)
    return .make(
      lab: "06-retry-backoff-breaker", title: title, submission: "bob",
      results: checks.map {
        $0.requires.isEmpty ? .make($0, .unmet, findings: [finding]) : .make($0, .blocked(by: $0.requires))
      }, loadFailure: .raised(error),
      usage: Grade.Usage(wallSeconds: 0.081, cpuSeconds: 0.032, peakMemoryBytes: 9_400_000, runs: 1))
  }()

  /// Parts of the interface are missing.
  static let incomplete: Grade = .make(
    lab: "06-retry-backoff-breaker", title: title, submission: "carol",
    results: checks.map { .make($0, .unmet) },
    loadFailure: .interface([
      LocalizedText(en: "`resilience.backoff` is missing.", ko: "`resilience.backoff`가 없습니다."),
      LocalizedText(
        en: "`resilience.CircuitBreaker` takes no parameter `probes`.",
        ko: "`resilience.CircuitBreaker`에 `probes` 매개변수가 없습니다."),
    ]))

  /// Our fault: the sandbox failed in the middle.
  static let withheld: Grade = {
    var fault = Fault(
      .sandbox,
      LocalizedText(en: "The launcher ended without a report", ko: "실행기가 보고 없이 종료되었습니다"),
      detail: "cgroup memory/assay-12 vanished", isTransient: true)
    fault.attempts = 3
    return .make(
      lab: "06-retry-backoff-breaker", title: title, submission: "dave",
      results: [
        .make(check("waits")), .make(check("parse"), .ungraded(fault)),
        .make(
          check("matrix"), .ungraded(Fault(.grader, detail: "retry.matrix: the case has no field `kind`"))),
        .make(check("herd"), .inconclusive), .make(check("cancel"), .ungraded(fault)),
      ],
      isolation: .make(
        tier: .rootless, controlGroups: .none,
        notEnforced: [
          .init(
            id: "memory-limit",
            text: LocalizedText(
              en: "memory is limited per process, not for the run as a whole",
              ko: "메모리는 실행 전체가 아니라 프로세스별로 제한됩니다")),
          .init(
            id: "peak-memory", text: LocalizedText(en: "peak memory is sampled", ko: "최대 메모리는 표본으로 측정합니다")),
        ]))
  }()
}
