import ArgumentParser
import AssayModel
import Foundation

/// Grades a submission of a lab.
struct GradeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade", abstract: "Grade a submission of a lab.",
    discussion: """
      Example:
        assay grade submissions/kim --lab retry --format terminal --format junit=report.xml
      """)

  @Argument(help: "The submission: a folder, or an archive (.zip, .tar, .tar.gz).", completion: .file())
  var submission: String

  @Option(help: "The lab: its id or a part of it.", completion: .custom(completeLabs))
  var lab: String

  @Option(help: ArgumentHelp("Also keep the evidence, as JSON.", valueName: "file"))
  var evidence: String?

  @OptionGroup var reports: ReportOptions
  @OptionGroup var seed: SeedOption
  @OptionGroup var run: RunOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let workbench = try Workbench(common, run)
    try await RunFolder.use {
      let status = try await workbench.gradeAndReport(
        submission: submission, lab: lab, seed: seed.seed, reports: reports, evidenceFile: evidence)
      if status != .satisfied { throw status.code }
    }
  }
}
