/// A grader that is not compiled in: it runs as a process of its own, in the sandbox.
public struct ExternalGrader: Sendable, Equatable {
  /// Where it comes from.
  public enum Source: Sendable, Equatable {
    /// A Swift package of the lab that depends on GraderKit: its folder, and the name of one of its graders.
    case package(folder: String, grader: String)
    /// A program: its arguments, and the lab's files that it may read.
    case program(arguments: [String], files: [String])
  }

  /// The word of a program's arguments that stands for the lab's interpreter.
  public static let interpreter = "{python}"
  /// The limits of a grader that declares none: it has only to read and to compare.
  public static let standardLimits = Limits(
    wallSeconds: 20, cpuSeconds: 10, memoryBytes: 256 << 20, processes: 16, openFiles: 64,
    outputBytes: 1 << 20, diskBytes: 16 << 20)

  /// Where it comes from.
  public var source: Source
  /// What one verdict may take.
  public var limits: Limits

  /// Names a grader outside.
  public init(_ source: Source, limits: Limits = Self.standardLimits) {
    self.source = source
    self.limits = limits
  }

  /// What reports call it.
  public var name: String {
    switch source {
    case .package(_, let grader): grader
    case .program(let arguments, _): arguments.joined(separator: " ")
    }
  }
}
