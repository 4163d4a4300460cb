import Foundation

/// The installer of packages (https://docs.astral.sh/uv/), run as a program.
public struct Uv: Sendable {
  /// Its path.
  public let path: String
  private let variables: [String: String]

  /// Finds it: `$ASSAY_UV`, the `PATH`, where `scripts/setup` installs it, where its own installer does.
  ///
  /// - Throws: ``EnvironmentError/noUv(named:)`` when it is in none of these places.
  public init(_ environment: [String: String]) throws(EnvironmentError) {
    if let named = environment["ASSAY_UV"], !named.isEmpty {
      guard FileManager.default.isExecutableFile(atPath: named) else { throw .noUv(named: named) }
      path = named
    } else {
      let onPath = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/uv" }
      let own = ["\(EnvironmentStore.dataFolder(environment))/tools/bin/uv"]
      let usual = environment["HOME"].map { ["\($0)/.local/bin/uv"] } ?? []
      let found = (onPath + own + usual).first { FileManager.default.isExecutableFile(atPath: $0) }
      guard let found else { throw .noUv(named: nil) }
      path = found
    }
    variables = Self.variables(environment)
  }

  /// What the user has set stays (an index of their own, a cache, a proxy), but for what chooses another
  /// environment than ours or another interpreter.
  private static func variables(_ environment: [String: String]) -> [String: String] {
    let foreign = [
      "VIRTUAL_ENV", "CONDA_PREFIX", "UV_PYTHON", "UV_SYSTEM_PYTHON", "UV_TARGET", "UV_PREFIX", "PYTHONPATH",
      "PYTHONHOME",
    ]
    var variables = environment.filter { !foreign.contains($0.key) }
    variables["UV_PYTHON_DOWNLOADS"] = "never"
    variables["UV_NO_PROGRESS"] = "1"
    variables["NO_COLOR"] = "1"
    return variables
  }

  /// Its name and version.
  func version() async throws -> String {
    let run = try await ProgramRun.of(path, ["--version"], environment: variables)
    return run.output.split(separator: " ").prefix(2).joined(separator: " ")
  }

  /// Makes an empty environment that works wherever it lies.
  func makeEnvironment(
    at folder: String, for interpreter: InterpreterIdentity, holding lock: FileHandle
  )
    async throws
  {
    try await run(
      ["venv", "--relocatable", "--no-project", "--no-config", "--python", interpreter.executable, folder],
      in: (folder as NSString).deletingLastPathComponent, holding: lock)
  }

  /// Installs exactly what the lock says, from wheels alone: building from source would run unknown code.
  func install(_ requirements: String, into folder: String, holding lock: FileHandle) async throws {
    try await run(
      [
        "pip", "install", "--python", "\(folder)/bin/python", "--require-hashes", "--only-binary", ":all:",
        "--link-mode", "copy", "--compile-bytecode", "--requirements", requirements,
      ], in: (folder as NSString).deletingLastPathComponent, holding: lock)
  }

  /// The packages in an environment, by name.
  func packages(in folder: String, holding lock: FileHandle) async throws -> [EnvironmentManifest.Package] {
    let run = try await run(
      ["pip", "list", "--python", "\(folder)/bin/python", "--format", "json"],
      in: (folder as NSString).deletingLastPathComponent, holding: lock)
    let packages = try? JSONDecoder().decode(
      [EnvironmentManifest.Package].self, from: Data(run.output.utf8))
    guard let packages else { throw UvFailure.other("it does not list what it installed") }
    return packages.sorted { $0.name < $1.name }
  }

  @discardableResult
  private func run(
    _ arguments: [String], in directory: String, holding lock: FileHandle
  ) async throws -> ProgramRun {
    let run = try await ProgramRun.of(
      path, arguments, environment: variables, directory: directory, input: lock)
    guard run.succeeded else { throw UvFailure(run) }
    return run
  }
}

/// Why uv did not do what it was told.
enum UvFailure: Error, Equatable {
  /// A file is not the one that was locked.
  case hashMismatch(String)
  /// Files would have to be fetched and the index cannot be reached.
  case offline(String)
  /// A package has no file for this interpreter on this machine.
  case noWheel(String)
  /// No space is left.
  case diskFull
  /// Anything else, in uv's words.
  case other(String)

  /// Reads the reason from what uv printed: it has one exit code for all of them.
  init(_ run: ProgramRun) {
    let said = run.errors.split(whereSeparator: \.isNewline).joined(separator: " ")
    let text = said.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    let has = { (phrases: [String]) in phrases.contains { text.localizedCaseInsensitiveContains($0) } }
    let reason = Self.reason(text, orElse: "it ended with \(run.status)")
    if has(["no space left", "os error 28", "disk quota exceeded"]) {
      self = .diskFull
    } else if has(["hash mismatch"]) {
      self = .hashMismatch(reason)
    } else if has([
      "network was disabled", "network connectivity is disabled", "error sending request", "dns error",
      "failed to fetch", "could not connect", "connection refused", "request failed", "timed out",
    ]) {
      self = .offline(reason)
    } else if has(["no wheels", "no usable wheels", "no matching distribution", "no compatible"]) {
      self = .noWheel(reason)
    } else {
      self = .other(reason)
    }
  }

  /// What stands behind uv's marks, in at most 400 characters.
  private static func reason(_ text: String, orElse standard: String) -> String {
    let marks: Set<Character> = ["×", "╰", "─", "▶", "│", "├"]
    var words = text.filter { !marks.contains($0) }
    if let start = words.range(of: "error: ") ?? words.range(of: "No solution found") {
      words = String(words[start.lowerBound...])
    }
    let single = words.split(separator: " ").joined(separator: " ")
    guard !single.isEmpty else { return standard }
    return single.count > 400 ? single.prefix(400) + "…" : single
  }
}
