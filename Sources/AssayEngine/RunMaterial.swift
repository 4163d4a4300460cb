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
  /// Whether any run starts the learner's code in processes of its own.
  public var needsKit: Bool
  /// The harness compiled for this interpreter, where that has been done; it saves some milliseconds a run.
  public var bytecode: HarnessBytecode?

  /// Collects what runs need.
  public init(
    subjects: [Subject: [SourceFile]], exercise: [UInt8]?, modules: [String], interface: [InterfaceEntry],
    python: Interpreter, fixtureProgram: [String], needsKit: Bool = false,
    bytecode: HarnessBytecode? = nil
  ) {
    self.subjects = subjects
    self.exercise = exercise
    self.modules = modules
    self.interface = interface
    self.python = python
    self.fixtureProgram = fixtureProgram
    self.needsKit = needsKit
    self.bytecode = bytecode
  }

  /// A Python interpreter.
  public struct Interpreter: Sendable, Equatable {
    /// Its path inside the sandbox.
    public var executable: String
    /// What must be seen inside beside `/usr`.
    public var mounts: [SandboxRequest.Mount]

    /// Describes an interpreter.
    public init(executable: String, mounts: [SandboxRequest.Mount] = []) {
      self.executable = executable
      self.mounts = mounts
    }
  }
}
