import AssayModel
import AssayTestSupport
import Testing

@testable import AssayCatalog

struct ManifestDecodingTests {
  private func decode(_ text: String) throws -> LabManifest {
    try ManifestDecoder().decode(Array(text.utf8), file: "lab.yaml")
  }

  @Test func smallManifestGetsTheDefaults() throws {
    let lab = try decode(Samples.small)
    #expect(lab.title == LocalizedText(en: "A small lab", ko: "작은 랩"))
    #expect(lab.limits == .standard)
    #expect(lab.environment == EnvironmentSpec())
    #expect(lab.gates == Gates())
    #expect(lab.files == FileSpec(submit: [FileSpec.Submitted(path: "small.py")]))
    let scenario = Scenario(
      name: "twice", driver: .call, target: .function(module: "small", name: "twice"),
      cases: .listed([["args": [2]]]))
    #expect(lab.scenarios == [scenario])
    #expect(lab.checks.first?.visibility == .hidden)
    #expect(lab.checks.first?.expectations == [Expectation(.path(""), .equal(4))])
  }

  @Test func identityAndSurroundings() throws {
    let lab = try decode(Samples.full)
    #expect(lab.id == "06-retry")
    #expect([lab.module, lab.row, lab.month, lab.minutes] == [6, 3, 5, 150])
    #expect(lab.kinds == [.call, .client])
    #expect(lab.services == [.fixtureHTTP])
    #expect(
      lab.limits
        == Limits(
          wallSeconds: 30, cpuSeconds: 7.5, memoryBytes: 128 << 20, processes: 8, openFiles: 64,
          outputBytes: 512 << 10, diskBytes: 4 << 20))
    #expect(
      lab.files.submit == [
        FileSpec.Submitted(path: "resilience.py", maxBytes: 32 << 10),
        FileSpec.Submitted(path: "notes/extra.py", isOptional: true),
      ])
    #expect(lab.exercise == "exercise.py")
    #expect(lab.api.count == 2)
    #expect(lab.noise == NoisePolicy(retryWhenOver: 0.5, retries: 1))
    #expect(lab.gates == Gates(starterMaximum: 8, referenceMinimum: 99, cheatMaximum: 30))
    #expect(
      lab.wrong == [
        WrongSubmission(id: "no_wait", lose: ["waits"], also: ["matrix"]),
        WrongSubmission(id: "cheat", lose: ["real"], isCheat: true, maximumScore: 20),
      ])
  }

  @Test func scenariosKeepOrderTypesAndDefaults() throws {
    let lab = try decode(Samples.full)
    #expect(lab.scenarios.map(\.name) == ["slept", "matrix", "direct", "real"])
    let slept = try #require(lab.scenario("slept"))
    #expect(slept.driver == .virtualAsyncio && slept.target == .operation("one"))
    #expect(slept.callLimitSeconds == 2.5 && slept.seeds == 40)
    #expect(slept.arguments == [Value.Entry("mode", "fast")])
    #expect(
      slept.cases
        == .listed([
          .record(["steps": [.record(["status": 503])], "policy": .record(["base": 0.1, "attempts": 4])]),
          .record(["steps": [], "text": "on", "none": .null, "flag": true]),
        ]))
    let matrix = try #require(lab.scenario("matrix"))
    #expect(matrix.cases == .generated(name: "retry.matrix", options: .record(["rows": 20, "tight": true])))
    #expect(matrix.subject == .reference && matrix.repeats == 2)
    #expect(matrix.limits?.cpuSeconds == 3 && matrix.limits?.memoryBytes == 128 << 20)
    // A scenario's own `function` replaces the `op` of the defaults.
    #expect(lab.scenario("direct")?.target == .function(module: "resilience", name: "backoff"))
    #expect(lab.scenario("real")?.draws.map(\.shape) == [.token, .name])
  }

  @Test func fixtureScript() throws {
    let fixture = try #require(try decode(Samples.full).scenario("real")?.fixture)
    #expect(fixture.hosts == 2 && !fixture.keepsRequests)
    let header = FixtureScript.Header(name: "Retry-After", value: "1")
    let body = FixtureScript.Body(length: 400, fill: "x", chunkBytes: 8, chunkIntervalMilliseconds: 30)
    #expect(
      fixture.routes == [
        FixtureScript.Route(
          path: "/busy",
          steps: [
            FixtureScript.Step(status: 429, delayMilliseconds: 10, headers: [header], body: body),
            FixtureScript.Step(body: FixtureScript.Body(text: "text")),
          ]),
        FixtureScript.Route(path: "/gone", steps: [FixtureScript.Step(fault: .reset)]),
      ])
  }

  @Test func checksAndPredicates() throws {
    let lab = try decode(Samples.full)
    let waits = try #require(lab.check("waits"))
    #expect(waits.visibility == .visible && waits.rules == [1, 2])
    #expect(waits.hint == LocalizedText(en: "Use sleep.", ko: "sleep을 쓰십시오."))
    #expect(
      waits.expectations.map(\.predicate) == [
        .equal(["cpu", "io"]), .equal(1), .allBetween(0, 1.5), .approximately(value: 0.5, tolerance: 0.01),
        .sorted(descending: true), .contains(["a": 1]), .count(3), .allEqual(0.5), .atMost(2), .atLeast(0),
      ])
    #expect(waits.expectations[1].caseIndex == 2)
    let matrix = try #require(lab.check("matrix"))
    #expect(matrix.visibility == .partly(cases: 6) && matrix.requires == ["waits"])
    #expect(matrix.grader == "retry.matrix" && matrix.scenarios == ["matrix", "slept"])
    #expect(matrix.options == .record(["tolerance": 0.5, "mode": "strict"]))
    let real = try #require(lab.check("real"))
    #expect(real.judgesWallTime)
    #expect(real.expectations[0] == Expectation(.server(.maxInFlight), .between(1, 2)))
    #expect(real.expectations[1] == Expectation(.path("a.$nonce.b"), .equal("$leaf")))
  }

  @Test func anchorsAliasesAndMergeKeys() throws {
    let text = try Samples.small.changing(
      "twice: {driver: call, function: small.twice, cases: [{args: [2]}]}",
      """
      twice: &base {driver: call, function: small.twice, cases: [{args: &two [2]}]}
        again: {<<: *base, repeat: 3, cases: [{args: *two}, {args: [1]}]}
      """
    ).changing("from: twice", "from: [twice, again]")
    let again = try #require(try decode(text).scenario("again"))
    #expect(again.target == .function(module: "small", name: "twice") && again.repeats == 3)
    #expect(again.cases == .listed([["args": [2]], ["args": [1]]]))
  }

  @Test func wholeLabOnDiskIsAccepted() throws {
    let directory = try TemporaryDirectory()
    let folder = try Samples.lab(in: directory)
    #expect(try ManifestDecoder().decode(folder: folder).id == "06-retry")
  }
}
