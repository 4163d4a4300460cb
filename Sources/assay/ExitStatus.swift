import ArgumentParser

/// Every exit code of `assay`, documented in docs/cli.md.
enum ExitStatus: Int32, CaseIterable {
  /// Full marks, or the policy (`--pass-mark`, `--exit-zero`) is satisfied.
  case satisfied = 0
  /// Graded, below the pass mark; a lab that is not proved.
  case belowPassMark = 1
  /// Graded, but something is inconclusive or ungraded.
  case incomplete = 2
  /// The command line is wrong.
  case usage = 64
  /// The manifest or the submission is wrong.
  case badInput = 65
  /// This machine cannot run it; `assay doctor` says why.
  case machine = 69
  /// A bug of ours.
  case bug = 70
  /// This machine does not give the isolation that `--require-isolation` asks for.
  case isolation = 77
  /// Interrupted.
  case interrupted = 130

  /// What argument parsing throws to end with this code.
  var code: ExitCode { ExitCode(rawValue) }
}
