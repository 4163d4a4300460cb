import ArgumentParser
import AssayModel
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
  @OptionGroup var run: RunOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let workbench = try Workbench(common, run)
    let labName = try lab ?? LabMarker.labName(for: folder)
    guard watch else {
      let status = try await workbench.gradeAndReport(
        submission: folder, lab: labName, reports: reports)
      if status != .satisfied { throw status.code }
      return
    }
    try await keepChecking(labName, workbench)
  }

  private func keepChecking(_ labName: String, _ workbench: Workbench) async throws {
    let changes = try FolderChanges(folder)
    while true {
      Output.write("\u{1b}[2J\u{1b}[H")
      do {
        _ = try await workbench.gradeAndReport(
          submission: folder, lab: labName, reports: reports)
      } catch {
        Output.write("\(Failure(error).message[common.language])\n")
      }
      let waiting = LocalizedText(
        en: "Waiting for a file to be saved. Ctrl-C ends.", ko: "파일이 저장되기를 기다립니다. Ctrl-C로 끝냅니다.")
      Output.write("\n\(waiting[common.language])\n")
      await changes.next()
    }
  }
}
