import AssayModel
import GraderKit

/// Routes and jobs of the scenario `sockets`: a service behind real sockets that fails in four ways.
struct RetrySocketsWorkload: Workload {
  static let description = WorkloadDescription(
    name: "retry.sockets",
    summary: LocalizedText(
      en: "Makes a failing HTTP service: Retry-After, a 503 for a POST, a reset connection, and a crowd.",
      ko: "실패하는 HTTP 서비스를 만듭니다: Retry-After, POST에 대한 503, 끊긴 연결, 그리고 군집."),
    options: [OptionSpec("herd", .integer, summary: "Clients that fail at one instant; default 50.")])

  func content(options: Value, seed: Seed) throws -> WorkloadContent {
    var random = SeededGenerator(seed: seed)
    let herd = options["herd"]?.integer ?? 50
    guard (10...1000).contains(herd) else { throw GraderError("`herd` is 10 to 1000 clients, not \(herd).") }
    let unavailable = FixtureScript.Step(status: 503)
    let later = FixtureScript.Step(
      status: 429, headers: [FixtureScript.Header(name: "Retry-After", value: "1")])
    var routes = [
      Self.route("retry-after", [later, FixtureScript.Step()], &random),
      Self.route("post", [unavailable], &random),
      Self.route("keyed", [FixtureScript.Step(fault: .reset), FixtureScript.Step()], &random),
    ]
    let key = random.token()
    var jobs: [Value] = [
      // A cap far below what is asked for: who cuts Retry-After comes early even on a busy machine.
      Self.job("GET", routes[0], policy: ["base": 0.1, "cap": 0.1]), Self.job("POST", routes[1], body: "{}"),
      Self.job("POST", routes[2], body: "{}", headers: ["Idempotency-Key": .string(key)]),
    ]
    for _ in 0..<herd {
      let route = Self.route("herd", [unavailable, FixtureScript.Step()], &random)
      routes.append(route)
      jobs.append(Self.job("GET", route))
    }
    return WorkloadContent(
      cases: [["jobs": .list(jobs)]], fixture: FixtureScript(hosts: 1, routes: routes),
      answerKey: ["key": .string(key), "herd": .int(herd)])
  }

  private static func route(
    _ label: String, _ steps: [FixtureScript.Step], _ random: inout SeededGenerator
  ) -> FixtureScript.Route {
    FixtureScript.Route(path: "/" + random.token(), label: label, steps: steps)
  }

  private static func job(
    _ method: String, _ route: FixtureScript.Route, body: String = "", headers: Value = .map([]),
    policy: Value = .map([])
  ) -> Value {
    [
      "method": .string(method), "url": .string("http://${fixture:1}" + route.path), "body": .string(body),
      "headers": headers, "policy": policy,
    ]
  }
}
