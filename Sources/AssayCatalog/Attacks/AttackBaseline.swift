/// What an attack does to a naive grader in whose process it runs.
public enum AttackBaseline: Sendable, Equatable {
  /// This can be seen there, and is checked.
  case bites(Effect, String)
  /// Nothing can be seen there, for this reason.
  case none(String)

  /// What can be seen of a bite.
  public enum Effect: String, Sendable, CaseIterable {
    /// The grader takes the submission for right.
    case forged
    /// The attack says that it got what it must not know.
    case leaked
    /// The attack says that it got out, or a file outside has changed.
    case escaped
    /// The grader does not end.
    case hung
    /// A process outlives the grader.
    case survived
    /// A signal ended the grader.
    case killed
    /// The grader ends without a result.
    case lost
    /// More output arrives than anybody wants to keep.
    case flooded
    /// Memory, disk, descriptors or processes of the grader are used up.
    case exhausted
    /// Something else on the machine, or the grader's own state, has suffered.
    case disturbed
    /// The grader measures too little.
    case misled
  }
}
