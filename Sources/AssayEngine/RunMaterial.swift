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
  public var python: PythonInterpreter
  /// The oldest version of the language that will do, for example `3.11`.
  public var pythonVersion: String
  /// The fixture server's program on the host and its arguments.
  public var fixtureProgram: [String]
  /// Whether any run starts the learner's code in processes of its own.
  public var needsKit: Bool
  /// The harness compiled for this interpreter, where that has been done; it saves some milliseconds a run.
  public var bytecode: HarnessBytecode?

  /// The packages behind the interpreter, for the receipt; nil for the standard library alone.
  public var packages: EnvironmentFingerprint.Packages?

  /// Collects what runs need.
  public init(
    subjects: [Subject: [SourceFile]], exercise: [UInt8]?, modules: [String], interface: [InterfaceEntry],
    python: PythonInterpreter, pythonVersion: String = "3", fixtureProgram: [String], needsKit: Bool = false,
    bytecode: HarnessBytecode? = nil, packages: EnvironmentFingerprint.Packages? = nil
  ) {
    self.subjects = subjects
    self.exercise = exercise
    self.modules = modules
    self.interface = interface
    self.python = python
    self.pythonVersion = pythonVersion
    self.fixtureProgram = fixtureProgram
    self.needsKit = needsKit
    self.bytecode = bytecode
    self.packages = packages
  }
}
