import AssayModel
import Foundation

/// Finds out which isolation works here, by using it.
///
/// Whether namespaces, control groups and bubblewrap work together depends on the kernel, its settings, the
/// security modules and the container around us. So each candidate runs a self-check in a real sandbox; the
/// first that passes is taken. Candidates are in order of strength.
public struct SandboxProbe: Sendable {
  /// One candidate and what came of it.
  public struct Attempt: Sendable, Equatable, Codable {
    /// The tier that was tried.
    public var tier: Isolation.Tier
    /// Whether it was tried with control groups.
    public var usesControlGroups: Bool
    /// Why it does not work, in one sentence; nil when it does.
    public var problem: String?
    /// What would make it work; nil when it does, or when nobody knows.
    public var remedy: LocalizedText?
  }

  /// What a probe found.
  public struct Outcome: Sendable {
    /// The isolation that works; nil when none does.
    public var isolation: Isolation? { choice?.isolation }
    /// The candidates in the order of trying, the last being the one that was taken.
    public internal(set) var attempts: [Attempt]
    /// True when it comes from the cache.
    public internal(set) var isCached = false
    var choice: Choice?
    var problem: Fault?

    /// Why there is no sandbox, and what to do.
    public var fault: Fault {
      if let problem { return problem }
      return Fault(
        .sandbox, LocalizedText(en: "No sandbox works here", ko: "이 컴퓨터에서 작동하는 샌드박스가 없습니다"),
        detail: attempts.last?.problem, remedy: attempts.last?.remedy)
    }
  }

  /// The way that was chosen.
  struct Choice: Sendable, Equatable, Codable {
    var backend: Backend
    var isolation: Isolation
  }

  private let options: SandboxOptions

  /// Prepares a probe.
  public init(options: SandboxOptions) { self.options = options }

  /// Tries the candidates, unless the cache knows this machine.
  ///
  /// - Parameter ignoresCache: true to try in any case; the result is kept all the same.
  public func run(ignoringCache ignoresCache: Bool = false) async -> Outcome {
    do {
      let candidates = try candidates()
      let cache = ProbeCache(options: options, candidates: candidates)
      if !ignoresCache, let known = cache.read() {
        return Outcome(attempts: known.attempts, isCached: true, choice: known.choice)
      }
      let outcome = await attempt(candidates)
      if let choice = outcome.choice {
        cache.write(ProbeCache.Entry(attempts: outcome.attempts, choice: choice))
      }
      return outcome
    } catch {
      return Outcome(attempts: [], problem: error)
    }
  }

  private func candidates() throws(Fault) -> [Backend] {
    let launcher = try options.findLauncher()
    var bubblewrap: String?
    if options.strength == .strongest {
      bubblewrap = Executables.find("bwrap").flatMap(Executables.realPath)
      guard bubblewrap != nil else {
        throw Fault(
          .missingTool,
          LocalizedText(en: "bubblewrap is not installed", ko: "bubblewrap이 설치되어 있지 않습니다"),
          remedy: LocalizedText(
            en: "Run: sudo apt-get install -y bubblewrap", ko: "실행: sudo apt-get install -y bubblewrap"))
      }
    }
    return tiers.flatMap { tier in
      [true, false].map { usesGroups in
        Backend(
          tier: tier, usesControlGroups: usesGroups, launcher: launcher,
          bubblewrap: tier >= .rootless ? bubblewrap : nil, controlGroupBase: options.controlGroupBase)
      }
    }
  }

  /// Without root the process tier has no user id to give, so it is taken only when it is named.
  private var tiers: [Isolation.Tier] {
    switch options.strength {
    case .unsandboxed: [.none]
    case .processTier: [.process]
    case .strongest: geteuid() == 0 ? [.root, .process] : [.rootless]
    }
  }

  /// Checks one candidate, again where a failure may pass: a weaker one, taken for a moment's trouble, is kept long.
  private func check(_ backend: Backend) async throws -> Isolation {
    let selfCheck = SelfCheck(backend: backend, python: options.python)
    for _ in 0..<2 {
      do {
        return try await selfCheck.run()
      } catch let fault as Fault where fault.isTransient {
        continue
      }
    }
    return try await selfCheck.run()
  }

  private func attempt(_ candidates: [Backend]) async -> Outcome {
    var attempts: [Attempt] = []
    var fault: Fault?
    for backend in candidates {
      var attempt = Attempt(tier: backend.tier, usesControlGroups: backend.usesControlGroups)
      do {
        let isolation = try await check(backend)
        attempts.append(attempt)
        return Outcome(attempts: attempts, choice: Choice(backend: backend, isolation: isolation))
      } catch {
        fault = error as? Fault
        let problem = fault.map { $0.detail ?? $0.cause.en } ?? "\(error)"
        attempt.problem = problem
        attempt.remedy = Remedies.remedy(for: problem, backend)
        attempts.append(attempt)
      }
    }
    // That the disk is full, say, is not a matter of which sandbox is tried.
    return Outcome(attempts: attempts, problem: fault.flatMap { $0.kind == .sandbox ? nil : $0 })
  }
}
