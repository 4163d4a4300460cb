import GraderKit

/// What lab 03-asyncio-concurrent-fetcher adds to the general graders.
public enum FetcherGraders {
  /// The graders.
  public static let graders: [any Grader.Type] = [
    FetchResultsGrader.self, StragglersGrader.self, HeadOfLineGrader.self, FetchStrictGrader.self,
    FetchCancelGrader.self, FetchStreamGrader.self, BodyBoundGrader.self,
  ]

  /// The workloads.
  public static let workloads: [any Workload.Type] = [FetchURLsWorkload.self]
}
