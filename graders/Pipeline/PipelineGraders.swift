import GraderKit

/// What lab 02-memory-pipeline is fed by.
public enum PipelineGraders {
  /// The graders: none, the general ones do.
  public static let graders: [any Grader.Type] = []

  /// The makers of inputs.
  public static let workloads: [any Workload.Type] = [PipelineRecordsWorkload.self]
}
