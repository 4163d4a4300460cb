import GraderKit

/// What lab 01-exception-forensics is judged and fed by.
public enum ForensicsGraders {
  /// The graders.
  public static let graders: [any Grader.Type] = [
    ReportTreeGrader.self, BoundedReportGrader.self, RedactionGrader.self, SameFingerprintGrader.self,
    OtherFingerprintGrader.self, HooksGrader.self, ReleaseGrader.self,
  ]

  /// The makers of inputs.
  public static let workloads: [any Workload.Type] = [FaultsWorkload.self, SecretsWorkload.self]
}
