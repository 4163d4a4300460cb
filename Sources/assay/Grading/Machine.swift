import AssayCatalog
import AssayEngine
import AssayEnvironments
import AssayModel
import AssaySandbox
import Foundation

/// What a command line can choose about the machine.
struct MachineChoice: Sendable, Equatable {
  var isolation = IsolationChoice.auto
  /// The weakest isolation that will do.
  var requireIsolation = Isolation.Level.none
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
  /// - Throws: ``Fault`` when nothing that was asked for works here, ``IsolationShortfall`` when what works is not
  ///   enough, ``Failure`` for a bad option.
  static func ready(_ options: MachineChoice, expectedRuns: Int = 1) async throws -> Machine {
    if options == MachineChoice(), expectedRuns == 1, let early = HeadStart.current?.take() {
      return try await early.value
    }
    return try await make(options, expectedRuns: expectedRuns)
  }

  /// ``ready(_:expectedRuns:)`` without a look at what was begun already.
  static func make(_ options: MachineChoice, expectedRuns: Int) async throws -> Machine {
    try checkOpenFiles()
    let interpreter = try interpreter(options.python, version: nil)
    let outcome = await SandboxProbe(options: try sandboxOptions(options, interpreter)).run()
    if let shortfall = IsolationShortfall(outcome, required: options.requireIsolation) { throw shortfall }
    let host = try LocalSandbox(outcome)
    host.prepare(runs: expectedRuns)
    return Machine(host: host, environment: .current, options: options)
  }

  /// Files that may be open at least, for us to start processes and understand them.
  private static let fewestOpenFiles = 300

  /// How many files may be open.
  ///
  /// - Throws: ``Fault`` where that is too few, before something breaks that does not say why.
  @discardableResult
  static func checkOpenFiles() throws(Fault) -> String {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit)
    guard limit.rlim_cur < UInt(fewestOpenFiles) else { return "\(limit.rlim_cur)" }
    throw Fault(
      .machine,
      LocalizedText(
        en: "Only \(limit.rlim_cur) files may be open at a time, and \(fewestOpenFiles) are needed",
        ko: "동시에 열 수 있는 파일이 \(limit.rlim_cur)개뿐이며, \(fewestOpenFiles)개가 필요합니다"),
      remedy: LocalizedText(
        en: "Raise the limit: ulimit -Hn \(fewestOpenFiles) or more.",
        ko: "제한을 높이십시오: ulimit -Hn \(fewestOpenFiles) 이상."))
  }

  /// Takes in the submission at `path`, a folder or an archive.
  ///
  /// - Throws: ``SubmissionError`` when it cannot be graded, ``Fault`` when an archive cannot be read here.
  func receive(_ path: String, of lab: Lab) async throws -> Submission {
    // Reading an archive takes a run of the sandbox of its own.
    if SubmissionIntake.isFile(path) { host.prepare() }
    return try await SubmissionIntake(host: host) { try Installation.program("assay-unpack") }
      .read(path, files: lab.manifest.files, time: Date().ISO8601Format())
  }

  /// How the sandbox is to be, by the command line.
  static func sandboxOptions(_ options: MachineChoice, _ python: PythonInterpreter) throws -> SandboxOptions {
    SandboxOptions(
      python: python, strength: options.isolation.strength,
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
    let name = version ?? "3"
    throw Fault(
      .missingTool,
      LocalizedText(
        en: "Python \(name) is not on this machine", ko: "이 컴퓨터에 파이썬 \(name) 버전이 없습니다"),
      remedy: LocalizedText(
        en: "Install it (sudo apt-get install -y python\(name)) or name one with --python.",
        ko: "설치하거나(sudo apt-get install -y python\(name)) --python으로 지정하십시오."))
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
  var interpreter: PythonInterpreter {
    guard let environment = lease?.environment else { return found }
    return found.inEnvironment(environment.root, packages: environment.packagesPath)
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
