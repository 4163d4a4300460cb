import AssayModel

/// What a grader or a workload is, for `assay explain`.
public struct GraderExplanation: Sendable, Equatable {
  /// The name that manifests use.
  public var name: String
  /// One sentence: what it judges or makes.
  public var summary: LocalizedText
  /// More, where one sentence is not enough; paragraphs are separated by empty lines.
  public var discussion: String
  /// The options under `with:`.
  public var options: [Option]
  /// Evidence with the outcome that it gives.
  public var examples: [Example]

  /// Describes a grader or a workload.
  public init(
    name: String, summary: LocalizedText, discussion: String = "", options: [Option] = [],
    examples: [Example] = []
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.options = options
    self.examples = examples
  }

  /// One option.
  public struct Option: Sendable, Equatable {
    /// The key.
    public var name: String
    /// What it takes, in words, for example `integer` or `one of: a, b`.
    public var kind: String
    /// True when it must be given.
    public var isRequired: Bool
    /// What it does, its unit, its default.
    public var summary: String

    /// Describes an option.
    public init(name: String, kind: String, isRequired: Bool, summary: String) {
      self.name = name
      self.kind = kind
      self.isRequired = isRequired
      self.summary = summary
    }
  }

  /// One example.
  public struct Example: Sendable, Equatable {
    /// What it shows.
    public var title: String
    /// How it comes out.
    public var outcome: Verdict.Outcome

    /// Gives an example.
    public init(title: String, outcome: Verdict.Outcome) {
      self.title = title
      self.outcome = outcome
    }
  }
}
