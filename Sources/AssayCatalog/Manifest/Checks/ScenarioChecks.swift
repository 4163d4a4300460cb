import AssayModel

/// Holds scenarios, their defaults merged in, against the rest of the manifest.
struct ScenarioChecks {
  let manifest: LabManifest
  let root: YAMLNode
  let problems: ProblemCollector

  /// Notes every contradiction.
  func run() {
    let used = Set(manifest.checks.flatMap(\.scenarios))
    for pair in root["scenarios"]?.pairs ?? [] {
      guard case .mapping = pair.value.content, let scenario = manifest.scenario(pair.key) else { continue }
      let path: NodePath = ["scenarios", .key(pair.key)]
      let merged = ScenarioSection.merged(pair.value, over: root["defaults"])
      checkCall(scenario, merged, path)
      checkFixture(scenario, merged, path)
      if !used.contains(pair.key), !problems.concerns(["checks"]) {
        problems.add(
          path, at: pair.keyMark, found: "a scenario from which no check is judged",
          allowed: "a check with 'from: \(pair.key)'")
      }
    }
  }

  private func checkCall(_ scenario: Scenario, _ node: YAMLNode, _ path: NodePath) {
    if node["driver"] == nil, !problems.concerns(path + "driver") {
      problems.add(
        path + "driver", found: "nothing", allowed: Shape.words(Driver.self).allowed,
        suggestion: "Give it here or under 'defaults'.")
    }
    let isMisspelt = [path, ["defaults"]].contains { place in
      problems.concerns(place + "op") || problems.concerns(place + "function")
    }
    if node["op"] == nil, node["function"] == nil, !isMisspelt {
      problems.add(path, found: "neither 'op' nor 'function'", allowed: "one of the two")
    }
    if node["op"] != nil, root["exercise"] == nil {
      problems.add(
        path + "op", found: "an operation, though the lab names no exercise file",
        allowed: "'exercise: exercise.py', or 'function' instead of 'op'")
    }
    if case .function = scenario.target { checkFunctionCases(node, path) }
  }

  private func checkFunctionCases(_ node: YAMLNode, _ path: NodePath) {
    let allowed = ["args", "kwargs"]
    for (index, item) in (node["cases"]?.elements ?? []).enumerated() {
      for pair in item.pairs where !allowed.contains(pair.key) {
        problems.add(
          path + "cases" + .index(index) + .key(pair.key), at: pair.keyMark,
          found: "the unknown key '\(pair.key)'",
          allowed: "'args' and 'kwargs', as the scenario calls a function",
          suggestion: suggestion(for: pair.key, among: allowed))
      }
    }
  }

  private func checkFixture(_ scenario: Scenario, _ node: YAMLNode, _ path: NodePath) {
    guard !problems.concerns(path + "driver"), !problems.concerns(["defaults", "driver"]) else { return }
    let isClient = scenario.driver == .client
    if isClient, !manifest.services.contains(.fixtureHTTP), !problems.concerns(["services"]) {
      problems.add(
        path + "driver", found: "the driver client, though the lab's services lack fixture-http",
        allowed: "'services: [fixture-http]'")
    }
    if scenario.fixture != nil, !isClient {
      problems.add(
        path + "fixture", found: "a fixture under the driver \(scenario.driver.rawValue)",
        allowed: "the driver client")
    }
    for (route, steps) in (node["fixture"]?["routes"]?.pairs ?? []).map({ ($0.key, $0.value.elements) }) {
      for (index, step) in steps.enumerated() where step["fill"] != nil && step["body"]?.integer == nil {
        problems.add(
          path + "fixture" + "routes" + .key(route) + .index(index) + "fill", at: step["fill"]?.mark,
          found: "a fill without a length", allowed: "'body' as a length in bytes")
      }
    }
  }
}
