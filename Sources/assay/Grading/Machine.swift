import AssayCatalog
import AssayEngine
import AssayEnvironments
import AssayModel
import AssaySandbox
import Foundation

/// What a command line can choose about the machine.
struct MachineChoice: Sendable, Equatable {
  var isolation = IsolationChoice.auto
  /// The interpreter's path; nil for one of the lab's version that is found.
  var python: String?
}

/// This machine, ready to run learners' code.
struct Machine: Sendable {
  let host: LocalSandbox
  let environment: EnvironmentFingerprint
  private let options: MachineChoice

  /// Chooses the sandbox and starts it warming up for `runs` runs.
  ///
  /// - Throws: ``Fault`` when nothing that was asked for works here, ``Failure`` for a bad option.
  static func ready(_ options: MachineChoice, expectedRuns: Int = 1) async throws -> Machine {
    if options == MachineChoice(), expectedRuns == 1, let early = HeadStart.current?.take() {
      return try await early.value
    }
    return try await make(options, expectedRuns: expectedRuns)
  }

  /// ``ready(_:expectedRuns:)`` without a look at what was begun already.
  static func make(_ options: MachineChoice, expectedRuns: Int) async throws -> Machine {
    let interpreter = try interpreter(options.python, version: nil)
    let host = try await LocalSandbox(options: try sandboxOptions(options, interpreter))
    host.prepare(runs: expectedRuns)
    return Machine(host: host, environment: .current, options: options)
  }

  /// How the sandbox is to be, by the command line.
  static func sandboxOptions(_ options: MachineChoice, _ python: PythonInterpreter) throws -> SandboxOptions {
    SandboxOptions(
      python: python, strength: options.isolation == .none ? .unsandboxed : .strongest,
      launcher: try Installation.program("assay-launcher"), stateDirectory: Installation.state.path)
  }

  /// The interpreter for a language version: the one asked for, else one that is found.
  ///
  /// - Throws: ``Fault`` when there is none.
  static func interpreter(_ path: String?, version: String?) throws -> PythonInterpreter {
    if let path {
      guard FileManager.default.isExecutableFile(atPath: path) else {
        throw Failure("There is no program '\(path)'; name an interpreter with --python.", .usage)
      }
      return PythonInterpreter(atPath: path)
    }
    if let found = PythonInterpreter.find(version: version) { return found }
    let name = version.map { "Python \($0)" } ?? "Python 3"
    let package = "python\(version ?? "3")"
    throw Fault(
      .missingTool,
      "\(name) is not on this machine; install it (sudo apt-get install -y \(package)) "
        + "or name one with --python.")
  }

  /// The interpreter for a lab, with its packages and the harness compiled for it.
  ///
  /// - Throws: ``Fault`` when there is none, ``EnvironmentError`` when the packages are not built.
  func python(for lab: Lab) async throws -> LabPython {
    let spec = lab.manifest.environment
    let found = try Self.interpreter(options.python, version: spec.python)
    let bytecode = await BytecodeCache(folder: Installation.state).bytecode(
      for: found.executable, spec.python)
    let environments = Environments(profiles: lab.environmentsFolder)
    let lease = try await environments.lease(spec.profile, for: found, option: options.python)
    return LabPython(found: found, bytecode: bytecode, lease: lease)
  }
}

/// The interpreter that a lab's runs get; its packages are kept from removal for as long as this lives.
struct LabPython: Sendable {
  let found: PythonInterpreter
  let bytecode: HarnessBytecode?
  let lease: EnvironmentLease?

  /// What the sandbox is told of it.
  var interpreter: RunMaterial.Interpreter {
    let bare = RunMaterial.Interpreter(executable: found.executable, mounts: found.mounts)
    guard let environment = lease?.environment else { return bare }
    return bare.inEnvironment(environment.root, packages: environment.packagesPath)
  }

  /// What the receipt says of its packages.
  var packages: EnvironmentFingerprint.Packages? {
    lease.map {
      EnvironmentFingerprint.Packages(
        profile: $0.environment.manifest.profile, digest: $0.environment.manifest.digest)
    }
  }
}

extension EnvironmentFingerprint {
  /// This machine's, but for the interpreter, which a run will say.
  fileprivate static var current: EnvironmentFingerprint {
    var name = utsname()
    uname(&name)
    let text = { (field: Any) -> String in
      Mirror(reflecting: field).children.compactMap { $0.value as? Int8 }.prefix { $0 != 0 }
        .reduce(into: "") { $0.unicodeScalars.append(Unicode.Scalar(UInt8(bitPattern: $1))) }
    }
    return EnvironmentFingerprint(
      python: "", kernel: text(name.release), architecture: text(name.machine),
      processors: ProcessInfo.processInfo.activeProcessorCount, tool: Version.number)
  }
}
