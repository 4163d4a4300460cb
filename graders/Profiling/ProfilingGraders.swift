import GraderKit

/// What lab 02-profiling-io-vs-cpu is judged and fed by.
public enum ProfilingGraders {
  /// The graders.
  public static let graders: [any Grader.Type] = [
    KindsGrader.self, FiguresGrader.self, CleanUpGrader.self, HotThreadsGrader.self,
    HotCountsGrader.self, HotOrderGrader.self, TwoClocksGrader.self, SampleCPUGrader.self,
    SampleWallGrader.self, SampleCleanGrader.self, ReportGrader.self,
  ]

  /// The makers of inputs.
  public static let workloads: [any Workload.Type] = [
    PlantedWorkload.self, TwoThreadsWorkload.self, OrdersWorkload.self,
  ]
}
