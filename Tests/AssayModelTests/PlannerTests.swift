import AssayModel
import Testing

@Suite("Planning is pure and complete")
struct PlannerTests {
  private func lab(_ scenarios: [Scenario], checks: [Criterion] = []) -> LabManifest {
    LabManifest(
      id: "01-x", module: 1, row: 1, month: 1, kinds: [.call], minutes: 1,
      title: LocalizedText(verbatim: "x"),
      rowText: LocalizedText(verbatim: "x"), environment: EnvironmentSpec(), services: [], limits: .standard,
      files: FileSpec(submit: []), exercise: nil, api: [], noise: nil, scenarios: scenarios, checks: checks,
      gates: Gates(), wrong: [])
  }

  private let planner = Planner { name, options, seed in
    WorkloadContent(
      cases: [.record(["from": .string(name), "n": .int(Int(seed.value % 1000))])], answerKey: options)
  }

  @Test("the same seed gives the same plan, another seed another")
  func deterministic() throws {
    let manifest = lab([
      Scenario(
        name: "a", driver: .call, target: .operation("f"), cases: .generated(name: "w", options: ["k": 1]),
        draws: [Scenario.Draw(name: "leaf", shape: .name)])
    ])
    let first = try planner.plan(manifest, seed: Seed(1))
    #expect(try planner.plan(manifest, seed: Seed(1)) == first)
    #expect(try planner.plan(manifest, seed: Seed(2)) != first)
    #expect(first.runs[0].answerKey == ["k": 1])
  }

  @Test("arguments, seeds and drawn names are resolved into inputs")
  func inputs() throws {
    let scenario = Scenario(
      name: "a", driver: .call, target: .operation("f"),
      cases: .listed([.record(["key": "$nonce"]), .record(["key": "own", "shared": 2])]),
      arguments: [Value.Entry("shared", 1)], seeds: 3, draws: [Scenario.Draw(name: "nonce", shape: .token)])
    let run = try planner.plan(lab([scenario]), seed: Seed(7)).runs[0]
    #expect(run.inputs.count == 6)
    #expect(run.inputs[0]["key"]?.text == run.drawn["nonce"])
    #expect(run.inputs[0]["shared"] == 1)
    #expect(run.inputs[3]["shared"] == 2)
    #expect(Set(run.inputs.compactMap { $0["seed"]?.integer }).count == 6)
  }

  @Test("a scenario whose every check requires another is skipped once that has failed")
  func preconditions() throws {
    let title = LocalizedText(verbatim: "t")
    let checks = [
      Criterion(id: "base", points: 1, scenarios: ["a"], title: title),
      Criterion(id: "more", points: 1, scenarios: ["b"], requires: ["base"], title: title),
      Criterion(id: "other", points: 1, scenarios: ["c"], title: title),
      Criterion(id: "both", points: 1, scenarios: ["c"], requires: ["base"], title: title),
    ]
    let scenarios = ["a", "b", "c"].map { Scenario(name: $0, driver: .call, target: .operation("f")) }
    let runs = try planner.plan(lab(scenarios, checks: checks), seed: Seed(1)).runs
    #expect(runs.map(\.skippedWhenFailed) == [[], ["base"], []])
  }
}
