import AssayModel

/// `scenarios:` and `defaults:`: what is run.
enum ScenarioSection {
  /// `workload:`.
  static let workloadTable = KeyTable(
    name: "workload", summary: "A generator of inputs in graders/; its options are the other keys.",
    keys: [.required("generate", .text(.registered), "The workload's name.")], isOpen: true)

  private static let targetKeys: [KeyTable.Key] = [
    .optional(
      "op", .text(.pythonName),
      """
      The function of the exercise file that each case calls, with the case's entries as keyword arguments. \
      Without it, program, service, tests, tool and analysis do what their tables below say.
      """),
    .optional(
      "function", .text(.pythonPath),
      "The function of the submission that each case calls, with the case's args and kwargs."),
    .optional(
      "subject", .words(Subject.self), standard: .string(Subject.submission.rawValue),
      "Whose code is run: the learner's, or the starter's or reference's as a yardstick."),
  ]

  private static let inputKeys: [KeyTable.Key] = [
    .optional("cases", .list(.openMapping, minimum: 1), standard: [[:]], "The inputs, one call for each."),
    .optional("workload", .mapping(workloadTable), "A generator that makes the inputs from the seed."),
    .optional(
      "table", .text(.inputFile),
      "A file that lists the cases instead: CSV, JSON or YAML by its ending (see Tables of cases)."),
    .optional("args", .openMapping, standard: [:], "Inputs of every case; a case's own win."),
    .optional(
      "seeds", .integer(0...100_000), standard: 0,
      "Each case is called this many times, every time with another `seed` among its inputs."),
    .optional(
      "draw", .named(.pythonName, .words(Scenario.Draw.Shape.self)), standard: [:],
      "Texts drawn afresh for a run; `$name` stands for the drawn text in inputs and expectations."),
    .optional(
      "inputs_as", .text(.name),
      "The scenario whose seeds, draws and workload this one repeats, so that a yardstick gets the same inputs."
    ),
    .optional(
      "builds", .mapping(KitSection.buildsTable), "What the learner's tests test; needs driver tests."),
    .optional(
      "fixture", .mapping(FixtureSection.table),
      "What the fixture server does; needs driver client, program or service."),
  ]

  private static let runKeys: [KeyTable.Key] = [
    .optional("repeat", .integer(1...1000), standard: 1, "How often the whole scenario is run."),
    .optional(
      "call_limit_s", .number(0.1...3600), standard: 10.0, "Seconds after which one call is given up."),
    .optional("limits", .mapping(LimitsSection.table), "Limits where they differ from the lab's."),
  ]

  private static let driverKey = KeyTable.Key.optional(
    "driver", .words(Driver.self),
    "How the code is driven. It must be given here or under `defaults`.")

  /// Keys of which at most one may be given; those that must be are checked with `defaults` merged in.
  private static let choices = [
    KeyTable.Choice(keys: ["op", "function"], isRequired: false),
    KeyTable.Choice(keys: ["cases", "workload", "table"], isRequired: false),
  ]

  /// One scenario.
  static let table = KeyTable(
    name: "scenario", summary: "One thing that is run: a fresh process, a fresh fixture, a list of calls.",
    keys: [driverKey] + targetKeys + inputKeys + runKeys, choices: choices)

  /// The scenario with the defaults under it: a key's own value wins, and so does a key's own alternative.
  static func merged(_ node: YAMLNode, over defaults: YAMLNode?) -> YAMLNode {
    guard case .mapping(let own) = node.content, let defaults else { return node }
    let inherited = defaults.pairs.filter { pair in
      let excluded = choices.first { $0.keys.contains(pair.key) }?.keys ?? [pair.key]
      return excluded.allSatisfy { node[$0] == nil }
    }
    return YAMLNode(content: .mapping(own + inherited), mark: node.mark)
  }

  /// What one scenario says, the lab's defaults already merged in.
  static func scenario(_ name: String, _ node: YAMLNode, limits: Limits) -> Scenario {
    let draws = node["draw"]?.pairs.map {
      Scenario.Draw(name: $0.key, shape: $0.value.word() ?? .name)
    }
    let (cases, answers) = CaseSection.parted(cases(node), of: target(node))
    return Scenario(
      name: name, driver: node["driver"]?.word() ?? .call, target: target(node),
      subject: node["subject"]?.word() ?? .submission, cases: cases, answers: answers,
      arguments: node["args"]?.entries ?? [], seeds: node["seeds"]?.integer ?? 0, draws: draws ?? [],
      inputsAs: node["inputs_as"]?.text, builds: node["builds"].map(KitSection.builds),
      fixture: node["fixture"].map(FixtureSection.script), repeats: node["repeat"]?.integer ?? 1,
      callLimitSeconds: node["call_limit_s"]?.number ?? 10,
      limits: node["limits"].map { LimitsSection.limits($0, over: limits) })
  }

  private static func target(_ node: YAMLNode) -> Scenario.CallTarget {
    let driver: Driver = node["driver"]?.word() ?? .call
    if driver.startsProcesses, node["op"] == nil, node["function"] == nil { return .kit(driver.rawValue) }
    guard let path = node["function"]?.text, let dot = path.lastIndex(of: ".") else {
      return .operation(node["op"]?.text ?? "")
    }
    return .function(module: String(path[..<dot]), name: String(path[path.index(after: dot)...]))
  }

  private static func cases(_ node: YAMLNode) -> Scenario.CaseSource {
    guard let workload = node["workload"] else {
      return .listed(node["cases"]?.elements.map(\.value) ?? [])
    }
    let options = workload.entries.filter { $0.key != "generate" }
    return .generated(name: workload["generate"]?.text ?? "", options: .map(options))
  }
}
