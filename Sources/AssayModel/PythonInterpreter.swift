/// A Python interpreter, and what a sandbox needs of the disk for it.
public struct PythonInterpreter: Sendable, Equatable {
  /// The program, without links, as it is named inside too.
  public var executable: String
  /// Folders outside of `/usr` that it needs, at the same place inside.
  public var mounts: [SandboxRequest.Mount]

  /// Describes an interpreter.
  public init(executable: String, mounts: [SandboxRequest.Mount] = []) {
    self.executable = executable
    self.mounts = mounts
  }
}
