/// What this machine has of a profile: the packages that labs share.
public struct EnvironmentState: Sendable, Equatable {
  /// The profile's name; for an environment that no profile asks for any more, the one it was built for.
  public var profile: String
  /// The interpreter's version: full where there is one, else the language version that is asked for.
  public var python: String
  /// What the environment is found by; nil without an interpreter.
  public var digest: Digest?
  /// What is on disk; nil where nothing is built.
  public var built: Built?
  /// True while a profile asks for exactly this environment.
  public var isCurrent: Bool
  /// The labs that need it, by id.
  public var labs: [String]

  /// An environment on disk.
  public struct Built: Sendable, Equatable {
    /// The size of all files, in bytes.
    public var bytes: Int
    /// When a run was last given it, RFC 3339 in UTC.
    public var lastUsed: String
    /// Its packages, each `name version`.
    public var packages: [String]

    /// Describes what is on disk.
    public init(bytes: Int, lastUsed: String, packages: [String]) {
      self.bytes = bytes
      self.lastUsed = lastUsed
      self.packages = packages
    }
  }

  /// Describes what a machine has of a profile.
  public init(
    profile: String, python: String, digest: Digest?, built: Built?, isCurrent: Bool, labs: [String]
  ) {
    self.profile = profile
    self.python = python
    self.digest = digest
    self.built = built
    self.isCurrent = isCurrent
    self.labs = labs
  }
}
