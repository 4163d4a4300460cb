import AssayModel

/// `checks:`: the rubric.
enum CheckSection {
  /// The form of `visible:` that shows some cases.
  static let visibleTable = KeyTable(
    name: "visible_cases", summary: "Shows the learner the first inputs only.",
    keys: [.required("cases", .integer(1...100_000), "How many inputs, from the first, are shown.")])

  /// One check.
  static let table = KeyTable(
    name: "check", summary: "One line of the rubric.",
    keys: [
      .required("id", .text(.name), "The key in the rubric."),
      .required("points", .integer(1...100), "Points for meeting it; those of all checks add up to 100."),
      .optional(
        "visible", .anyOf([.boolean, .mapping(visibleTable)]), standard: false,
        "Whether the learner sees the inputs: all, none, or the first few."),
      .required(
        "from", .oneOrMore(.text(.name)), "The scenarios whose evidence it judges, the main one first."),
      .optional("needs", .list(.text(.name)), standard: [], "Checks without which this one counts nothing."),
      .optional(
        "rules", .list(.integer(1...999)), standard: [],
        "The numbered rules of the handout that it checks; a failed check cites them."),
      .optional(
        "expect", .list(.mapping(ExpectationSection.table), minimum: 1), "What must hold of the evidence."),
      .optional(
        "grader", .anyOf([.text(.registered), .mapping(ExternalGraderSection.table)]),
        "The grader that judges instead: a compiled-in one by its name, or one of the lab's own."),
      .optional("with", .openMapping, standard: [:], "The grader's options."),
      .optional(
        "wall_clock", .boolean, standard: false,
        "True where it judges wall time, so that a noisy machine may make it inconclusive."),
      .required("title", .mapping(IdentitySection.localizedTable), "What it is called in reports."),
      .optional("hint", .mapping(IdentitySection.localizedTable), "What to try when it fails."),
    ], choices: [KeyTable.Choice(keys: ["expect", "grader"], isRequired: true)])

  /// What one check says.
  static func criterion(_ node: YAMLNode) -> Criterion {
    let external = node["grader"].flatMap(ExternalGraderSection.grader)
    return Criterion(
      id: node["id"]?.text ?? "", points: node["points"]?.integer ?? 0,
      visibility: visibility(node["visible"]), scenarios: node["from"]?.texts ?? [],
      requires: node["needs"]?.texts ?? [], rules: node["rules"]?.elements.compactMap(\.integer) ?? [],
      grader: node["grader"]?.text ?? external?.name ?? "expectations", external: external,
      options: .map(node["with"]?.entries ?? []),
      expectations: node["expect"]?.elements.compactMap(ExpectationSection.expectation) ?? [],
      judgesWallTime: node["wall_clock"]?.boolean ?? false, title: node["title"].localized,
      hint: node["hint"]?.localized)
  }

  private static func visibility(_ node: YAMLNode?) -> Visibility {
    if let cases = node?["cases"]?.integer { return .partly(cases: cases) }
    return node?.boolean == true ? .visible : .hidden
  }
}
