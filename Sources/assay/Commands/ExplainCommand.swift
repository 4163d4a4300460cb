import ArgumentParser
import AssayCatalog
import AssayGraders
import AssayModel
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

  @Flag(name: .customLong("json"), help: "As JSON: one document, without a name of all.")
  var isJSON = false

  @OptionGroup var common: CommonOptions

  private static var names: [String] {
    compiledInRegistry.graderDescriptions.map(\.name) + compiledInRegistry.workloadDescriptions.map(\.name)
  }

  private static func unknown(_ name: String) -> Failure {
    // Names are `family.word`, and the word alone is what people remember.
    let words = Dictionary(names.map { (String($0.drop { $0 != "." }.dropFirst()), $0) }) { first, _ in first
    }
    let suggestion =
      words[name] ?? nearest(to: name, among: names)
      ?? nearest(to: name, among: Array(words.keys.sorted())).flatMap { words[$0] }
    return Failure(
      LocalizedText(
        en: "There is no grader or workload '\(name)'\(suggestion.map { "; did you mean '\($0)'?" } ?? ".") "
          + "`assay explain` lists them.",
        ko: "'\(name)' 채점기나 워크로드가 없습니다. \(suggestion.map { "혹시 '\($0)'입니까? " } ?? "")"
          + "`assay explain`으로 목록을 볼 수 있습니다."), .usage)
  }

  func run() throws {
    let graders = compiledInRegistry.graderDescriptions.map(GraderExplanation.init)
    let workloads = compiledInRegistry.workloadDescriptions.map(GraderExplanation.init)
    let report = ExplainReport(Terminal(common.color).reportOptions(common.language, isVerbose: false))
    guard let name else {
      Output.write(
        isJSON
          ? try EncodedExplanationDocument(graders: graders, workloads: workloads).text()
          : report.list(graders: graders, workloads: workloads))
      return
    }
    guard let chosen = (graders + workloads).first(where: { $0.name == name }) else {
      throw Self.unknown(name)
    }
    let document = EncodedExplanationDocument(
      graders: graders.filter { $0 == chosen }, workloads: workloads.filter { $0 == chosen })
    Output.write(isJSON ? try document.text() : report.text(chosen))
  }
}

extension GraderExplanation {
  fileprivate init(_ grader: GraderDescription) {
    self.init(
      name: grader.name, summary: grader.summary, discussion: grader.discussion,
      options: grader.options.map(Option.init),
      examples: grader.examples.map { Example(title: $0.title, outcome: $0.outcome) })
  }

  fileprivate init(_ workload: WorkloadDescription) {
    self.init(
      name: workload.name, summary: workload.summary, discussion: "",
      options: workload.options.map(Option.init),
      examples: [])
  }
}

extension GraderExplanation.Option {
  fileprivate init(_ spec: OptionSpec) {
    self.init(
      name: spec.name, kind: GraderExplanation.Option.word(for: spec.kind), isRequired: spec.isRequired,
      summary: spec.summary)
  }

  private static func word(for kind: OptionSpec.Kind) -> String {
    switch kind {
    case .integer: "integer"
    case .number: "number"
    case .text: "text"
    case .boolean: "true or false"
    case .list: "list"
    case .mapping: "mapping"
    case .choice(let words): words.joined(separator: " | ")
    }
  }
}
