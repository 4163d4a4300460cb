import ArgumentParser
import AssayGraders
import AssayReports
import Foundation
import GraderKit

/// Explains a grader or a workload.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explain a grader: what it judges, its options, examples.",
    discussion: "Without a name it lists all graders and workloads.")

  @Argument(help: "The grader's or workload's name.", completion: .list(ExplainCommand.names))
  var name: String?

  @Flag(name: .customLong("json"), help: "As JSON.")
  var isJSON = false

  @OptionGroup var common: CommonOptions

  private static var names: [String] {
    compiledInRegistry.graderDescriptions.map(\.name) + compiledInRegistry.workloadDescriptions.map(\.name)
  }

  func run() throws {
    let entries =
      compiledInRegistry.graderDescriptions.map(ExplainedItem.init(grader:))
      + compiledInRegistry.workloadDescriptions.map(ExplainedItem.init(workload:))
    let chosen = try name.map { name in
      guard let entry = entries.first(where: { $0.name == name }) else {
        throw Failure(
          "There is no grader or workload '\(name)'\(Self.suggestion(for: name)). `assay explain` lists them.", .usage)
      }
      return [entry]
    }
    let options = Terminal(common.color).reportOptions(common.language, isVerbose: false)
    let report = ExplainReport(chosen ?? entries, isDetailed: chosen != nil)
    print(isJSON ? try report.json() : report.terminal(options), terminator: "")
  }

  private static func suggestion(for name: String) -> String {
    NearestName.of(name, among: names).map { "; did you mean '\($0)'?" } ?? ""
  }
}
