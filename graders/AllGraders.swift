import GraderKit

/// Every compiled-in grader and workload.
///
/// A new one is registered here, in one line.
public let compiledInRegistry = Registry(
  graders: [Expectations.self, SameAsReference.self, CPURatio.self] + ProfilingGraders.graders
    + FetcherGraders.graders + RetryGraders.graders + BytecodeGraders.graders
    + ForensicsGraders.graders + LifecycleGraders.graders,
  workloads: ProfilingGraders.workloads + FetcherGraders.workloads + RetryGraders.workloads
    + BytecodeGraders.workloads + ForensicsGraders.workloads)
