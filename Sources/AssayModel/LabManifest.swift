/// What a lab asks: identity, what is run, what is judged.
///
/// The typed content of `lab.yaml` (schema `lab/1`).
public struct LabManifest: Sendable, Equatable {
  /// The folder's name, for example `06-retry-backoff-breaker`.
  public var id: String
  /// The curriculum's module, 1 to 8.
  public var module: Int
  /// The row in its module, 1 to 5.
  public var row: Int
  /// The month of the roadmap, 1 to 6.
  public var month: Int
  /// How the learner's code is exercised; mixed labs name several.
  public var kinds: [LabKind]
  /// Minutes that a learner is expected to need.
  public var minutes: Int
  /// The lab's name.
  public var title: LocalizedText
  /// The curriculum's own words for the row.
  public var rowText: LocalizedText
  /// The Python environment.
  public var environment: EnvironmentSpec
  /// Servers and tools that the lab needs beside Python.
  public var services: [Service]
  /// Limits of every run, unless a scenario says otherwise.
  public var limits: Limits
  /// Which files are handed in and which are given.
  public var files: FileSpec
  /// The Python file that exercises the learner's code; it holds no expected value.
  public var exercise: String?
  /// Signatures that are checked before anything is run, for example `retry.backoff(attempt, policy, rng)`.
  public var api: [String]
  /// What to do about a noisy machine, where a check judges wall time.
  public var noise: NoisePolicy?
  /// What is run, in the order of the file; each yields evidence.
  public var scenarios: [Scenario]
  /// What is judged, in the order of the file; the points add up to 100.
  public var checks: [Criterion]
  /// The bounds that `assay verify` holds the lab to.
  public var gates: Gates
  /// The known-wrong submissions under `wrong/`.
  public var wrong: [WrongSubmission]

  /// Gives every part of a lab.
  public init(
    id: String, module: Int, row: Int, month: Int, kinds: [LabKind], minutes: Int, title: LocalizedText,
    rowText: LocalizedText, environment: EnvironmentSpec, services: [Service], limits: Limits,
    files: FileSpec, exercise: String?, api: [String], noise: NoisePolicy?, scenarios: [Scenario],
    checks: [Criterion], gates: Gates, wrong: [WrongSubmission]
  ) {
    self.id = id
    self.module = module
    self.row = row
    self.month = month
    self.kinds = kinds
    self.minutes = minutes
    self.title = title
    self.rowText = rowText
    self.environment = environment
    self.services = services
    self.limits = limits
    self.files = files
    self.exercise = exercise
    self.api = api
    self.noise = noise
    self.scenarios = scenarios
    self.checks = checks
    self.gates = gates
    self.wrong = wrong
  }

  /// The scenario called `name`.
  public func scenario(_ name: String) -> Scenario? { scenarios.first { $0.name == name } }

  /// The check called `id`.
  public func check(_ id: String) -> Criterion? { checks.first { $0.id == id } }
}

/// How a lab exercises the learner's code.
public enum LabKind: String, Sendable, Codable, CaseIterable {
  /// Functions are called over the harness.
  case call
  /// A program with arguments, input and output.
  case program
  /// Code that talks to an instrumented fixture server.
  case client
  /// A server that the grader probes and loads.
  case service
  /// The learner's tests, judged by correct builds and mutants.
  case tests
  /// Configuration, judged by running the real tool.
  case tooling
  /// Findings about a given artefact.
  case analysis
}

/// A server or tool that a lab needs beside Python.
public enum Service: String, Sendable, Codable, CaseIterable {
  /// Our scripted HTTP server.
  case fixtureHTTP = "fixture-http"
  /// The key-value server redis-server, started fresh for each run.
  case redis
  /// The monitoring server.
  case prometheus
  /// The checker of monitoring rules, which comes with the server.
  case promtool
  /// The C compiler.
  case gcc
  /// The version control system.
  case git
}

/// The Python that a lab runs on.
public struct EnvironmentSpec: Sendable, Hashable, Codable {
  /// The profile of labs that need no packages.
  public static let standardLibrary = "stdlib"

  /// The name of a prebuilt set of packages; `stdlib` is none.
  public var profile: String
  /// The language version, for example `3.11`.
  public var python: String

  /// Names a profile and a version.
  public init(profile: String = Self.standardLibrary, python: String = "3.11") {
    self.profile = profile
    self.python = python
  }
}

/// The files of a lab.
public struct FileSpec: Sendable, Equatable {
  /// One file that a learner hands in.
  public struct Submitted: Sendable, Equatable {
    /// The path inside the submission.
    public var path: String
    /// The greatest size, in bytes.
    public var maxBytes: Int
    /// True when it may be missing.
    public var isOptional: Bool

    /// Describes a file to hand in.
    public init(path: String, maxBytes: Int = 64 << 10, isOptional: Bool = false) {
      self.path = path
      self.maxBytes = maxBytes
      self.isOptional = isOptional
    }
  }

  /// Files under `given/` that are laid over the submission.
  public var given: [String]
  /// Files that are taken from the submission; all others are left out.
  public var submit: [Submitted]
  /// The folder that `assay start` copies.
  public var starter: String

  /// Lists a lab's files.
  public init(given: [String] = [], submit: [Submitted], starter: String = "starter") {
    self.given = given
    self.submit = submit
    self.starter = starter
  }
}

/// When a failed check of wall time is measured again.
public struct NoisePolicy: Sendable, Equatable, Codable {
  /// The share of time spent waiting for a CPU over which a wall-clock verdict is not believed, 0 to 1.
  public var retryWhenOver: Double
  /// How often the scenario is run again before the verdict is `inconclusive`.
  public var retries: Int

  /// Gives the threshold and the retries.
  public init(retryWhenOver: Double = 0.6, retries: Int = 2) {
    self.retryWhenOver = retryWhenOver
    self.retries = retries
  }
}

/// What `assay verify` demands of a lab.
public struct Gates: Sendable, Equatable, Codable {
  /// The most points that the starter may have.
  public var starterMaximum: Int
  /// The fewest points that the reference may have.
  public var referenceMinimum: Int
  /// The most points that a cheat may have, unless it declares its own bound.
  public var cheatMaximum: Int

  /// Gives the bounds.
  public init(starterMaximum: Int = 10, referenceMinimum: Int = 100, cheatMaximum: Int = 40) {
    self.starterMaximum = starterMaximum
    self.referenceMinimum = referenceMinimum
    self.cheatMaximum = cheatMaximum
  }
}

/// A known-wrong submission and what it must lose.
public struct WrongSubmission: Sendable, Equatable {
  /// The folder under `wrong/`.
  public var id: String
  /// Checks that it must fail.
  public var lose: [String]
  /// Checks that it may fail.
  public var also: [String]
  /// True for an attempt to score without solving.
  public var isCheat: Bool
  /// The most points that it may have.
  public var maximumScore: Int?

  /// Declares a known-wrong submission.
  public init(
    id: String, lose: [String], also: [String] = [], isCheat: Bool = false, maximumScore: Int? = nil
  ) {
    self.id = id
    self.lose = lose
    self.also = also
    self.isCheat = isCheat
    self.maximumScore = maximumScore
  }
}
