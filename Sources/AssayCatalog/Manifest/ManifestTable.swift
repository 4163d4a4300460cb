import AssayModel

/// The whole of `lab/1`.
enum ManifestTable {
  /// The value of `schema:`.
  static let version = "lab/1"

  private static let identity: [KeyTable.Key] = [
    .required("schema", .word([version]), "The version of this vocabulary."),
    .required("id", .text(.labID), "The lab's id: the name of its folder."),
    .required("module", .integer(1...8), "The curriculum's module; the id begins with it."),
    .required("row", .integer(1...5), "The row in its module."),
    .required("month", .integer(1...6), "The month of the roadmap."),
    .required(
      "kind", .list(.words(LabKind.self), minimum: 1),
      "How the learner's code is exercised; mixed labs name several."),
    .required("minutes", .integer(1...10_000), "Minutes that a learner is expected to need."),
    .required("title", .mapping(IdentitySection.localizedTable), "The lab's name."),
    .required(
      "row_text", .mapping(IdentitySection.localizedTable), "The curriculum's own words for the row."),
  ]

  private static let surroundings: [KeyTable.Key] = [
    .optional("environment", .mapping(IdentitySection.environmentTable), "The Python that the lab runs on."),
    .optional(
      "services", .list(.words(Service.self)), standard: [],
      "Servers and tools that the lab needs beside Python."),
    .optional(
      "limits", .mapping(LimitsSection.table), "Limits of every run, unless a scenario says otherwise."),
    .required("files", .mapping(FilesSection.table), "Which files are handed in and which are given."),
    .optional(
      "exercise", .text(.relativePath),
      "The Python file that exercises the learner's code; `op` names its functions."),
    .optional(
      "api", .list(.text(.signature)), standard: [],
      "Signatures that are checked before anything is run; a name without parameters must merely exist."),
    .optional(
      "noise", .mapping(IdentitySection.noiseTable), "When a failed check of wall time is measured again."),
  ]

  private static let content: [KeyTable.Key] = [
    .optional(
      "defaults", .mapping(ScenarioSection.table), "Keys merged into every scenario that lacks them."),
    .required(
      "scenarios", .named(.name, .mapping(ScenarioSection.table), minimum: 1), "What is run, by name."),
    .required("checks", .list(.mapping(CheckSection.table), minimum: 1), "What is judged: the rubric."),
    .optional(
      "gates", .mapping(VerificationSection.gatesTable), "The bounds that `assay verify` holds the lab to."),
    .optional(
      "wrong", .list(.mapping(VerificationSection.wrongTable)), standard: [],
      "The known-wrong submissions under wrong/."),
  ]

  /// The keys of a manifest.
  static let lab = KeyTable(
    name: "lab", summary: "A lab of Assay: what is handed in, what is run, what is judged.",
    keys: identity + surroundings + content)

  /// Every table, from the whole to the parts.
  static let all =
    [
      lab, IdentitySection.localizedTable, IdentitySection.environmentTable, LimitsSection.table,
      FilesSection.table, FilesSection.submittedTable, IdentitySection.noiseTable, ScenarioSection.table,
      ScenarioSection.workloadTable, FixtureSection.table, FixtureSection.stepTable, CheckSection.table,
      CheckSection.visibleTable, ExternalGraderSection.table, ExpectationSection.table,
      ExpectationSection.approximateTable, VerificationSection.gatesTable,
      VerificationSection.wrongTable, CaseSection.functionTable,
    ] + KitSection.tables

  /// What a manifest says, as far as it says it rightly.
  static func manifest(_ root: YAMLNode) -> LabManifest {
    let limits = LimitsSection.limits(root["limits"], over: .standard)
    let scenarios = root["scenarios"]?.pairs.map { pair in
      ScenarioSection.scenario(
        pair.key, ScenarioSection.merged(pair.value, over: root["defaults"]), limits: limits)
    }
    return LabManifest(
      id: root["id"]?.text ?? "", module: root["module"]?.integer ?? 0, row: root["row"]?.integer ?? 0,
      month: root["month"]?.integer ?? 0, kinds: root["kind"]?.elements.compactMap { $0.word() } ?? [],
      minutes: root["minutes"]?.integer ?? 0, title: root["title"].localized,
      rowText: root["row_text"].localized, environment: IdentitySection.environment(root["environment"]),
      services: root["services"]?.elements.compactMap { $0.word() } ?? [], limits: limits,
      files: FilesSection.files(root["files"]), exercise: root["exercise"]?.text,
      api: root["api"]?.texts ?? [], noise: root["noise"].map(IdentitySection.noise),
      scenarios: scenarios ?? [], checks: root["checks"]?.elements.map(CheckSection.criterion) ?? [],
      gates: VerificationSection.gates(root["gates"]),
      wrong: root["wrong"]?.elements.map(VerificationSection.wrong) ?? [])
  }
}
