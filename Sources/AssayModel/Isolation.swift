/// How strongly a run was kept apart from the machine.
public struct Isolation: Sendable, Equatable, Codable {
  /// The kinds of sandbox, strongest first.
  public enum Tier: String, Sendable, Codable, CaseIterable, Comparable {
    /// Namespaces set up by root, the learner under a user id of its own.
    case root
    /// Namespaces set up without root, inside a user namespace.
    case rootless
    /// Resource limits and a user id of its own only: no namespaces.
    case process
    /// No isolation at all.
    case none

    /// A weaker tier is less than a stronger one.
    public static func < (left: Self, right: Self) -> Bool {
      let order = allCases
      guard let leftIndex = order.firstIndex(of: left), let rightIndex = order.firstIndex(of: right)
      else { return false }
      return leftIndex > rightIndex
    }
  }

  /// The control groups that bound and account a run.
  public enum ControlGroups: String, Sendable, Codable {
    /// Version 1 controllers (memory, pids, cpu, cpuacct).
    case v1
    /// The unified hierarchy.
    case v2
    /// None: limits are per process, figures are sampled.
    case none
  }

  /// One guarantee that this machine does not give.
  public struct Degradation: Sendable, Equatable, Codable {
    /// A stable name, for example `memory-limit`.
    public var id: String
    /// What is not enforced, for a person.
    public var text: LocalizedText

    /// Names a missing guarantee.
    public init(id: String, text: LocalizedText) {
      self.id = id
      self.text = text
    }
  }

  /// The tier in use.
  public var tier: Tier
  /// The control groups in use.
  public var controlGroups: ControlGroups
  /// What is not enforced; empty on a fully capable machine.
  public var notEnforced: [Degradation]

  /// Describes the isolation of a machine.
  public init(tier: Tier, controlGroups: ControlGroups, notEnforced: [Degradation] = []) {
    self.tier = tier
    self.controlGroups = controlGroups
    self.notEnforced = notEnforced
  }
}
