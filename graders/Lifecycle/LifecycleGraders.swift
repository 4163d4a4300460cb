import GraderKit

/// What lab 01-object-lifecycle-cycles is judged by; its inputs stand in the manifest or come from seeds.
public enum LifecycleGraders {
  /// The graders.
  public static let graders: [any Grader.Type] = [CyclesGrader.self, SizeGrader.self]
}
