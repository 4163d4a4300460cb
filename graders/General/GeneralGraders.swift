import GraderKit

/// Graders that know nothing of any one lab.
public enum GeneralGraders {
  /// The graders.
  public static let graders: [any Grader.Type] = [
    Expectations.self, CaseResults.self, SameAsReference.self, CPURatio.self, MemoryRatio.self,
    MemoryGrowth.self, ProgramEnd.self, ProgramOutput.self, ToolFindings.self,
  ]
}
