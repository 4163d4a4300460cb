import AssayModel

/// What the drivers that start processes take in `args` and `cases`: the inputs of the grading kit.
///
/// The same names are the keyword arguments of the kit's operations, which an exercise file reaches as `ctx.kit`.
enum KitSection {
  /// `{file: …}`.
  static let fileTable = KeyTable(
    name: "lab_file", summary: "The content of a file of the lab that no learner sees.",
    keys: [.required("file", .text(.inputFile), "The path: hidden/… or tool/….")])

  private static let content = Shape.anyOf([.text(.any), .mapping(fileTable)])
  private static let seconds = Shape.number(0.05...3600)
  private static let argv = KeyTable.Key.optional(
    "argv", .list(.text(.any), minimum: 1),
    """
    The program and its arguments. {python}, {submission}, {scratch}, {tmp} and {port:NAME} stand for the \
    interpreter, folders and a free port; a program without a slash is looked up in /usr.
    """)
  private static let environment = KeyTable.Key.optional(
    "env", .named(.pythonName, .text(.any)), standard: [:], "Environment variables beside the usual few.")
  private static let limit = KeyTable.Key.optional(
    "limit_s", seconds, "Seconds after which the process is ended; 0.8 of call_limit_s without it.")
  private static let files = KeyTable.Key.optional(
    "files", .named(.relativePath, content), standard: [:],
    "Files that are laid into the working folder first.")
  private static let folder = KeyTable.Key.optional(
    "cwd", .word(["scratch", "copy"]), standard: "scratch",
    "The working folder: empty but for `files`, or with a writable copy of the submission.")

  /// What an `until` waits for.
  static let untilTable = KeyTable(
    name: "until", summary: "What is waited for; all that is given must hold.",
    keys: [
      .optional("stdout_bytes", .integer(0...1_073_741_824), "So many bytes came on stdout."),
      .optional("stdout_lines", .integer(0...1_073_741_824), "So many lines came on stdout."),
      .optional("stdout_text", .text(.any), "This text came on stdout."),
      .optional("stderr_text", .text(.any), "This text came on stderr."),
      .optional("exit", .boolean, "True: the process has ended."),
      .optional("within_s", seconds, standard: 5, "Seconds after which waiting is given up."),
    ])

  /// One step of `script`.
  static let scriptTable = KeyTable(
    name: "script_step", summary: "One thing done to a running program.",
    keys: [
      .optional("send", content, "Written to stdin."),
      .optional(
        "until", .mapping(untilTable), "Waited for; how things stood then is a mark of the evidence."),
      .optional("signal", .word(signals), "Sent to the process and its group."),
      .optional("close_stdin", .boolean, "The end of the input."),
      .optional("close_stdout", .boolean, "Closes our end of stdout, as `head` does."),
    ],
    choices: [
      KeyTable.Choice(keys: ["send", "until", "signal", "close_stdin", "close_stdout"], isRequired: true)
    ])

  private static let signals = ["TERM", "KILL", "INT", "HUP", "STOP", "CONT", "USR1", "USR2", "QUIT"]

  /// The inputs of the driver program.
  static let programTable = KeyTable(
    name: "program", summary: "What a case of the driver program holds.",
    keys: [
      argv,
      .optional("stdin", content, "What is written to stdin; nothing without it."),
      .optional(
        "script", .list(.mapping(scriptTable)),
        "Input, pauses until something is seen, and signals, in order."),
      files,
      .optional("collect", .list(.text(.relativePath)), standard: [], "Files that are read afterwards."),
      environment, folder,
      .optional("stdout", .word(["open", "closed"]), standard: "open", "Closed: nobody reads it."),
      limit,
      .optional("keep_kb", .integer(1...4096), standard: 256, "KiB of each stream that are kept."),
      .optional("collect_kb", .integer(1...4096), standard: 1024, "The greatest size of a collected file."),
    ] + CaseSection.answerKeys.filter { !["returns", "raises", "message"].contains($0.name) },
    choices: [KeyTable.Choice(keys: ["stdin", "script"], isRequired: false)])

  /// The inputs of the driver analysis.
  static let analysisTable = KeyTable(
    name: "analysis", summary: "What a case of the driver analysis holds.",
    keys: [
      argv, .optional("stdin", content, "What is written to stdin; nothing without it."), files, environment,
      folder,
      .optional(
        "findings", .text(.relativePath), standard: "stdout",
        "Where the JSON comes: stdout, or a file of the working folder."),
      limit, .optional("most_kb", .integer(1...4096), standard: 1024, "The greatest size of the JSON."),
    ])

  /// The inputs of the driver tool.
  static let toolTable = KeyTable(
    name: "tool", summary: "What a case of the driver tool holds.",
    keys: [
      argv,
      .optional(
        "config", .named(.relativePath, content), standard: [:],
        "The grader's own files; {config} is their folder."),
      .optional(
        "parse", .word(["none", "json", "json-lines", "sarif", "pattern"]), standard: "none",
        "How the tool's report is read."),
      .optional(
        "pattern", .text(.sentence), "A Python regular expression with groups file, line, code and message."),
      .optional("output", .text(.relativePath), standard: "stdout", "Where it is: stdout, stderr or a file."),
      environment,
      .optional(
        "cwd", .word(["scratch", "copy"]), standard: "copy",
        "The working folder: empty, or a copy of the submission."),
      limit, .optional("most_kb", .integer(1...4096), standard: 4096, "The greatest size of the report."),
    ])

  /// The inputs of the driver tests.
  static let testsTable = KeyTable(
    name: "tests", summary: "What a case of the driver tests holds.",
    keys: [
      .optional("runner", .word(["unittest", "pytest"]), standard: "unittest", "What runs the tests."),
      .optional(
        "tests", .list(.text(.relativePath), minimum: 1),
        "Folders or files of the submission; all of it without them."),
      .optional("plugins", .list(.text(.sentence)), standard: [], "Plugins of pytest; no other is loaded."),
      .optional("config", content, "pytest's configuration file; an empty one without it."),
      .optional("arguments", .list(.text(.any)), standard: [], "More arguments of pytest."),
      .optional(
        "warm", .list(.text(.sentence)),
        "Modules that are imported once; each run is then a fork of that interpreter, which costs a tenth."),
      .optional("order", .text(.any), "Shuffles pytest's tests by this text; needs `warm`."),
      .optional(
        "alone", .boolean, standard: false, "Each test of pytest in a fork of its own; needs `warm`."),
      .optional(
        "copies", .integer(1...2), standard: 1,
        "Two: in one folder at one time, each test beginning when the other's does; needs `warm`."),
      environment, limit,
    ])

  /// `builds:`.
  static let buildsTable = KeyTable(
    name: "builds", summary: "Right and wrong builds, tested in random order.",
    keys: [
      .required(
        "good", .list(.text(.inputFile), minimum: 1),
        "Folders of right builds, differently written."),
      .optional("each", .integer(1...10), standard: 2, "How often each right build is tested."),
      .optional(
        "runs", .integer(1...64),
        "Sandboxes that the builds are dealt out to; without it each build has one of its own."),
      .optional(
        "mutants", .list(.text(.inputFile)), standard: [],
        "Folders of wrong builds; their files are laid over those of the first good one."),
    ])

  /// All tables, for the documentation and the schema.
  static let tables = [
    buildsTable, programTable, scriptTable, untilTable, fileTable, ServiceSection.table,
    ServiceSection.stepTable, ServiceSection.readyTable, ServiceSection.requestTable,
    ServiceSection.signalAfterTable, testsTable, toolTable, analysisTable,
  ]

  /// The table of a driver's inputs; nil where the driver takes what its function takes.
  static func inputs(of driver: Driver) -> KeyTable? {
    switch driver {
    case .call, .virtualAsyncio, .client: nil
    case .program: programTable
    case .service: ServiceSection.table
    case .tests: testsTable
    case .tool: toolTable
    case .analysis: analysisTable
    }
  }

  /// The keys that every case of a driver must have, its own or by `args`.
  static func required(by driver: Driver) -> [String] {
    switch driver {
    case .program, .tool, .analysis: ["argv"]
    case .service: ["steps"]
    case .call, .virtualAsyncio, .client, .tests: []
    }
  }

  /// What `builds:` says.
  static func builds(_ node: YAMLNode) -> Scenario.Builds {
    Scenario.Builds(
      good: node["good"]?.texts ?? [], mutants: node["mutants"]?.texts ?? [],
      each: node["each"]?.integer ?? 2,
      runs: node["runs"]?.integer)
  }
}

extension TextRule {
  /// A path below one of the folders whose files inputs may name.
  static let inputFile = Self(
    pattern: #"^(hidden|tool)/(?!\.{1,2}(/|$))[^/\\\s]+(/(?!\.{1,2}(/|$))[^/\\\s]+)*$"#,
    allowed: "a path below hidden/ or tool/"
  ) { text in
    Value.inputFolders.contains(where: text.hasPrefix) && TextRule.relativePath.accepts(text)
  }
}
