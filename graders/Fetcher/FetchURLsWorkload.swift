import AssayModel
import GraderKit

/// URLs with random paths, the routes behind them, and the result that each must give.
struct FetchURLsWorkload: Workload {
  static let description = WorkloadDescription(
    name: "fetch.urls",
    summary: LocalizedText(
      en: "Makes URLs with random paths and bodies, some of which fail in a chosen way.",
      ko: "임의의 경로와 본문을 가진 URL을 만듭니다. 일부는 지정한 방식으로 실패합니다."),
    options: [
      OptionSpec(
        "groups", .list, isRequired: true,
        summary:
          "Runs of URLs: `count`, `hosts` (a cycle, default [1]), `delay_ms` (a cycle, default [0]), `label`."
      ),
      OptionSpec(
        "overrides", .list,
        summary: """
          Exceptions: `at` (positions from 0), any of `status`, `delay_ms`, `action` (hang, truncate, reset), `body` \
          (bytes), `chunk` ([bytes, ms]) or `refused: true`, and `expect`: the `error` that the result must have.
          """),
    ])

  func content(options: Value, seed: Seed) throws -> WorkloadContent {
    var random = SeededGenerator(seed: seed)
    let overrides = try (options["overrides"]?.elements ?? []).map(RouteOverride.init)
    var routes = try (options["groups"]?.elements ?? []).flatMap { try Self.group($0, &random) }
    guard !routes.isEmpty else {
      throw GraderError("Workload 'fetch.urls' needs `groups` with a `count` each.")
    }
    for override in overrides {
      for position in override.positions {
        guard routes.indices.contains(position) else {
          throw GraderError("Workload 'fetch.urls': `at: \(position)` is beyond the \(routes.count) URLs.")
        }
        override.apply(to: &routes[position])
      }
    }
    return WorkloadContent(
      cases: [["urls": .list(routes.map { .string($0.url) })]],
      fixture: FixtureScript(
        hosts: routes.map(\.host).max() ?? 1, routes: routes.filter { !$0.isRefused }.map(\.scripted)),
      answerKey: ["results": .list(routes.map(\.expected.value))])
  }

  private static func group(_ group: Value, _ random: inout SeededGenerator) throws -> [FetchRoute] {
    guard let count = group["count"]?.integer, count > 0 else {
      throw GraderError("Workload 'fetch.urls': a group needs a `count` of at least 1.")
    }
    let hosts = group["hosts"]?.elements?.compactMap(\.integer) ?? [1]
    let delays = group["delay_ms"]?.elements?.compactMap(\.number) ?? [0]
    guard !hosts.isEmpty, hosts.allSatisfy((1...4).contains), !delays.isEmpty else {
      throw GraderError(
        "Workload 'fetch.urls': `hosts` are numbers from 1 to 4, `delay_ms` are milliseconds.")
    }
    return (0..<count).map { position in
      FetchRoute(
        host: hosts[position % hosts.count], path: "/" + random.token(),
        label: group["label"]?.text ?? "plain",
        body: FixtureScript.Body(
          length: Int.random(in: 40...56, using: &random), fill: random.token(length: 16)),
        delay: delays[position % delays.count])
    }
  }
}

/// One URL while it is being made.
struct FetchRoute {
  var host: Int
  var path: String
  var label: String
  var step: FixtureScript.Step
  /// True where nobody listens.
  var isRefused = false
  /// The `error` that the result must have.
  var failure: String?
  var kind = LocalizedText(en: "a good answer", ko: "정상 응답")

  /// A good answer after `delay` milliseconds.
  init(host: Int, path: String, label: String, body: FixtureScript.Body, delay: Double) {
    self.host = host
    self.path = path
    self.label = label
    step = FixtureScript.Step(delayMilliseconds: delay, body: body)
  }

  /// The URL; port 1 is one on which nobody listens.
  var url: String { isRefused ? "http://127.0.0.1:1\(path)" : "http://${fixture:\(host)}\(path)" }

  /// The route of the fixture's script.
  var scripted: FixtureScript.Route { FixtureScript.Route(path: path, label: label, steps: [step]) }

  /// What a right result says: only an answer that came whole has a body.
  var expected: ExpectedResult {
    let hasStatus = failure == nil || failure == "status" || failure == "too_large"
    let hasBody = hasStatus && failure != "too_large"
    return ExpectedResult(
      path: path, label: label, status: hasStatus ? step.status : nil,
      body: hasBody ? BodyDigest(of: step.body.bytes) : nil, error: failure, kind: kind)
  }
}

extension FixtureScript.Body {
  /// The body itself.
  fileprivate var bytes: [UInt8] {
    let pattern = Array(fill.utf8)
    return (0..<length).map { pattern[$0 % pattern.count] }
  }
}
