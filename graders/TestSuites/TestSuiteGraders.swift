import GraderKit

/// What judges a learner's tests.
public enum TestSuiteGraders {
  /// The graders.
  public static let graders: [any Grader.Type] = [
    TestsKills.self, TestsSteady.self, TestsMarks.self, TestsTidy.self, TestsLean.self,
  ]
}
