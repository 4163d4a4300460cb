import AssayModel
import AssayReports
import AssayTestSupport

extension Sample {
  static let lab = LabManifest(
    id: "06-retry-backoff-breaker", module: 6, row: 3, month: 5, kinds: [.call, .client], minutes: 150,
    title: title,
    rowText: LocalizedText(
      en: "Exception resilience: retry/backoff, circuit breaker; simulate recovery of a failed service",
      ko: "예외 복원력: retry/backoff, circuit breaker. 서비스 장애 복구 시뮬레이션"),
    environment: EnvironmentSpec(), services: [.fixtureHTTP], limits: .standard,
    files: FileSpec(given: ["labtypes.py", "labhttp.py"], submit: [.init(path: "resilience.py")]),
    exercise: "exercise.py", api: [], noise: nil, scenarios: [], checks: checks, gates: Gates(), wrong: [])

  static let shortLab = LabManifest(
    id: "03-asyncio-concurrent-fetcher", module: 3, row: 1, month: 2, kinds: [.client], minutes: 180,
    title: LocalizedText(en: "A concurrent fetcher on asyncio", ko: "asyncio 동시 fetcher 설계"),
    rowText: LocalizedText(en: "asyncio", ko: "asyncio"), environment: EnvironmentSpec(), services: [],
    limits: .standard, files: FileSpec(submit: [.init(path: "fetcher.py", isOptional: true)]),
    exercise: nil, api: [], noise: nil, scenarios: [],
    checks: [.make("order", points: 60), .make("bounds", points: 40, visibility: .hidden)], gates: Gates(),
    wrong: [])

  static let obstacles = [
    "06-retry-backoff-breaker": [
      LabObstacle(
        kind: .environment, name: "web",
        text: LocalizedText(en: "environment 'web' is not built", ko: "'web' 환경이 만들어지지 않음"),
        remedy: "assay env build web"),
      LabObstacle(
        kind: .service, name: "redis",
        text: LocalizedText(en: "redis-server is not installed", ko: "redis-server 미설치"),
        remedy: "sudo apt-get install -y redis-server"),
    ]
  ]

  static let environments = [
    EnvironmentState(
      profile: "typing", python: "3.11.2", digest: .make("4"),
      built: .init(
        bytes: 67_000_000, lastUsed: "2026-11-23T01:40:12Z",
        packages: ["mypy 2.4.1", "mypy-extensions 1.2.0", "pathspec 1.1.1", "typing-extensions 4.16.0"]),
      isCurrent: true, labs: ["04-mypy-strict"]),
    EnvironmentState(
      profile: "web", python: "3.11.2", digest: .make("5"), built: nil, isCurrent: true,
      labs: ["04-fastapi-di", "08-api-10k"]),
    EnvironmentState(profile: "dist", python: "3.13", digest: nil, built: nil, isCurrent: true, labs: []),
    EnvironmentState(
      profile: "web", python: "3.11.2", digest: .make("6"),
      built: .init(bytes: 1024, lastUsed: "2026-01-02T03:04:05Z", packages: ["h11 0.16.0"]),
      isCurrent: false, labs: []),
  ]

  static let plan = Plan(
    lab: "06-retry-backoff-breaker", seed: Seed(18_446_744_073_709_551_615),
    runs: [
      PlannedRun(
        scenario: "matrix", driver: .virtualAsyncio, target: .operation("one"),
        inputs: (0..<20).map {
          .record(["method": "POST", "steps": [["status": .int(500 + $0)]], "it's": nil])
        },
        answerKey: ["outcome": "the secret answer"], skippedWhenFailed: ["waits"]),
      PlannedRun(
        scenario: "real", repetition: 1, subject: .reference, driver: .client,
        target: .function(module: "resilience", name: "request"),
        inputs: [.record(["urls": .list((0..<100).map { .string("http://${fixture:1}/\($0)") })])],
        fixture: FixtureScript(
          hosts: 2,
          routes: (0..<150).map { .init(path: "/\($0)", label: "herd", steps: [.init()]) } + [
            .init(path: "/slow", label: "slow", steps: [.init(delayMilliseconds: 3000), .init()])
          ])),
    ])

  static let explanation = GraderExplanation(
    name: "retry.matrix",
    summary: LocalizedText(
      en: "Judges who is retried, by method, idempotency key and first outcome.",
      ko: "메서드, 멱등 키, 첫 결과에 따라 재시도 여부를 판정합니다."),
    discussion: """
      A request that is not idempotent may only be repeated when nothing was sent. The grader compares the
      number of arrivals with what follows from the method.

      One wrong row costs its share of the points.
      """,
    options: [
      .init(name: "rows", kind: "integer", isRequired: true, summary: "How many rows of the table are run."),
      .init(name: "methods", kind: "list", isRequired: false, summary: "Methods to try; all by default."),
    ],
    examples: [
      .init(title: "POST is sent once after ReadError.", outcome: .met),
      .init(title: "One row of four is wrong.", outcome: .partial(fraction: 0.75)),
      .init(title: "Everything is retried.", outcome: .unmet),
    ])

  static let workload = GraderExplanation(
    name: "fetch.urls", summary: LocalizedText(en: "Makes routes with random paths.", ko: "무작위 경로를 만듭니다."))
}

extension Verification {
  private static func attacks(isBroken: Bool) -> Attacks {
    var results = ["forge/exit_zero", "leak/environment", "leak/lock_on_a_shared_file", "escape/mounts"].map {
      AttackResult(id: $0, outcome: .contained, points: 5)
    }
    results[2].outcome = .documented
    if isBroken {
      results[0] = AttackResult(id: "forge/exit_zero", outcome: .forged, points: 55)
      results[1] = AttackResult(id: "leak/environment", outcome: .withheld, points: nil)
      results[3].outcome = .escaped
    }
    return Attacks(base: 5, results: results)
  }

  /// Twenty checks; wrong submissions that lose what they declare, and where `isBroken` some that do not.
  static func sample(isBroken: Bool) -> Verification {
    let ids = (1...20).map { "check-\($0)" }
    let checks = ids.map {
      Check(id: $0, title: LocalizedText(en: "Title of \($0)", ko: "\($0)의 제목"), points: 5)
    }
    var wrong = (1...18).map { number in
      WrongResult(
        declared: WrongSubmission(id: "mistake_\(number)", lose: ["check-\(number)"], also: ["check-19"]),
        score: Score(
          points: number.isMultiple(of: 4) ? 90 : 95,
          lost: number.isMultiple(of: 4) ? ["check-\(number)", "check-19"] : ["check-\(number)"]))
    }
    wrong.append(
      WrongResult(
        declared: WrongSubmission(id: "cheat_that_never_waits_at_all", lose: ids, isCheat: true),
        score: Score(points: 0, lost: ids), maximum: 40))
    var reference = (0..<20).map { _ in Score(points: 100) }
    var starter = Score(points: 5, lost: Array(ids.dropFirst()))
    if isBroken {
      wrong[0].score.lost = ["check-7"]
      wrong[2].score = Score(points: nil, lost: ["check-3"], undecided: ["check-4"])
      wrong[18].score = Score(points: 45, lost: Array(ids.prefix(11)))
      wrong = wrong.filter { !["mistake_19", "mistake_17"].contains($0.declared.id) }
      reference[4] = Score(points: 95, lost: ["check-2"])
      reference[9] = Score(points: nil, undecided: ["check-5"])
      starter = Score(points: 15, lost: Array(ids.dropFirst(3)))
    }
    return Verification(
      lab: "06-retry-backoff-breaker", title: Sample.title, checks: checks, reference: reference,
      referenceMinimum: 100, starter: starter, starterMaximum: 10, wrong: wrong,
      problems: isBroken
        ? [LocalizedText(en: "The starter lacks `backoff`.", ko: "시작 코드에 `backoff`가 없습니다.")] : [],
      wallSeconds: 41.37, attacks: attacks(isBroken: isBroken))
  }
}
