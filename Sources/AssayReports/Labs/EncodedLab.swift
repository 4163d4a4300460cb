import AssayModel

/// A lab as JSON: what `assay show --json` prints, and each element of `assay labs --json`.
public struct EncodedLab: Sendable, Equatable, Codable {
  /// The id.
  public var id: String
  /// The name.
  public var title: EncodedText
  /// The curriculum's own words.
  public var rowText: EncodedText
  /// The curriculum's module.
  public var module: Int
  /// The row in its module.
  public var row: Int
  /// The month of the roadmap.
  public var month: Int
  /// How the learner's code is exercised.
  public var kinds: [String]
  /// Minutes that a learner is expected to need.
  public var minutes: Int
  /// Points that can be had.
  public var points: Int
  /// The language version.
  public var python: String
  /// The set of packages.
  public var profile: String
  /// Servers and tools that it needs beside Python.
  public var services: [String]
  /// Why this machine cannot run it; empty where it can.
  public var obstacles: [Obstacle]
  /// The files to hand in.
  public var submit: [File]
  /// The files that are given.
  public var given: [String]
  /// Limits of every run.
  public var limits: EncodedLimits
  /// What is judged.
  public var checks: [Check]

  /// Something that this machine lacks.
  public struct Obstacle: Sendable, Equatable, Codable {
    /// `environment`, `service` or `python`.
    public var kind: String
    /// Of the profile, the service or the version.
    public var name: String
    /// What is wrong.
    public var text: EncodedText
    /// The command that helps.
    public var remedy: String
  }

  /// A file to hand in.
  public struct File: Sendable, Equatable, Codable {
    /// The path inside the submission.
    public var path: String
    /// The greatest size, in bytes.
    public var maxBytes: Int
    /// True when it may be missing.
    public var isOptional: Bool
  }

  /// A line of the rubric.
  public struct Check: Sendable, Equatable, Codable {
    /// The key.
    public var id: String
    /// The name.
    public var title: EncodedText
    /// Points for meeting it.
    public var points: Int
    /// Who may see its inputs.
    public var visibility: EncodedVisibility
    /// The rules that it checks.
    public var rules: [Int]
    /// The checks that it builds on.
    public var requires: [String]
  }

  /// The published form of a lab.
  public init(_ lab: LabManifest, obstacles: [LabObstacle] = []) {
    id = lab.id
    title = EncodedText(lab.title)
    rowText = EncodedText(lab.rowText)
    (module, row, month) = (lab.module, lab.row, lab.month)
    kinds = lab.kinds.map(\.rawValue)
    minutes = lab.minutes
    points = lab.checks.reduce(0) { $0 + $1.points }
    (python, profile) = (lab.environment.python, lab.environment.profile)
    services = lab.services.map(\.rawValue)
    self.obstacles = obstacles.map {
      Obstacle(kind: $0.kind.rawValue, name: $0.name, text: EncodedText($0.text), remedy: $0.remedy)
    }
    submit = lab.files.submit.map { File(path: $0.path, maxBytes: $0.maxBytes, isOptional: $0.isOptional) }
    given = lab.files.given
    limits = EncodedLimits(lab.limits)
    checks = lab.checks.map {
      Check(
        id: $0.id, title: EncodedText($0.title), points: $0.points,
        visibility: EncodedVisibility($0.visibility), rules: $0.rules, requires: $0.requires)
    }
  }
}

/// The document `assay-lab/1`; its schema is docs/schema/show-1.schema.json.
public struct EncodedLabDocument: Sendable, Equatable, Codable {
  /// The name and version of the form.
  public var schema = "assay-lab/1"
  /// The lab.
  public var lab: EncodedLab

  /// Wraps a lab and what this machine lacks for it.
  public init(_ lab: LabManifest, obstacles: [LabObstacle] = []) {
    self.lab = EncodedLab(lab, obstacles: obstacles)
  }

  /// One document, ended by a line feed.
  ///
  /// - Throws: an `EncodingError` where a limit is no number.
  public func text() throws -> String { try OrderedEncoder.text(self) }
}

/// The document `assay-labs/1`; its schema is docs/schema/labs-1.schema.json.
public struct EncodedLabList: Sendable, Equatable, Codable {
  /// The name and version of the form.
  public var schema = "assay-labs/1"
  /// The labs.
  public var labs: [EncodedLab]

  /// Lists labs and, by id, what this machine lacks for them.
  public init(_ labs: [LabManifest], obstacles: [String: [LabObstacle]] = [:]) {
    self.labs = labs.map { EncodedLab($0, obstacles: obstacles[$0.id] ?? []) }
  }

  /// One document, ended by a line feed.
  ///
  /// - Throws: an `EncodingError` where a limit is no number.
  public func text() throws -> String { try OrderedEncoder.text(self) }
}
