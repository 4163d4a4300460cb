/// A failure that is ours and never the learner's: the criterion is `ungraded`, the grade withheld.
public struct Fault: Error, Sendable, Equatable, Codable, CustomStringConvertible {
  /// Which part of ours failed.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// The sandbox could not be set up or did not report.
    case sandbox
    /// A tool this machine lacks.
    case missingTool
    /// A fixture server failed.
    case fixture
    /// A disk is full or read-only.
    case disk
    /// The harness did not speak its protocol before learner code ran.
    case harness
    /// A grader threw or was given options it cannot use.
    case grader
    /// The lab's own reference or starter failed.
    case lab
  }

  /// Which part failed.
  public var kind: Kind
  /// What happened and what to do, in one sentence.
  public var message: String
  /// True where trying again can help.
  public var isTransient: Bool

  /// Describes a failure of ours.
  public init(_ kind: Kind, _ message: String, isTransient: Bool = false) {
    self.kind = kind
    self.message = message
    self.isTransient = isTransient
  }

  /// The message.
  public var description: String { message }
}
