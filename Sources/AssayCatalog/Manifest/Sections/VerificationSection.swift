import AssayModel

/// `gates:` and `wrong:`: what `assay verify` holds a lab to.
enum VerificationSection {
  private static let standard = Gates()

  /// `gates:`.
  static let gatesTable = KeyTable(
    name: "gates", summary: "The bounds that `assay verify` holds the lab to.",
    keys: [
      .optional(
        "starter_max", .integer(0...100), standard: .int(standard.starterMaximum),
        "The most points that the starter may have."),
      .optional(
        "reference_min", .integer(0...100), standard: .int(standard.referenceMinimum),
        "The fewest points that the reference may have."),
      .optional(
        "cheat_max", .integer(0...100), standard: .int(standard.cheatMaximum),
        "The most points that a cheat may have, unless it declares its own bound."),
    ])

  /// One element of `wrong:`.
  static let wrongTable = KeyTable(
    name: "wrong_submission", summary: "A known-wrong submission and what it must lose.",
    keys: [
      .required("id", .text(.name), "The folder under wrong/."),
      .optional("lose", .list(.text(.name)), standard: [], "Checks that it must fail."),
      .optional("also", .list(.text(.name)), standard: [], "Checks that it may fail."),
      .optional("cheat", .boolean, standard: false, "True for an attempt to score without solving."),
      .optional("max_score", .integer(0...100), "The most points that it may have."),
    ])

  /// What `gates:` says.
  static func gates(_ node: YAMLNode?) -> Gates {
    Gates(
      starterMaximum: node?["starter_max"]?.integer ?? standard.starterMaximum,
      referenceMinimum: node?["reference_min"]?.integer ?? standard.referenceMinimum,
      cheatMaximum: node?["cheat_max"]?.integer ?? standard.cheatMaximum)
  }

  /// What one element of `wrong:` says.
  static func wrong(_ node: YAMLNode) -> WrongSubmission {
    WrongSubmission(
      id: node["id"]?.text ?? "", lose: node["lose"]?.texts ?? [], also: node["also"]?.texts ?? [],
      isCheat: node["cheat"]?.boolean ?? false, maximumScore: node["max_score"]?.integer)
  }
}
