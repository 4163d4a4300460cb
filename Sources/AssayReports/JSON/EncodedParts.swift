import AssayModel

// Parts that several documents share. They are apart from the model's own types, so that those can change
// while a published document keeps its form. Keys are written in `snake_case`.

/// A text in every language.
public struct EncodedText: Sendable, Equatable, Codable {
  /// The English text.
  public var en: String
  /// The Korean text.
  public var ko: String

  init(_ text: LocalizedText) { (en, ko) = (text.en, text.ko) }
}

/// An exception with the learner's own frames.
public struct EncodedException: Sendable, Equatable, Codable {
  /// One frame of a traceback.
  public struct Frame: Sendable, Equatable, Codable {
    /// The file, relative to the submission.
    public var file: String
    /// One-based line.
    public var line: Int
    /// The function's name.
    public var function: String
    /// The source line.
    public var source: String
  }

  /// The type's name.
  public var type: String
  /// The message.
  public var message: String
  /// Outermost first.
  public var frames: [Frame]
  /// The members of an exception group.
  public var members: [Self]

  init(_ record: ExceptionRecord) {
    type = record.type
    message = record.message
    frames = record.frames.map {
      Frame(file: $0.file, line: $0.line, function: $0.function, source: $0.source)
    }
    members = record.members.map(Self.init)
  }
}

/// A failure that is ours.
public struct EncodedFault: Sendable, Equatable, Codable {
  /// Which part of ours failed.
  public var kind: String
  /// What happened and what to do, in English.
  public var message: String
  /// What happened.
  public var cause: EncodedText
  /// The words of the tool that failed.
  public var detail: String?
  /// What to do.
  public var remedy: EncodedText
  /// True where trying again can help.
  public var isTransient: Bool
  /// How often it was tried, the first time included.
  public var attempts: Int
  /// The checks that it left ungraded, where it stands for all of them.
  public var checks: [String]?

  init(_ fault: Fault, checks: [String]? = nil) {
    kind = fault.kind.rawValue
    message = fault.message.en
    cause = EncodedText(fault.cause)
    detail = fault.detail
    remedy = EncodedText(fault.remedy)
    isTransient = fault.isTransient
    attempts = fault.attempts
    self.checks = checks
  }
}

/// How a process ended.
public struct EncodedTermination: Sendable, Equatable, Codable {
  /// `exited`, `signaled`, `exceeded` or `stopped`.
  public var how: String
  /// The exit code, where it exited.
  public var code: Int?
  /// The signal, where one ended it.
  public var signal: Int?
  /// The limit that it went over.
  public var limit: String?

  init(_ termination: Termination) {
    switch termination {
    case .exited(let code): (how, self.code) = ("exited", code)
    case .signaled(let number): (how, signal) = ("signaled", number)
    case .exceeded(let limit): (how, self.limit) = ("exceeded", limit.rawValue)
    case .stopped: how = "stopped"
    }
  }
}

/// A stream that was captured; bytes that are no UTF-8 are written `\xNN`.
public struct EncodedStream: Sendable, Equatable, Codable {
  /// Its beginning.
  public var head: String
  /// Its end, where it was longer than the head.
  public var tail: String
  /// All its bytes, kept or not.
  public var totalBytes: Int

  init(_ captured: CapturedText) {
    head = Sanitiser.decoded(captured.head)
    tail = Sanitiser.decoded(captured.tail)
    totalBytes = captured.totalBytes
  }
}

/// How runs were kept apart from the machine.
public struct EncodedIsolation: Sendable, Equatable, Codable {
  /// A guarantee that the machine does not give.
  public struct Degradation: Sendable, Equatable, Codable {
    /// A stable name.
    public var id: String
    /// What is not enforced.
    public var text: EncodedText
  }

  /// `root`, `rootless`, `process` or `none`.
  public var tier: String
  /// `v1`, `v2` or `none`.
  public var controlGroups: String
  /// `full`, `isolated`, `process` or `none`: what `--require-isolation` asks for.
  public var level: String
  /// Whether every guarantee is given.
  public var isFull: Bool
  /// The guarantees that are not.
  public var notEnforced: [Degradation]

  init(_ isolation: Isolation) {
    tier = isolation.tier.rawValue
    controlGroups = isolation.controlGroups.rawValue
    level = isolation.level.rawValue
    isFull = isolation.isFull
    notEnforced = isolation.notEnforced.map { Degradation(id: $0.id, text: EncodedText($0.text)) }
  }
}

/// By what a grade can be reproduced.
public struct EncodedReceipt: Sendable, Equatable, Codable {
  /// What the machine was.
  public struct Machine: Sendable, Equatable, Codable {
    /// The interpreter's version.
    public var python: String
    /// The kernel's release.
    public var kernel: String
    /// The processor architecture.
    public var architecture: String
    /// Processors that were online.
    public var processors: Int
    /// Assay's version.
    public var tool: String
    /// The packages that runs could import; left out for the standard library alone.
    public var packages: Packages?
  }

  /// A built set of packages.
  public struct Packages: Sendable, Equatable, Codable {
    /// The profile's name.
    public var profile: String
    /// Of the profile's lock and the interpreter that it was built for.
    public var digest: String
  }

  /// The archive in which a submission came.
  public struct Archive: Sendable, Equatable, Codable {
    /// `zip`, `tar` or `tar.gz`.
    public var format: String
    /// Of the archive's own bytes.
    public var digest: String
    /// How many they are.
    public var bytes: Int
    /// When it was received, RFC 3339 in UTC.
    public var time: String
  }

  /// Of the submitted files.
  public var submission: String
  /// The archive in which they came; absent for a folder.
  public var archive: Archive?
  /// Of the lab's files.
  public var lab: String
  /// Of the evidence.
  public var evidence: String
  /// The seed, in decimal: 64 bits do not fit a JSON number.
  public var seed: String
  /// When the grading began, RFC 3339 in UTC.
  public var time: String
  /// The machine.
  public var machine: Machine

  init(_ receipt: Receipt) {
    submission = receipt.submission.description
    archive = receipt.archive.map {
      Archive(format: $0.format, digest: $0.digest.description, bytes: $0.bytes, time: $0.time)
    }
    lab = receipt.lab.description
    evidence = receipt.evidence.description
    seed = String(receipt.seed.value)
    time = receipt.time
    let environment = receipt.environment
    machine = Machine(
      python: environment.python, kernel: environment.kernel, architecture: environment.architecture,
      processors: environment.processors, tool: environment.tool,
      packages: environment.packages.map { Packages(profile: $0.profile, digest: $0.digest.description) })
  }
}

/// Who may see the inputs of a check.
public struct EncodedVisibility: Sendable, Equatable, Codable {
  /// `visible`, `hidden` or `partly`.
  public var kind: String
  /// How many inputs are seen, where it is `partly`.
  public var cases: Int?

  init(_ visibility: Visibility) {
    switch visibility {
    case .visible: kind = "visible"
    case .hidden: kind = "hidden"
    case .partly(let cases): (kind, self.cases) = ("partly", cases)
    }
  }
}

/// Limits of a run.
public struct EncodedLimits: Sendable, Equatable, Codable {
  /// Wall time in seconds.
  public var wallSeconds: Double
  /// CPU time in seconds.
  public var cpuSeconds: Double
  /// Memory in bytes.
  public var memoryBytes: Int
  /// Processes and threads at one time.
  public var processes: Int
  /// Open descriptors of one process.
  public var openFiles: Int
  /// Bytes of output.
  public var outputBytes: Int
  /// Bytes of each writable file system.
  public var diskBytes: Int

  init(_ limits: Limits) {
    wallSeconds = limits.wallSeconds
    cpuSeconds = limits.cpuSeconds
    memoryBytes = limits.memoryBytes
    processes = limits.processes
    openFiles = limits.openFiles
    outputBytes = limits.outputBytes
    diskBytes = limits.diskBytes
  }
}
