import ArgumentParser
import AssayCatalog
import AssayModel
import AssayReports
import Foundation

/// The command line.
@main
struct AssayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assay",
    abstract: "Runs Python lab exercises in a sandbox and grades them.",
    discussion: """
      A learner begins with `assay start LAB`, then runs `assay check`.
      An instructor uses `assay grade`, an author of labs `assay verify`.

      Exit codes:
        0    full marks, or the policy (--pass-mark, --exit-zero) is satisfied
        1    graded, below the pass mark; or a lab that is not proved
        2    graded, but something is inconclusive or ungraded
        64   the command line is wrong
        65   the manifest or the submission is wrong
        69   this machine cannot run it; see `assay doctor`
        70   a bug of ours
        130  interrupted
      """,
    version: Version.text,
    subcommands: [
      LabsCommand.self, ShowCommand.self, StartCommand.self, CheckCommand.self, GradeCommand.self,
      PlanCommand.self, VerifyCommand.self, ExplainCommand.self, NewCommand.self, ImportCommand.self,
      EnvCommand.self, DoctorCommand.self,
    ])

  static func main() async {
    signal(SIGPIPE, SIG_IGN)
    raiseOpenFiles()
    let headStart = HeadStart(arguments: Array(CommandLine.arguments.dropFirst()))
    let work = Task { try await HeadStart.$current.withValue(headStart) { try await parseAndRun() } }
    let interruption = Interruption { work.cancel() }
    do {
      try await work.value
    } catch {
      Self.finish(error, wasInterrupted: interruption.hasHappened)
    }
  }

  /// As far as we may: each run holds a few descriptors.
  ///
  /// What was inherited beyond the limit is closed, because with it no process can be started (Foundation closes
  /// by number in its children, and is refused numbers above the limit).
  private static func raiseOpenFiles() {
    let resource = __rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue))
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return }
    if limit.rlim_cur < limit.rlim_max {
      limit.rlim_cur = max(limit.rlim_cur, min(limit.rlim_max, 65536))
      _ = setrlimit(resource, &limit)
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    for number in names.compactMap({ Int32($0) }) where UInt(number) >= limit.rlim_cur { close(number) }
  }

  private static func parseAndRun() async throws {
    var command = try parsed()
    if var asynchronous = command as? any AsyncParsableCommand {
      try await asynchronous.run()
    } else {
      try command.run()
    }
  }

  /// The command that was asked for.
  ///
  /// A command that is named first is parsed as if it were the program, which halves the work. Whatever does not
  /// succeed so (a mistake, a wish for help) is parsed in full, for its words.
  private static func parsed() throws -> any ParsableCommand {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let named = configuration.subcommands.first { $0.configuration.commandName == arguments.first }
    if let named, let command = try? named.parseAsRoot(Array(arguments.dropFirst())),
      type(of: command) == named
    {
      return command
    }
    return try parseAsRoot()
  }

  /// Ends the program with what `error` deserves: help and usage as the parser says, ours by ``Failure``.
  private static func finish(_ error: any Error, wasInterrupted: Bool) -> Never {
    if let name = unknownCommand(error) { end(.noSuchCommand(name, among: commandNames)) }
    if error is ExitCode || exitCode(for: error) == .success { exit(withError: error) }
    if Failure.isUsage(error) {
      Output.writeError(LogText.safe(fullMessage(for: error)) + "\n")
      Foundation.exit(exitCode(for: error).rawValue)
    }
    // Whatever work says that is torn down in the middle, the signal was the reason.
    end(wasInterrupted ? .interrupted : Failure(error))
  }

  private static func end(_ failure: Failure) -> Never {
    Output.writeError("assay: \(LogText.safe(failure.message[CommonOptions.requestedLanguage]))\n")
    Foundation.exit(failure.status.rawValue)
  }

  private static var commandNames: [String] {
    configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
  }

  /// The first word, where the mistake is that it is no command.
  private static func unknownCommand(_ error: any Error) -> String? {
    guard Failure.isUsage(error), let first = CommandLine.arguments.dropFirst().first,
      !first.hasPrefix("-"), !commandNames.contains(first)
    else { return nil }
    return first
  }
}

/// What this program is.
enum Version {
  /// The number, also part of every receipt.
  static let number = "0.1.0"
  /// The line that `--version` prints.
  static let text = "assay \(number)"
}
