import AssayModel

/// `files:`: what is handed in, what is given.
enum FilesSection {
  /// One element of `files.submit`.
  static let submittedTable = KeyTable(
    name: "submitted_file", summary: "One file that a learner hands in.",
    keys: [
      .required("path", .text(.relativePath), "The path inside the submission."),
      .optional(
        "max_kb", .integer(1...65_536), standard: .int(FileSpec.Submitted(path: "").maxBytes >> 10),
        "The greatest size in KiB."),
      .optional("optional", .boolean, standard: false, "True when the file may be missing."),
    ])

  /// `files:`.
  static let table = KeyTable(
    name: "files", summary: "Which files are handed in and which are given.",
    keys: [
      .optional(
        "given", .list(.text(.relativePath)), standard: [],
        "Files under given/ that are laid over the submission."),
      .required(
        "submit", .list(.mapping(submittedTable), minimum: 1),
        "Files that are taken from the submission; all others are left out."),
      .optional(
        "starter", .text(.relativePath), standard: .string(FileSpec(submit: []).starter),
        "The folder that `assay start` copies."),
    ])

  /// What `files:` says.
  static func files(_ node: YAMLNode?) -> FileSpec {
    FileSpec(
      given: node?["given"]?.texts ?? [], submit: node?["submit"]?.elements.map(submitted) ?? [],
      starter: node?["starter"]?.text ?? FileSpec(submit: []).starter)
  }

  private static func submitted(_ node: YAMLNode) -> FileSpec.Submitted {
    let path = node["path"]?.text ?? ""
    return FileSpec.Submitted(
      path: path,
      maxBytes: LimitsSection.bytes(node["max_kb"], shift: 10) ?? FileSpec.Submitted(path: path).maxBytes,
      isOptional: node["optional"]?.boolean ?? false)
  }
}
