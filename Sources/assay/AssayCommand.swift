import ArgumentParser
import AssayModel
import Foundation

/// The command line.
@main
struct AssayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assay",
    abstract: "Runs Python lab exercises in a sandbox and grades them.",
    discussion: """
      A learner: assay start retry, then assay check. An instructor: assay grade, assay verify.
      Exit codes: 0 full marks or policy satisfied, 1 below the pass mark, 2 something inconclusive or ungraded,
      64 usage, 65 bad manifest or submission, 69 this machine cannot run it, 70 our bug, 130 interrupted.
      """,
    version: Version.text,
    subcommands: [
      LabsCommand.self, ShowCommand.self, StartCommand.self, CheckCommand.self, GradeCommand.self,
      PlanCommand.self, VerifyCommand.self, ExplainCommand.self, DoctorCommand.self,
    ])

  static func main() async {
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      Self.finish(error)
    }
  }

  /// Ends the program with what `error` deserves: help and usage as the parser says, ours by ``Failure``.
  private static func finish(_ error: any Error) -> Never {
    if error is ExitCode || exitCode(for: error) == .success || Failure.isUsage(error) {
      exit(withError: error)
    }
    let failure = Failure(error)
    Output.writeError("assay: \(failure.message[CommonOptions.requestedLanguage])\n")
    Foundation.exit(failure.status.rawValue)
  }
}

/// What this program is.
enum Version {
  /// The number, also part of every receipt.
  static let number = "0.1.0"
  /// The line that `--version` prints.
  static let text = "assay \(number)"
}
