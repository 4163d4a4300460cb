import AssayModel

/// One way to start runs on this machine: what a probe chooses between.
struct Backend: Sendable, Equatable, Codable {
  /// The tier that it gives.
  var tier: Isolation.Tier
  /// True where the launcher puts runs into control groups.
  var usesControlGroups: Bool
  /// The launcher's program.
  var launcher: String
  /// bubblewrap's program; nil without isolation.
  var bubblewrap: String?
  /// A delegated control group in which runs are made; nil for the usual place.
  var controlGroupBase: String?

  /// The launcher's arguments.
  var launcherArguments: [String] {
    guard usesControlGroups else { return ["--no-cgroups"] }
    guard let controlGroupBase else { return [] }
    return ["--cgroup-base", controlGroupBase]
  }
}
