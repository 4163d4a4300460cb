import GraderKit

/// Every compiled-in grader and workload.
///
/// A new one is registered here, in one line.
public let compiledInRegistry = Registry(
  graders: GeneralGraders.graders + ProfilingGraders.graders + FetcherGraders.graders
    + RetryGraders.graders + PipelineGraders.graders + BytecodeGraders.graders
    + ForensicsGraders.graders + LifecycleGraders.graders + TestSuiteGraders.graders,
  workloads: ProfilingGraders.workloads + FetcherGraders.workloads + RetryGraders.workloads
    + PipelineGraders.workloads + BytecodeGraders.workloads + ForensicsGraders.workloads)
