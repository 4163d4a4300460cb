import AssayModel

/// Holds expectations against the scenario that they look at.
struct ExpectationChecks {
  let manifest: LabManifest
  let root: YAMLNode
  let problems: ProblemCollector

  /// Notes every contradiction.
  func run() {
    for (index, check) in manifest.checks.enumerated() {
      let nodes = root["checks"]?.elements[index]["expect"]?.elements ?? []
      let scenario = check.scenarios.first.flatMap(manifest.scenario)
      for (position, node) in nodes.enumerated() {
        let path: NodePath = ["checks", .index(index), "expect", .index(position)]
        checkRange(node, path)
        if let scenario, !problems.concerns(["scenarios", .key(scenario.name)]) {
          checkEvidence(node, of: scenario, path)
        }
      }
    }
  }

  private func checkRange(_ node: YAMLNode, _ path: NodePath) {
    for key in ["between", "all_between"] {
      let bounds = node[key]?.elements.compactMap(\.number) ?? []
      guard bounds.count == 2, bounds[0] > bounds[1] else { continue }
      problems.add(
        path + .key(key), found: "\(Shape.plain(bounds[0])) before \(Shape.plain(bounds[1]))",
        allowed: "the smaller number first")
    }
  }

  private func checkEvidence(_ node: YAMLNode, of scenario: Scenario, _ path: NodePath) {
    let hasFixture = scenario.driver == .client || scenario.fixture != nil
    if node["server"] != nil, !hasFixture, !problems.concerns(["defaults"]) {
      problems.add(
        path + "server",
        found: "a counter of the fixture, which scenario '\(scenario.name)' does not have",
        allowed: "'path', or a scenario with the driver client")
    }
    if let index = node["case"]?.integer, let calls = calls(of: scenario), index >= calls {
      problems.add(
        path + "case", found: String(index),
        allowed: "an integer from 0 to \(calls - 1): scenario '\(scenario.name)' makes \(calls) calls")
    }
    let drawn = scenario.draws.map(\.name)
    for name in Self.drawnNames(in: node["path"]?.text ?? "") where !drawn.contains(name) {
      problems.add(
        path + "path", found: "'$\(name)', which scenario '\(scenario.name)' does not draw",
        allowed: drawn.isEmpty ? "a name under its 'draw'" : "one of \(drawn.joined(separator: ", "))",
        suggestion: suggestion(for: name, among: drawn))
    }
  }

  /// How many calls a scenario makes; nil where a workload decides.
  private func calls(of scenario: Scenario) -> Int? {
    guard case .listed(let cases) = scenario.cases else { return nil }
    return max(1, cases.count) * max(1, scenario.seeds)
  }

  private static func drawnNames(in path: String) -> [String] {
    path.split(separator: "$", omittingEmptySubsequences: false).dropFirst()
      .map { part in String(part.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }) }
      .filter { !$0.isEmpty }
  }
}
