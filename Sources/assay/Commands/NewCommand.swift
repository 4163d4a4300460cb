import ArgumentParser
import AssayCatalog
import AssayModel
import Foundation

/// Begins something new for authors.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Begin a new lab or a new grader from a template (for authors).",
    discussion: "Places to fill in are marked <<FILL …>>; `assay verify` lists those that are left.",
    subcommands: [NewLabCommand.self, NewGraderCommand.self])
}

extension LabKind: ExpressibleByArgument {}

/// Begins a lab.
struct NewLabCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lab", abstract: "Begin a lab in the folder of labs.",
    discussion: """
      Example:
        assay new lab call 01-first-steps
      """)

  @Argument(help: "How the learner's code is exercised.")
  var kind: LabKind

  @Argument(help: "The lab's id: 0, its module from 1 to 8, '-' and a name.")
  var id: String

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard id.wholeMatch(of: /0[1-8]-[a-z0-9-]+/) != nil else {
      throw ValidationError("'\(id)' is no id of a lab; write one such as 06-retry-backoff-breaker.")
    }
  }

  func run() throws {
    let folder = "\(try Workbench(common).labsFolder)/\(id)"
    guard !FileManager.default.fileExists(atPath: folder) else {
      throw Failure(
        LocalizedText(
          en: "'\(folder)' exists already; choose another id.",
          ko: "'\(folder)' 폴더가 이미 있습니다. 다른 id를 지정하십시오."), .badInput)
    }
    let template = "lab/\(kind.rawValue)"
    var scaffold = Scaffold(names: [
      "ID": id, "MODULE": String(id.dropFirst().prefix(1)), "KIND": kind.rawValue,
      "BODY": try Scaffold.text(of: "body.yaml", in: template).trimmingCharacters(in: .newlines),
    ])
    try scaffold.add("lab/common")
    try scaffold.add(template, leavingOut: ["body.yaml"])
    try scaffold.write(below: folder)
    Output.write(nextSteps(folder, OpenPlace.all(in: folder).count)[common.language] + "\n")
  }

  private func nextSteps(_ folder: String, _ places: Int) -> LocalizedText {
    LocalizedText(
      en: """
        A lab of kind \(kind.rawValue) is in \(folder)/.
        It has \(places) places to fill in, each marked <<FILL what: an example>>. Then prove it:

            assay verify \(id)
        """,
      ko: """
        \(kind.rawValue) 유형의 랩을 \(folder)/에 만들었습니다.
        <<FILL 무엇: 예>>로 표시된 \(places)곳을 채운 다음 검증하십시오.

            assay verify \(id)
        """)
  }
}

/// Begins a grader of a lab's own.
struct NewGraderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grader", abstract: "Begin a grader of a lab's own.",
    discussion: """
      Example:
        assay new grader share.fair --lab 01-fair-share --language python
      """)

  /// What graders are written in.
  enum ProgrammingLanguage: String, ExpressibleByArgument, CaseIterable {
    case swift
    case python
  }

  @Argument(help: "The grader's name, such as share.fair.")
  var name: String

  @Option(help: "The lab: its id or a part of it. Required.", completion: .custom(completeLabs))
  var lab: String

  @Option(help: "A package in Swift, or a program in Python.")
  var language = ProgrammingLanguage.swift

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard name.wholeMatch(of: /[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)*/) != nil else {
      throw ValidationError("'\(name)' is no name of a grader; write one such as share.fair.")
    }
  }

  func run() throws {
    let folder = try Workbench(common).folder(ofLab: lab) + "/graders"
    let hasPackage = FileManager.default.fileExists(atPath: "\(folder)/Package.swift")
    var scaffold = Scaffold(names: ["NAME": name, "TYPE": typeName])
    try scaffold.add(
      "grader/\(language.rawValue)", leavingOut: hasPackage ? ["Package.swift", "Sources/Main.swift"] : [])
    try scaffold.write(below: folder)
    let files = scaffold.files.map { "\(folder)/\($0.path)" }.joined(separator: "\n    ")
    Output.write(nextSteps(files, isAdded: language == .swift && hasPackage)[common.language] + "\n")
  }

  /// `share.fair` as the name of a type: `ShareFairGrader`.
  private var typeName: String {
    let words = name.split { ".-_".contains($0) }
    return words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() + "Grader"
  }

  private var manifest: String {
    switch language {
    case .swift: "grader: {package: graders, name: \(name)}"
    case .python: "grader: {run: [python3, graders/\(name).py]}"
    }
  }

  private func nextSteps(_ files: String, isAdded: Bool) -> LocalizedText {
    let add = LocalizedText(
      en: isAdded ? "\nAdd \(typeName).self to the list in graders/Sources/Main.swift." : "",
      ko: isAdded ? "\ngraders/Sources/Main.swift의 목록에 \(typeName).self를 추가하십시오." : "")
    return LocalizedText(
      en: """
        Fill in what is marked <<FILL what: an example>> in

            \(files)
        \(add.en)
        A check of lab.yaml names it in the place of `expect`:

            \(manifest)
        """,
      ko: """
        다음 파일에서 <<FILL 무엇: 예>>로 표시된 곳을 채우십시오.

            \(files)
        \(add.ko)
        lab.yaml의 검사에서 `expect` 대신 다음과 같이 지정합니다.

            \(manifest)
        """)
  }
}
