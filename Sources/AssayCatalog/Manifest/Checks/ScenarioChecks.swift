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
      if let other = scenario.inputsAs, manifest.scenario(other) == nil {
        let names = manifest.scenarios.map(\.name)
        problems.add(
          path + "inputs_as", found: "the unknown scenario '\(other)'",
          allowed: "one of \(names.joined(separator: ", "))", suggestion: suggestion(for: other, among: names)
        )
      }
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
    let needsTarget = !scenario.driver.startsProcesses || problems.concerns(path + "driver")
    if node["op"] == nil, node["function"] == nil, !isMisspelt, needsTarget {
      problems.add(path, found: "neither 'op' nor 'function'", allowed: "one of the two")
    }
    if node["op"] != nil, root["exercise"] == nil {
      problems.add(
        path + "op", found: "an operation, though the lab names no exercise file",
        allowed: "'exercise: exercise.py', or 'function' instead of 'op'")
    }
    switch scenario.target {
    case .function where scenario.driver.startsProcesses:
      problems.add(
        path + "function", found: "a function under the driver \(scenario.driver.rawValue)",
        allowed: "'op', or neither: this driver does not import the submission")
    case .function: checkFunctionCases(node, path)
    case .kit: KitChecks(root: root, problems: problems).run(scenario, node, path)
    case .operation: break
    }
  }

  private func checkFunctionCases(_ node: YAMLNode, _ path: NodePath) {
    let allowed = CaseSection.functionTable.names
    let checker = ShapeChecker(problems: problems)
    for (index, item) in (node["cases"]?.elements ?? []).enumerated() {
      for pair in item.pairs where !allowed.contains(pair.key) {
        problems.add(
          path + "cases" + .index(index) + .key(pair.key), at: pair.keyMark,
          found: "the unknown key '\(pair.key)'",
          allowed: "'args', 'kwargs' and what is expected, as the scenario calls a function",
          suggestion: suggestion(for: pair.key, among: allowed))
      }
      if item.pairs.allSatisfy({ allowed.contains($0.key) }) {
        checker.check(item, .mapping(CaseSection.functionTable), path + "cases" + .index(index))
      }
    }
  }

  private func checkFixture(_ scenario: Scenario, _ node: YAMLNode, _ path: NodePath) {
    guard !problems.concerns(path + "driver"), !problems.concerns(["defaults", "driver"]) else { return }
    let hasFixture = scenario.driver == .client || (scenario.fixture != nil && scenario.driver.mayHaveFixture)
    if hasFixture, !manifest.services.contains(.fixtureHTTP), !problems.concerns(["services"]) {
      problems.add(
        path + "driver",
        found: "the driver \(scenario.driver.rawValue), though the lab's services lack fixture-http",
        allowed: "'services: [fixture-http]'")
    }
    if scenario.builds != nil, scenario.driver != .tests {
      problems.add(
        path + "builds", found: "builds under the driver \(scenario.driver.rawValue)",
        allowed: "the driver tests")
    }
    if scenario.fixture != nil, !scenario.driver.mayHaveFixture {
      problems.add(
        path + "fixture", found: "a fixture under the driver \(scenario.driver.rawValue)",
        allowed: "the driver client, program or service")
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
