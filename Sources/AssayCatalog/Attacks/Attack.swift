import AssayModel

/// One hostile file of the corpus: what it tries, what must come of it, and its code.
public struct Attack: Sendable, Equatable {
  /// What an attack is aimed at; each has a folder.
  public enum Area: String, Sendable, CaseIterable {
    /// The verdict: answers, result files, exit codes, comparisons.
    case forge
    /// What a learner must not know: answers, secrets, the host.
    case leak
    /// The walls: file systems, namespaces, privileges, system calls, the network.
    case escape
    /// Memory, processes, disk, descriptors, output, time.
    case exhaust
    /// Neighbours, the host and the grader.
    case disturb
    /// Clocks and counters.
    case measure
    /// The fixture server and its trace.
    case fixture
    /// Archives, names and links that are handed in; the file builds them.
    case intake
    /// Places where a learner's text is shown.
    case report
  }

  /// The small lab on which the attack is tried.
  public enum Bench: String, Sendable, CaseIterable {
    /// Functions are called.
    case call
    /// Coroutines run on the virtual clock.
    case virtual
    /// A client talks to the fixture server.
    case client
  }

  /// What the attack is aimed at.
  public var area: Area
  /// The file's name without its extension.
  public var name: String
  /// What it does.
  public var tries: String
  /// What a naive grader makes of it.
  public var naive: String
  /// The correct outcome.
  public var outcome: String
  /// Who described it and where; `own` for ours.
  public var source: String
  /// What shows that it works when nothing stops it.
  public var baseline: AttackBaseline
  /// What must be observed: all of these, of each at least one alternative.
  public var expectations: [[AttackExpectation]]
  /// The lab on which it is tried.
  public var bench: Bench
  /// Where it is not contained, and why.
  public var gaps: [Gap]
  /// The whole file.
  public var code: String

  /// A place where an attack is not contained.
  public struct Gap: Sendable, Equatable {
    /// What has to be missing for the attack to work.
    public enum Place: String, Sendable, CaseIterable {
      /// Nothing: it works everywhere.
      case everywhere
      /// Control groups.
      case groups
      /// Root: a user id of one's own for each run.
      case root
      /// A sandbox at all.
      case sandbox
      /// Not having mounts: what is told is told by them.
      case mounts
    }

    /// What is missing there.
    public var place: Place
    /// Why that is so.
    public var reason: String

    /// States a gap.
    public init(place: Place, reason: String) {
      self.place = place
      self.reason = reason
    }

    /// True where the attack goes through under this isolation.
    public func isOpen(under isolation: Isolation) -> Bool {
      switch place {
      case .everywhere: true
      case .groups: isolation.controlGroups == .none
      case .root: isolation.tier != .root
      case .sandbox: isolation.tier < .rootless
      case .mounts: isolation.tier >= .rootless
      }
    }
  }

  /// Its name in the corpus, `area/name`.
  public var id: String { "\(area.rawValue)/\(name)" }
}

extension Attack {
  /// Whether the attack may be tried on any lab: it is learner code and does not have to run into a limit.
  public var fitsAnyLab: Bool {
    guard area != .intake, area != .report else { return false }
    return !expectations.joined().contains { $0.isLimit }
  }
}
