import ArgumentParser
import AssayCatalog
import AssayEnvironments
import AssayModel
import AssayReports
import AssaySandbox
import Foundation

/// The sets of packages that labs share.
struct EnvCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "env", abstract: "Build, list and remove the sets of packages that labs share.",
    discussion: """
      A lab names a profile; a profile is a lock with hashes in the folder `environments` beside the labs.
      Nothing is built while a submission is graded.
      """,
    subcommands: [EnvBuildCommand.self, EnvListCommand.self, EnvPruneCommand.self])
}

/// Builds environments.
struct EnvBuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: "Build environments; what is there already stays as it is.")

  @Argument(help: "The profiles.")
  var profiles: [String] = []

  @Flag(help: "Every profile.")
  var all = false

  @Option(
    help: ArgumentHelp(
      "The interpreter. (default: one of the version that labs ask for)", valueName: "path"),
    completion: .file())
  var python: String?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard all != !profiles.isEmpty else {
      throw ValidationError("Name the profiles to build, or give --all.")
    }
  }

  func run() async throws {
    let workbench = try Workbench(common)
    let environments = workbench.environments
    let chosen = try (all ? environments.profiles.names : profiles).map(environments.profiles.profile)
    let labs = try workbench.usableLabs().map(\.manifest)
    let tool = Version.text
    let builder = EnvironmentBuilder(
      store: environments.store, uv: try Uv(ProcessInfo.processInfo.environment), tool: tool)
    let progress = Progress(Terminal(common.color), common.language)
    for profile in chosen {
      let versions = python == nil ? environments.versions(of: profile.name, labs) : [""]
      for version in versions {
        let interpreter = try Machine.interpreter(python, version: version)
        defer { progress.clear() }
        let (environment, isNew) = try await builder.build(
          profile, for: InterpreterIdentity.of(interpreter.executable),
          onEvent: { progress.line(EnvironmentWords.event($0)) })
        progress.clear()
        Output.write(EnvironmentWords.built(environment, isNew: isNew)[common.language] + "\n")
      }
    }
  }
}

/// Lists environments.
struct EnvListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the profiles: built or not, size, last use, the labs that need them."
  )

  @Flag(name: .customLong("json"), help: "As JSON.")
  var isJSON = false

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let workbench = try Workbench(common)
    let states = try await workbench.environments.states(for: try workbench.usableLabs().map(\.manifest))
    let folder = workbench.environments.store.root
    Output.write(
      isJSON
        ? try EncodedEnvironmentList(states, folder: folder).text()
        : EnvironmentListReport(workbench.terminalOptions()).text(states, folder: folder))
  }
}

/// Removes environments.
struct EnvPruneCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune", abstract: "Remove environments that no profile asks for any more.",
    discussion: "One that is in use stays, and so does every one that a profile asks for.")

  @Option(help: ArgumentHelp("How long an environment must have been unused.", valueName: "days"))
  var unusedDays = 30

  @Flag(help: "Say what would be removed and remove nothing.")
  var dryRun = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard (0...36_500).contains(unusedDays) else {
      throw ValidationError("--unused-days takes a number from 0 to 36500, not \(unusedDays).")
    }
  }

  func run() async throws {
    let workbench = try Workbench(common)
    let environments = workbench.environments
    let states = try await environments.states(for: try workbench.usableLabs().map(\.manifest))
    let progress = Progress(Terminal(common.color), common.language)
    let removed = try await environments.store.prune(
      keeping: Set(states.filter(\.isCurrent).compactMap(\.digest)),
      unusedSince: Date(timeIntervalSinceNow: -86_400 * Double(unusedDays)), isRehearsal: dryRun,
      onEvent: { progress.line(EnvironmentWords.event($0)) })
    progress.clear()
    for environment in removed {
      Output.write(EnvironmentWords.removed(environment, isRehearsal: dryRun)[common.language] + "\n")
    }
    if removed.isEmpty { Output.write(EnvironmentWords.nothingToRemove[common.language] + "\n") }
  }
}

/// The words of these commands.
private enum EnvironmentWords {
  static func event(_ event: BuildEvent) -> LocalizedText {
    switch event {
    case .waiting:
      LocalizedText(en: "waiting for another build to end", ko: "다른 빌드가 끝나기를 기다리는 중")
    case .installing(let profile):
      LocalizedText(en: "\(profile): fetching and installing packages", ko: "\(profile): 패키지 내려받아 설치 중")
    case .finishing(let profile): LocalizedText(en: "\(profile): finishing", ko: "\(profile): 마무리 중")
    }
  }

  static func built(_ environment: BuiltEnvironment, isNew: Bool) -> LocalizedText {
    let manifest = environment.manifest
    let (profile, digest, count) = (manifest.profile, manifest.digest.short, manifest.packages.count)
    let (python, size) = (manifest.python, megabytes(manifest.bytes))
    return LocalizedText(
      en: "\(profile) \(isNew ? "built" : "is built already"): Python \(python), "
        + "\(count) package\(count == 1 ? "" : "s"), \(size), \(digest)",
      ko: "\(profile) \(isNew ? "생성 완료" : "이미 생성됨"): 파이썬 \(python), "
        + "패키지 \(count)개, \(size), \(digest)")
  }

  static func removed(_ environment: BuiltEnvironment, isRehearsal: Bool) -> LocalizedText {
    let manifest = environment.manifest
    let used = environment.lastUsed.ISO8601Format().prefix(10)
    let (size, digest) = (megabytes(manifest.bytes), manifest.digest.short)
    return LocalizedText(
      en: "\(isRehearsal ? "would remove" : "removed") \(manifest.profile) \(digest), \(size), "
        + "last used \(used)",
      ko: "\(isRehearsal ? "삭제 대상" : "삭제함"): \(manifest.profile) \(digest), \(size), "
        + "마지막 사용 \(used)")
  }

  static let nothingToRemove = LocalizedText(
    en: "There is nothing to remove.", ko: "삭제할 환경이 없습니다.")

  private static func megabytes(_ bytes: Int) -> String {
    "\((Double(bytes) / Double(1 << 20) * 10).rounded() / 10) MB"
  }
}
