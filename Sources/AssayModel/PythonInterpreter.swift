/// A Python interpreter, and what a sandbox needs of the disk for it.
public struct PythonInterpreter: Sendable, Equatable {
  /// Where a built environment is seen inside the sandbox.
  public static let environmentFolder = "/environment"

  /// The program, without links, as it is named inside too.
  public var executable: String
  /// Folders outside of `/usr` that it needs, at the same place inside.
  public var mounts: [SandboxRequest.Mount]
  /// The folder inside of the packages that come behind the standard library; nil for none.
  public var packages: String?

  /// Describes an interpreter.
  public init(executable: String, mounts: [SandboxRequest.Mount] = [], packages: String? = nil) {
    self.executable = executable
    self.mounts = mounts
    self.packages = packages
  }

  /// The interpreter of the virtual environment in the folder `root` of the host, which runs this one.
  ///
  /// - Parameter packages: the folder of its packages, inside of `root`.
  public func inEnvironment(_ root: String, packages: String) -> Self {
    Self(
      executable: "\(Self.environmentFolder)/bin/python",
      mounts: mounts + [SandboxRequest.Mount(source: root, target: Self.environmentFolder)],
      packages: "\(Self.environmentFolder)/\(packages)")
  }
}
