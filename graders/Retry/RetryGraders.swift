import GraderKit

/// The graders and workloads of the lab `06-retry-backoff-breaker`.
public enum RetryGraders {
  /// What its checks can name.
  public static let graders: [any Grader.Type] = [
    WaitsGrader.self, RetryMatrixGrader.self, RetryAfterValuesGrader.self, JitterGrader.self,
    RetryAfterGrader.self, DeadlineGrader.self, CancelGrader.self, RequestKeyGrader.self,
    BreakerTimelineGrader.self, RetryBudgetGrader.self, HerdGrader.self, RealSocketsGrader.self,
  ]

  /// What its scenarios can generate.
  public static let workloads: [any Workload.Type] = [
    RetryRequestsWorkload.self, RetryAfterValuesWorkload.self, RetryTimelinesWorkload.self,
    RetrySocketsWorkload.self,
  ]
}
