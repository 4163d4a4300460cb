/// How strongly a run was kept apart from the machine.
public struct Isolation: Sendable, Equatable, Codable {
  /// The kinds of sandbox, strongest first.
  public enum Tier: String, Sendable, Codable, CaseIterable, Comparable {
    /// Namespaces set up by root, the learner under a user id of its own.
    case root
    /// Namespaces set up without root, inside a user namespace.
    case rootless
    /// Limits, a filter, Landlock and mostly a user id of its own: no namespaces.
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

  /// How much isolation a result can be required to have, weakest first: `--require-isolation`.
  public enum Level: String, Sendable, Codable, CaseIterable, Comparable {
    /// Anything, none at all included.
    case none
    /// A filter of system calls, no privileges, limits and a certain end; files and network only as far as the
    /// kernel's Landlock goes.
    case process
    /// Files, network and processes of the machine are hidden.
    case isolated
    /// Isolated, and every limit and figure is exact.
    case full

    /// A weaker level is less than a stronger one.
    public static func < (left: Self, right: Self) -> Bool {
      let order = allCases
      guard let leftIndex = order.firstIndex(of: left), let rightIndex = order.firstIndex(of: right)
      else { return false }
      return leftIndex < rightIndex
    }
  }

  /// The strongest level that this isolation reaches.
  public var level: Level {
    switch tier {
    case .root, .rootless: notEnforced.isEmpty ? .full : .isolated
    case .process: .process
    case .none: .none
    }
  }

  /// Whether every guarantee is given.
  public var isFull: Bool { level == .full }

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
