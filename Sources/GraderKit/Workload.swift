import AssayModel

/// Makes a scenario's inputs, and its fixture's routes, from a seed.
public protocol Workload: Sendable {
  /// The name and the options by which it is documented.
  static var description: WorkloadDescription { get }

  /// Makes a workload; it keeps nothing between calls.
  init()

  /// Makes the content; the same options and seed give the same content.
  ///
  /// - Throws: ``GraderError`` when the options are not what it needs.
  func content(options: Value, seed: Seed) throws -> WorkloadContent
}

/// What a workload is, for `assay explain` and the manifest's checks.
public struct WorkloadDescription: Sendable {
  /// The name that manifests use.
  public var name: String
  /// One sentence: what it makes.
  public var summary: LocalizedText
  /// The options, beside `generate:`.
  public var options: [OptionSpec]

  /// Describes a workload.
  public init(name: String, summary: LocalizedText, options: [OptionSpec] = []) {
    self.name = name
    self.summary = summary
    self.options = options
  }
}
