import ArgumentParser
import AssayCatalog
import AssayModel
import Foundation

/// Makes labs from what authors already have.
struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Make a lab from a Kattis problem package or from a pytest suite.",
    discussion: "Whatever cannot be carried over is listed by file and key. The lab is then yours to edit.",
    subcommands: [ImportKattisCommand.self, ImportPytestCommand.self])
}

/// What is asked about every imported lab.
struct ImportOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The lab's id, which begins with its module. (default: 01- and the folder's name)", valueName: "id"))
  var id: String?

  @Option(help: ArgumentHelp("The row in the module, 1 to 5.", valueName: "number"))
  var row = 1

  @Option(help: ArgumentHelp("The month of the roadmap, 1 to 6.", valueName: "number"))
  var month = 1

  @Option(
    help: ArgumentHelp("The folder of labs to write into. (default: --labs, else $ASSAY_LABS, else `labs`)"),
    completion: .directory)
  var into: String?

  func validate() throws {
    guard (1...5).contains(row) else {
      throw ValidationError("--row takes a number from 1 to 5, not \(row).")
    }
    guard (1...6).contains(month) else {
      throw ValidationError("--month takes a number from 1 to 6, not \(month).")
    }
  }

  /// Who the lab made from the folder at `path` is to be.
  func identity(of path: String) throws -> ImportedIdentity {
    let name = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
    return try ImportedIdentity(id: id ?? ImportedIdentity.id(for: name), row: row, month: month)
  }

  /// Where the lab goes.
  func folder(_ common: CommonOptions) -> LabFolder {
    let environment = ProcessInfo.processInfo.environment["ASSAY_LABS"].flatMap { $0.isEmpty ? nil : $0 }
    return LabFolder(labs: URL(fileURLWithPath: into ?? common.labsFolder ?? environment ?? "labs"))
  }
}

/// Imports a Kattis problem package.
struct ImportKattisCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kattis", abstract: "Make a program lab from a Kattis problem package.",
    discussion: """
      Formats legacy, 2023-07-draft and 2025-09; problems that the default validator judges. The first accepted
      submission in Python becomes the reference, wrong and slow ones become wrong submissions, and the time limit
      is relative to the reference.
      """)

  @Argument(help: "The package: the folder with problem.yaml.", completion: .directory)
  var package: String

  @OptionGroup var options: ImportOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let lab = try KattisImport.lab(
      at: URL(fileURLWithPath: package).standardizedFileURL.path, as: try options.identity(of: package))
    let folder = try options.folder(common).write(lab)
    Output.write(LabFolder.report(lab, in: folder)[common.language])
  }
}
