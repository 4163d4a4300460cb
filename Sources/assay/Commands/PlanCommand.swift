import ArgumentParser
import AssayCatalog
import AssayModel
import AssayReports
import Foundation

/// Shows what a grading would do, without doing it.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Show every run that grading would carry out, without running anything.")

  @Argument(help: "The lab: its id or a part of it.", completion: .custom(completeLabs))
  var lab: String

  @Option(help: ArgumentHelp("The seed of every input.", valueName: "number"))
  var seed: UInt64 = 0

  @Flag(name: .customLong("json"), help: "As JSON.")
  var isJSON = false

  @Flag(help: "Also show what graders know of the right answers (for authors).")
  var revealAnswers = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let workbench = try Workbench(common)
    let lab = try workbench.lab(lab)
    let plan = try lab.plan(seed: Seed(seed), registry: workbench.registry)
    let report = PlanReport(workbench.terminalOptions(), revealsAnswers: revealAnswers)
    Output.write(isJSON ? try EncodedPlan(plan, revealsAnswers: revealAnswers).text() : report.text(plan))
  }
}
