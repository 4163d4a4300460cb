import AssayModel

/// What a case says beside its inputs: what is expected of it.
///
/// These keys are taken off before anything is planned to be sent, so that no answer enters the sandbox.
enum CaseSection {
  private static let content = Shape.anyOf([.text(.any), .mapping(KitSection.fileTable)])

  /// What is expected, by the drivers call, virtual-asyncio, client (with `function`) and program.
  static let answerKeys: [KeyTable.Key] = [
    .optional("returns", .value, "The value that a function returns, by value and type."),
    .optional("raises", .text(.pythonName), "The exception that a function raises: its type's name."),
    .optional("message", .text(.any), "A part of the exception's message."),
    .optional("prints", content, "The text on stdout, of a function or a program."),
    .optional("exits", .integer(-64...255), "The exit code of a program; 0 without it."),
    .optional(
      "writes", .named(.relativePath, content),
      "Files that a program leaves, with their text; name them in `collect` as well."),
    .optional("points", .number(0...1000), "The case's weight under `award: each`; 1 without it."),
    .optional("name", .text(.sentence), "What the case is called, for its author."),
  ]

  /// One case of a scenario with `function`.
  static let functionTable = KeyTable(
    name: "function_case", summary: "What a case of a scenario with `function` holds.",
    keys: [
      .optional("args", .list(.value), standard: [], "The positional arguments."),
      .optional("kwargs", .openMapping, standard: [:], "The keyword arguments."),
    ] + answerKeys, choices: [KeyTable.Choice(keys: ["returns", "raises"], isRequired: false)])

  /// The names of all keys of a case.
  static func names(of target: Scenario.CallTarget) -> [String]? {
    switch target {
    case .function: functionTable.names
    case .kit(Driver.program.rawValue): KitSection.programTable.names
    case .kit, .operation: nil
    }
  }

  /// The inputs of the cases, and apart from them what is expected.
  static func parted(
    _ cases: Scenario.CaseSource, of target: Scenario.CallTarget
  ) -> (Scenario.CaseSource, [Value]) {
    guard case .listed(let rows) = cases, names(of: target) != nil else { return (cases, []) }
    let isFunction = if case .function = target { true } else { false }
    let expected = Set(answerKeys.map(\.name))
    let parts = rows.map { row -> (Value, Value) in
      let entries = (isFunction ? row.untagged : row).entries ?? []
      let isAnswer = { (entry: Value.Entry) in expected.contains(entry.key.text ?? "") }
      var inputs = entries.filter { !isAnswer($0) }
      if isFunction, entries.contains(where: { $0.key == "prints" }) {
        inputs.append(Value.Entry("capture", true))
      }
      return (.map(inputs), .map(entries.filter(isAnswer)))
    }
    let isSilent = parts.allSatisfy { $0.1 == .map([]) }
    return (.listed(parts.map(\.0)), isSilent ? [] : parts.map(\.1))
  }
}
