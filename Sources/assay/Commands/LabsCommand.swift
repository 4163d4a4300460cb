import ArgumentParser
import AssayCatalog
import AssayModel
import AssayReports
import Foundation

/// Lists the labs.
struct LabsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "labs", abstract: "List the labs.")

  @Flag(name: .customLong("json"), help: "As JSON.")
  var isJSON = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let workbench = try Workbench(common)
    let labs = try workbench.allLabs().map(\.manifest)
    Output.write(
      isJSON ? try EncodedLabList(labs).text() : LabListReport(workbench.terminalOptions()).text(labs))
  }
}

/// Shows one lab.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a lab: what it asks, what is handed in, what is judged.")

  @Argument(help: "The lab: its id or a part of it.", completion: .custom(completeLabs))
  var lab: String

  @Flag(help: "Print the handout instead.")
  var readme = false

  @Flag(name: .customLong("json"), help: "As JSON.")
  var isJSON = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let workbench = try Workbench(common)
    let lab = try workbench.lab(lab)
    if readme {
      let name = common.language == .ko ? "README.ko.md" : "README.md"
      Output.write(String(decoding: try lab.bytes(of: name), as: UTF8.self))
      return
    }
    Output.write(
      isJSON
        ? try EncodedLabDocument(lab.manifest).text()
        : LabReport(workbench.terminalOptions()).text(lab.manifest))
  }
}
