/// All that was observed.
///
/// Graders are pure functions of it, so a grade can be judged again without a run.
public struct Evidence: Sendable, Equatable, Codable {
  /// The lab's id.
  public var lab: String
  /// The seed of the plan.
  public var seed: Seed
  /// How the runs were kept apart from the machine.
  public var isolation: Isolation
  /// What the machine was.
  public var environment: EnvironmentFingerprint
  /// One record per planned run that was carried out, in the plan's order.
  public var runs: [RunRecord]

  /// Collects what was observed.
  public init(
    lab: String, seed: Seed, isolation: Isolation, environment: EnvironmentFingerprint, runs: [RunRecord]
  ) {
    self.lab = lab
    self.seed = seed
    self.isolation = isolation
    self.environment = environment
    self.runs = runs
  }

  /// The failure of ours that left a scenario without evidence, in whole or in part.
  public func fault(of scenario: String) -> Fault? { runs(of: scenario).lazy.compactMap(\.fault).first }

  /// The records of a scenario, in order of repetition.
  public func runs(of scenario: String) -> [RunRecord] { runs.filter { $0.plan.scenario == scenario } }
}

/// What the machine was, as far as it can matter to a verdict.
public struct EnvironmentFingerprint: Sendable, Equatable, Codable {
  /// The interpreter's full version, for example `3.11.2`; empty before a run has said it.
  public var python: String
  /// The kernel's release.
  public var kernel: String
  /// The processor architecture.
  public var architecture: String
  /// Processors that were online.
  public var processors: Int
  /// Assay's version.
  public var tool: String
  /// The packages that runs could import; nil for the standard library alone.
  public var packages: Packages?

  /// A built set of packages.
  public struct Packages: Sendable, Equatable, Codable {
    /// The profile's name.
    public var profile: String
    /// Of the profile's lock and the interpreter that it was built for.
    public var digest: Digest

    /// Names a set of packages.
    public init(profile: String, digest: Digest) {
      self.profile = profile
      self.digest = digest
    }
  }

  /// Describes a machine.
  public init(
    python: String, kernel: String, architecture: String, processors: Int, tool: String,
    packages: Packages? = nil
  ) {
    self.python = python
    self.kernel = kernel
    self.architecture = architecture
    self.processors = processors
    self.tool = tool
    self.packages = packages
  }
}

/// What one run yielded.
public struct RunRecord: Sendable, Equatable, Codable {
  /// The run as it was planned, its inputs and its answer key included.
  public var plan: PlannedRun
  /// Why the learner's code could not be loaded; nil when it was.
  public var loadFailure: LoadFailure?
  /// One record per call in the order of the inputs.
  public var calls: [CallRecord]
  /// What the fixture had seen when the process was held after the last call; nil without a fixture.
  public var trace: FixtureTrace?
  /// How the process ended and what it used.
  ///
  /// Several where a dead process was followed by another.
  public var processes: [ProcessRecord]
  /// Why there is no evidence of this run, where we failed; the other fields then say nothing.
  public var fault: Fault?

  /// Collects what a run yielded.
  public init(
    plan: PlannedRun, loadFailure: LoadFailure? = nil, calls: [CallRecord], trace: FixtureTrace? = nil,
    processes: [ProcessRecord] = [], fault: Fault? = nil
  ) {
    self.plan = plan
    self.loadFailure = loadFailure
    self.calls = calls
    self.trace = trace
    self.processes = processes
    self.fault = fault
  }
}

/// Why the learner's code could not be used at all.
public enum LoadFailure: Sendable, Equatable, Codable {
  /// Importing it raised this.
  case raised(ExceptionRecord)
  /// It lacks parts of the lab's interface; each sentence says one.
  case interface([LocalizedText])
  /// The process ended, or was ended, while importing it.
  case ended(Termination)
}

extension LoadFailure {
  /// The failure as a finding.
  public var finding: Finding {
    let expected = LocalizedText(en: "the submitted code can be loaded", ko: "제출한 코드를 불러올 수 있습니다")
    switch self {
    case .raised(let error):
      let text = error.message.isEmpty ? error.type : "\(error.type): \(error.message)"
      return Finding(
        expected: expected,
        seen: LocalizedText(en: "importing it raised \(text)", ko: "불러오는 중 예외가 발생했습니다: \(text)"),
        exception: error)
    case .interface(let sentences):
      return Finding(
        expected: LocalizedText(en: "the lab's interface is complete", ko: "랩의 인터페이스를 모두 갖춥니다"),
        seen: LocalizedText(
          en: sentences.map(\.en).joined(separator: " "), ko: sentences.map(\.ko).joined(separator: " ")))
    case .ended(let termination):
      return Finding(
        expected: expected,
        seen: LocalizedText(
          en: "the process ended while importing it (\(termination))",
          ko: "불러오는 중에 프로세스가 끝났습니다(\(termination))"))
    }
  }
}

/// One call and what came of it.
public struct CallRecord: Sendable, Equatable, Codable {
  /// What came of a call.
  public enum Outcome: Sendable, Equatable, Codable {
    /// It returned this.
    case returned(Value)
    /// It raised this.
    case raised(ExceptionRecord)
    /// On a virtual clock: it waited for something that nobody would ever do.
    case deadlocked(waiting: [String])
    /// It had not answered after the call's limit.
    case timedOut(seconds: Double)
    /// The process ended before it answered.
    case died(Termination)
    /// The process could not go on after an earlier call, and was not started again.
    case notRun
  }

  /// What came of it.
  public var outcome: Outcome
  /// CPU seconds of the harness's process during the call, by its own word: never a verdict.
  public var cpuSeconds: Double
  /// Wall seconds from the question to the answer, by the engine's clock.
  public var wallSeconds: Double
  /// The share of the time in which the process was able to run but waited for a CPU, 0 to 1.
  public var waitShare: Double

  /// Describes one call.
  public init(outcome: Outcome, cpuSeconds: Double = 0, wallSeconds: Double = 0, waitShare: Double = 0) {
    self.outcome = outcome
    self.cpuSeconds = cpuSeconds
    self.wallSeconds = wallSeconds
    self.waitShare = waitShare
  }

  /// What the call returned, when it did.
  public var returned: Value? { if case .returned(let value) = outcome { value } else { nil } }
}

/// How one process ended and what it used, measured from outside.
public struct ProcessRecord: Sendable, Equatable, Codable {
  /// How it ended.
  public var termination: Termination
  /// Seconds from its start to the end of all that it started.
  public var wallSeconds: Double
  /// CPU seconds, user and system, of all that it started.
  public var cpuSeconds: Double
  /// The greatest memory charged to the run, in bytes; nil where it cannot be told.
  public var peakMemoryBytes: Int?
  /// What it wrote to stdout.
  public var output: CapturedText
  /// What it wrote to stderr.
  public var errorOutput: CapturedText

  /// Describes one process.
  public init(
    termination: Termination, wallSeconds: Double = 0, cpuSeconds: Double = 0, peakMemoryBytes: Int? = nil,
    output: CapturedText = CapturedText(), errorOutput: CapturedText = CapturedText()
  ) {
    self.termination = termination
    self.wallSeconds = wallSeconds
    self.cpuSeconds = cpuSeconds
    self.peakMemoryBytes = peakMemoryBytes
    self.output = output
    self.errorOutput = errorOutput
  }
}

/// The first and the last bytes of a stream, and how many there were.
public struct CapturedText: Sendable, Equatable, Codable {
  /// The stream's beginning.
  public var head: [UInt8]
  /// Its end, where it was longer than the head.
  public var tail: [UInt8]
  /// All its bytes, kept or not.
  public var totalBytes: Int

  /// Keeps what was captured.
  public init(head: [UInt8] = [], tail: [UInt8] = [], totalBytes: Int = 0) {
    self.head = head
    self.tail = tail
    self.totalBytes = totalBytes
  }
}
