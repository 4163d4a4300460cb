/// Starts sandboxed processes.
///
/// The engine knows this, the sandbox provides it, tests script it.
public protocol SandboxHost: Sendable {
  /// How this machine isolates runs.
  var isolation: Isolation { get }

  /// Starts a process, gives it to `body`, and ends all that it started before returning.
  ///
  /// - Throws: ``Fault`` when the sandbox fails, and what `body` throws.
  func withProcess<Result: Sendable>(
    _ request: SandboxRequest,
    _ body: @Sendable (any SandboxedProcess) async throws -> Result
  ) async throws -> (result: Result, process: ProcessRecord)
}

/// A running sandboxed process: two channels of lines, nothing else.
public protocol SandboxedProcess: Sendable {
  /// The only TCP port at which the process may reach its fixture server; 0 where any will do.
  var fixturePort: Int { get }

  /// Sends bytes to the harness's private pipe.
  func send(_ bytes: [UInt8]) async throws

  /// The next line of the harness, without its line feed; nil once the process has closed its end.
  ///
  /// - Throws: ``SandboxTimeout`` after `seconds`; ``Fault`` when the launcher fails.
  func receive(within seconds: Double) async throws -> [UInt8]?

  /// Sends one line to the fixture server's control channel and returns its answer.
  ///
  /// - Throws: ``FixtureLoss``; ``Fault`` when the launcher fails, or something outside has killed the server.
  func askFixture(_ line: [UInt8], within seconds: Double) async throws -> [UInt8]

  /// Ends the process and all that it started, now.
  func stop() async
}

extension SandboxedProcess {
  /// Any port: what a network of the run's own allows.
  public var fixturePort: Int { 0 }
}

/// The fixture server ended, fell silent, or said more than can be kept.
///
/// Whose doing that is depends on who has talked to it: before the learner's code is loaded it is ours.
public struct FixtureLoss: Error, Sendable, Equatable {
  /// The failure as it is told where it is ours.
  public var fault: Fault

  /// Says what became of the server.
  public init(_ fault: Fault) { self.fault = fault }
}

/// No line came in time.
public struct SandboxTimeout: Error, Sendable, Equatable {
  /// Says that no line came in time.
  public init() {}
}

/// A process to be started in the sandbox.
public struct SandboxRequest: Sendable, Equatable {
  /// The program and its arguments, as seen inside.
  public var arguments: [String]
  /// Files and folders of the host that are seen inside, all read-only.
  public var mounts: [Mount]
  /// Limits of the run.
  public var limits: Limits
  /// The fixture server's program on the host, started in the run's private network; nil for no network.
  public var fixture: [String]?

  /// Describes a process to be.
  public init(arguments: [String], mounts: [Mount], limits: Limits, fixture: [String]? = nil) {
    self.arguments = arguments
    self.mounts = mounts
    self.limits = limits
    self.fixture = fixture
  }

  /// A host path seen read-only inside.
  public struct Mount: Sendable, Equatable {
    /// The path on the host.
    public var source: String
    /// The path inside.
    public var target: String

    /// Maps a host path to a path inside.
    public init(source: String, target: String) {
      self.source = source
      self.target = target
    }
  }
}
