import AssayModel

/// The files and programs that a plan's runs need, read before anything is run.
public struct RunMaterial: Sendable {
  /// Whose code, as it will lie in `/submission`, given files already laid over it.
  public var subjects: [Subject: [SourceFile]]
  /// The lab's exercise file.
  public var exercise: [UInt8]?
  /// The modules of the submission that are imported before the first call.
  public var modules: [String]
  /// What the submission must offer.
  public var interface: [InterfaceEntry]
  /// The interpreter as seen inside the sandbox, and the folders that it needs beside `/usr`.
  public var python: Interpreter
  /// The fixture server's program on the host and its arguments.
  public var fixtureProgram: [String]
  /// The harness compiled for this interpreter, where that has been done; it saves some milliseconds a run.
  public var bytecode: HarnessBytecode?

  /// The packages behind the interpreter, for the receipt; nil for the standard library alone.
  public var packages: EnvironmentFingerprint.Packages?

  /// Collects what runs need.
  public init(
    subjects: [Subject: [SourceFile]], exercise: [UInt8]?, modules: [String], interface: [InterfaceEntry],
    python: Interpreter, fixtureProgram: [String], bytecode: HarnessBytecode? = nil,
    packages: EnvironmentFingerprint.Packages? = nil
  ) {
    self.subjects = subjects
    self.exercise = exercise
    self.modules = modules
    self.interface = interface
    self.python = python
    self.fixtureProgram = fixtureProgram
    self.bytecode = bytecode
    self.packages = packages
  }

  /// A Python interpreter.
  public struct Interpreter: Sendable, Equatable {
    /// Where a built environment is seen inside the sandbox.
    public static let environmentFolder = "/environment"

    /// Its path inside the sandbox.
    public var executable: String
    /// What must be seen inside beside `/usr`.
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
}
