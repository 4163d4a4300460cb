/// A reason why a machine cannot run a lab, and what would help.
public struct LabObstacle: Sendable, Equatable {
  /// What is missing.
  public enum Kind: String, Sendable, CaseIterable {
    /// A set of packages that was not built.
    case environment
    /// A program of the system.
    case service
    /// An interpreter of the lab's version.
    case python
  }

  /// What is missing.
  public var kind: Kind
  /// Its name: of the profile, the service or the version.
  public var name: String
  /// What is wrong, in a few words.
  public var text: LocalizedText
  /// The command that helps.
  public var remedy: String

  /// Names an obstacle.
  public init(kind: Kind, name: String, text: LocalizedText, remedy: String) {
    self.kind = kind
    self.name = name
    self.text = text
    self.remedy = remedy
  }
}
