import ArgumentParser
import AssayCatalog
import AssayModel
import AssayReports
import Foundation

/// Lists the labs.
struct LabsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "labs", abstract: "List the labs.")

  @Flag(name: .customLong("json"), help: "As JSON.")
  var isJSON = false

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let workbench = try Workbench(common)
    let labs = try workbench.allLabs().map(\.manifest)
    let obstacles = try await Inventory(of: labs, in: workbench.environments).obstacles
    Output.write(
      isJSON
        ? try EncodedLabList(labs, obstacles: obstacles).text()
        : LabListReport(workbench.terminalOptions()).text(labs, obstacles: obstacles))
  }
}

/// Shows one lab.
struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a lab: what it asks, what is handed in, what is judged.")

  @Argument(help: "The lab: its id or a part of it.", completion: .custom(completeLabs))
  var lab: String

  @Flag(help: "Print the handout instead.")
  var readme = false

  @Flag(name: .customLong("json"), help: "As JSON.")
  var isJSON = false

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let workbench = try Workbench(common)
    let lab = try workbench.lab(lab)
    if readme {
      let name = common.language == .ko ? "README.ko.md" : "README.md"
      Output.write(String(decoding: try lab.bytes(of: name), as: UTF8.self))
      return
    }
    let inventory = try await Inventory(of: [lab.manifest], in: workbench.environments)
    let obstacles = inventory.obstacles[lab.manifest.id] ?? []
    Output.write(
      isJSON
        ? try EncodedLabDocument(lab.manifest, obstacles: obstacles).text()
        : LabReport(workbench.terminalOptions()).text(lab.manifest, obstacles: obstacles))
  }
}
