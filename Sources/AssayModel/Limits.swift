/// What one sandboxed run may use at most.
public struct Limits: Sendable, Equatable, Codable {
  /// Wall time in seconds.
  public var wallSeconds: Double
  /// CPU time of all of the run's processes together, in seconds.
  public var cpuSeconds: Double
  /// Memory charged to the run, in bytes.
  public var memoryBytes: Int
  /// Processes and threads at one time.
  public var processes: Int
  /// Open descriptors of one process.
  public var openFiles: Int
  /// Bytes on stdout and stderr together before the run is ended.
  public var outputBytes: Int
  /// Bytes of each writable file system (`/tmp`, the working directory, `/dev/shm`).
  public var diskBytes: Int

  /// The limits of a lab that declares none.
  public static let standard = Limits(
    wallSeconds: 30, cpuSeconds: 15, memoryBytes: 256 << 20, processes: 32, openFiles: 256,
    outputBytes: 1 << 20, diskBytes: 16 << 20)

  /// Gives every limit.
  public init(
    wallSeconds: Double, cpuSeconds: Double, memoryBytes: Int, processes: Int, openFiles: Int,
    outputBytes: Int, diskBytes: Int
  ) {
    self.wallSeconds = wallSeconds
    self.cpuSeconds = cpuSeconds
    self.memoryBytes = memoryBytes
    self.processes = processes
    self.openFiles = openFiles
    self.outputBytes = outputBytes
    self.diskBytes = diskBytes
  }
}

/// The resource of which a run used more than its limit.
public enum LimitKind: String, Sendable, Codable, CaseIterable {
  /// Wall time.
  case wall
  /// CPU time.
  case cpu
  /// Memory.
  case memory
  /// Processes and threads.
  case processes
  /// Bytes of output.
  case output
  /// What a fixture server bears: it broke down, or fell silent, under what the run sent it.
  case fixture
}

/// How a sandboxed run ended.
///
/// A failure of the sandbox itself is thrown, never one of these.
public enum Termination: Sendable, Equatable, Codable {
  /// It ended by itself with this exit code. An exit code is never a verdict.
  case exited(code: Int)
  /// A signal that we did not send ended it.
  case signaled(number: Int)
  /// We ended it because it went over a limit.
  case exceeded(LimitKind)
  /// We ended it because we had all that we wanted.
  case stopped
}
