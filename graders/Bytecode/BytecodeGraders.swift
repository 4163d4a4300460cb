import GraderKit

/// What lab 01-bytecode-compare is judged and fed by.
public enum BytecodeGraders {
  /// The graders.
  public static let graders: [any Grader.Type] = [
    EquivalentGrader.self, DiffGrader.self, LoopsGrader.self, WarmGrader.self, RewriteGrader.self,
    KeptBehaviourGrader.self,
  ]

  /// The makers of inputs.
  public static let workloads: [any Workload.Type] = [FunctionsWorkload.self, RewritesWorkload.self]
}
