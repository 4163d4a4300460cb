import AssayModel

/// The document `assay-environments/1`; its schema is docs/schema/environments-1.schema.json.
public struct EncodedEnvironmentList: Sendable, Equatable, Codable {
  /// The name and version of the form.
  public var schema = "assay-environments/1"
  /// Where environments are kept.
  public var folder: String
  /// What there is of every profile, then what is left of earlier ones.
  public var environments: [Environment]

  /// One environment.
  public struct Environment: Sendable, Equatable, Codable {
    /// The profile's name.
    public var profile: String
    /// The interpreter's version.
    public var python: String
    /// What the environment is found by; left out without an interpreter.
    public var digest: String?
    /// True where it can be used.
    public var isBuilt: Bool
    /// True while a profile asks for it.
    public var isCurrent: Bool
    /// Its size in bytes, where it is built.
    public var bytes: Int?
    /// When a run was last given it, where it is built: RFC 3339 in UTC.
    public var lastUsed: String?
    /// What is in it, each `name version`.
    public var packages: [String]
    /// The labs that need it.
    public var labs: [String]
  }

  /// Lists what a machine has.
  public init(_ states: [EnvironmentState], folder: String) {
    self.folder = folder
    environments = states.map {
      Environment(
        profile: $0.profile, python: $0.python, digest: $0.digest?.description, isBuilt: $0.built != nil,
        isCurrent: $0.isCurrent, bytes: $0.built?.bytes, lastUsed: $0.built?.lastUsed,
        packages: $0.built?.packages ?? [], labs: $0.labs)
    }
  }

  /// One document, ended by a line feed.
  ///
  /// - Throws: nothing in practice: it has no numbers that JSON lacks.
  public func text() throws -> String { try OrderedEncoder.text(self) }
}
