import AssayModel

/// The graders and workloads that manifests can name.
public struct Registry: Sendable {
  private let graders: [String: any Grader.Type]
  private let workloads: [String: any Workload.Type]

  /// Registers graders and workloads; of two with one name the later wins.
  public init(graders: [any Grader.Type], workloads: [any Workload.Type] = []) {
    self.graders = Dictionary(
      graders.map { ($0.description.name, $0) }, uniquingKeysWith: { _, later in later })
    self.workloads = Dictionary(
      workloads.map { ($0.description.name, $0) }, uniquingKeysWith: { _, later in later })
  }

  /// The descriptions of all graders, by name.
  public var graderDescriptions: [GraderDescription] {
    graders.values.map { $0.description }.sorted { $0.name < $1.name }
  }

  /// The descriptions of all workloads, by name.
  public var workloadDescriptions: [WorkloadDescription] {
    workloads.values.map { $0.description }.sorted { $0.name < $1.name }
  }

  /// The grader called `name`.
  ///
  /// - Throws: ``GraderError`` when there is none.
  public func grader(_ name: String) throws -> any Grader {
    guard let type = graders[name] else {
      throw GraderError("There is no grader '\(name)'; `assay explain` lists those there are.")
    }
    return type.init()
  }

  /// What the workload called `name` makes of `options` and `seed`.
  ///
  /// - Throws: ``GraderError`` when there is none, or its options are wrong.
  public func content(ofWorkload name: String, options: Value, seed: Seed) throws -> WorkloadContent {
    guard let type = workloads[name] else {
      throw GraderError("There is no workload '\(name)'; `assay explain` lists those there are.")
    }
    return try type.init().content(options: options, seed: seed)
  }
}
