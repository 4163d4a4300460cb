import AssayModel

/// `grader:` of a check where the grader is the lab's own: a Swift package, or a program.
enum ExternalGraderSection {
  /// The mapping.
  static let table = KeyTable(
    name: "external_grader",
    summary: "A grader of the lab's own; it runs in the sandbox (docs/graders.md).",
    keys: [
      .optional(
        "package", .text(.graderPackage),
        "The folder of a Swift package that depends on GraderKit and has an executable product `grader`."),
      .optional("name", .text(.registered), "Which of the package's graders judges."),
      .optional(
        "run", .list(.text(.any), minimum: 1),
        """
        A program and its arguments. {python} stands for the lab's interpreter; words that name files of the lab \
        below graders/, hidden/ or tool/ make them readable.
        """),
      .optional(
        "files", .list(.text(.graderFile)), standard: [],
        "More files of the lab that the program may read, at the same paths below its working folder."),
      .optional(
        "limits", .mapping(LimitsSection.table), "What one verdict may take, where that is not usual."),
    ],
    choices: [
      KeyTable.Choice(keys: ["package", "run"], isRequired: true),
      KeyTable.Choice(keys: ["name", "run"], isRequired: false),
      KeyTable.Choice(keys: ["package", "files"], isRequired: false),
    ])

  /// What the mapping says; nil where it is none.
  static func grader(_ node: YAMLNode) -> ExternalGrader? {
    let limits = LimitsSection.limits(node["limits"], over: ExternalGrader.standardLimits)
    if let folder = node["package"]?.text {
      return ExternalGrader(.package(folder: folder, grader: node["name"]?.text ?? ""), limits: limits)
    }
    guard let arguments = node["run"]?.texts, !arguments.isEmpty else { return nil }
    let named = arguments.filter(TextRule.graderFile.accepts) + (node["files"]?.texts ?? [])
    return ExternalGrader(
      .program(arguments: arguments, files: Set(named).sorted()), limits: limits)
  }
}

extension TextRule {
  private static let graderFolders = ["graders/", "hidden/", "tool/"]

  /// The path of a file that a grader of the lab's own may read.
  static let graderFile = Self(
    pattern: #"^(graders|hidden|tool)/(?!\.{1,2}(/|$))[^/\\\s]+(/(?!\.{1,2}(/|$))[^/\\\s]+)*$"#,
    allowed: "a path below graders/, hidden/ or tool/"
  ) { text in
    graderFolders.contains(where: text.hasPrefix) && TextRule.relativePath.accepts(text)
  }

  /// The folder of a package of graders.
  static let graderPackage = Self(
    pattern: #"^graders(/(?!\.{1,2}(/|$))[^/\\\s]+)*$"#, allowed: "graders, or a folder below it"
  ) { text in
    text == "graders" || (text.hasPrefix("graders/") && TextRule.relativePath.accepts(text))
  }
}
