import AssayModel

/// Holds the inputs of drivers that start processes against what the grading kit takes.
struct KitChecks {
  let root: YAMLNode
  let problems: ProblemCollector

  /// Notes what the kit would not understand in a scenario without an operation of its own.
  func run(_ scenario: Scenario, _ node: YAMLNode, _ path: NodePath) {
    guard let table = KitSection.inputs(of: scenario.driver) else { return }
    let checker = ShapeChecker(problems: problems)
    // Exclusions hold for a case with the common inputs under it, not for each part alone.
    var part = table
    part.choices = []
    if let shared = node["args"] { checker.check(shared, .mapping(part), path + "args") }
    let cases = node["cases"]?.elements ?? []
    for (index, item) in cases.enumerated() {
      checker.check(item, .mapping(part), path + "cases" + .index(index))
    }
    checkSteps(node["args"]?["steps"], path + "args" + "steps")
    for (index, item) in cases.enumerated() {
      checkSteps(item["steps"], path + "cases" + .index(index) + "steps")
    }
    if case .listed = scenario.cases, node["table"] == nil { checkRequired(scenario, node, path) }
    if scenario.driver == .tests, scenario.builds == nil, !problems.concerns(path + "builds") {
      problems.add(path, found: "no 'builds'", allowed: "the builds that the tests are run against")
    }
  }

  private func checkRequired(_ scenario: Scenario, _ node: YAMLNode, _ path: NodePath) {
    let shared = node["args"]
    for key in KitSection.required(by: scenario.driver) where shared?[key] == nil {
      let cases = node["cases"]?.elements ?? []
      guard cases.isEmpty || cases.contains(where: { $0[key] == nil }) else { continue }
      guard !problems.concerns(path + "args" + .key(key)), !problems.concerns(path + "args") else { continue }
      problems.add(
        path, found: "no '\(key)'", allowed: "'\(key)' under 'args', or in every case")
    }
  }

  private func checkSteps(_ steps: YAMLNode?, _ path: NodePath) {
    for (index, step) in (steps?.elements ?? []).enumerated() {
      for (verb, keys) in ServiceSection.needed where step[verb] != nil {
        for key in keys where step[key] == nil {
          problems.add(
            path + .index(index), at: step.mark, found: "'\(verb)' without '\(key)'", allowed: "both")
        }
      }
    }
  }
}
