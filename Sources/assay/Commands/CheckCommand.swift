import ArgumentParser
import AssayCatalog
import AssayModel
import AssayReports
import Foundation

/// A learner's own check of the folder that `start` made.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check your work on a lab.",
    discussion: "The folder remembers its lab. With --watch it is checked again whenever a file is saved.")

  @Argument(help: "The folder with your work.", completion: .directory)
  var folder: String = "."

  @Option(help: "The lab, where the folder does not say it.", completion: .custom(completeLabs))
  var lab: String?

  @Flag(help: "Check again whenever a file in the folder is saved; Ctrl-C ends it.")
  var watch = false

  @OptionGroup var reports: ReportOptions
  @OptionGroup var seed: SeedOption
  @OptionGroup var run: RunOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    var common = common
    if common.labsFolder == nil, ProcessInfo.processInfo.environment["ASSAY_LABS"] == nil {
      common.labsFolder = LabMarker.labsFolder(for: folder)
    }
    let workbench = try Workbench(common, run)
    let labName = try lab ?? LabMarker.labName(for: folder)
    try await RunFolder.use {
      guard watch else {
        let status = try await check(labName, workbench)
        if status != .satisfied { throw status.code }
        return
      }
      try await keepChecking(labName, workbench)
    }
  }

  private func check(_ labName: String, _ workbench: Workbench) async throws -> ExitStatus {
    try await workbench.gradeAndReport(
      submission: folder, lab: labName, seed: seed.seed, reports: reports)
  }

  /// Checks until a signal ends it, which is how it is meant to end: no word is lost about it.
  private func keepChecking(_ labName: String, _ workbench: Workbench) async throws {
    let files = try workbench.lab(labName).manifest.files.submit.map(\.path)
    let changes = try FolderChanges(of: files, in: folder)
    do {
      while true {
        try await checkOnce(labName, workbench)
        let waiting = LocalizedText(
          en: "Waiting for a file to be saved. Ctrl-C ends.", ko: "파일이 저장되기를 기다립니다. Ctrl-C로 끝냅니다.")
        Output.writeError("\n\(waiting[common.language])\n")
        try await changes.next()
      }
    } catch  where Task.isCancelled {
      throw ExitStatus.interrupted.code
    }
  }

  /// A submission that cannot be graded yet is told and waited for; what no saving can change is thrown.
  private func checkOnce(_ labName: String, _ workbench: Workbench) async throws {
    if isatty(STDOUT_FILENO) == 1 { Output.write("\u{1b}[2J\u{1b}[H") }
    do {
      _ = try await check(labName, workbench)
    } catch let error as SubmissionError {
      Output.writeError("assay: \(LogText.safe(Failure(error).message[common.language]))\n")
    }
  }
}
