import ArgumentParser
import AssayCatalog
import AssayModel
import Foundation

/// Imports a pytest suite.
struct ImportPytestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pytest", abstract: "Make a lab of calls from a pytest suite and the code that it tests.",
    discussion: """
      The tests are run here, outside the sandbox, on your own code; run only what you trust. Every call that they
      make of a module's functions becomes a hidden case with what the code did. The tests themselves are not
      part of the lab. pytest must be installed for the interpreter that --python names.
      """)

  @Argument(help: "The folder with the tests and the modules that they test.", completion: .directory)
  var folder: String

  @Option(
    help: ArgumentHelp("How far floats may be off, absolutely or relatively.", valueName: "number"))
  var tolerance = 1e-9

  @Option(
    help: ArgumentHelp(
      "The interpreter that runs the tests. (default: the python3 of PATH)", valueName: "path"),
    completion: .file())
  var python: String?

  @OptionGroup var options: ImportOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard tolerance >= 0, tolerance <= 1 else {
      throw ValidationError("--tolerance takes a number from 0 to 1, not \(tolerance).")
    }
  }

  /// The interpreter that the author works with, which is where pytest is.
  private func interpreter() throws -> String {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"
    let names = path.split(separator: ":").map { "\($0)/python3" }
    let own = names.first { FileManager.default.isExecutableFile(atPath: $0) }
    return try Machine.interpreter(python ?? own, version: nil).executable
  }

  func run() async throws {
    let identity = try options.identity(of: folder)
    let recorder = PytestRecorder(python: try interpreter())
    let recording = try await recorder.record(URL(fileURLWithPath: folder).standardizedFileURL.path)
    let lab = try PytestImport.lab(from: recording, as: identity, tolerance: tolerance)
    let folder = try options.folder(common).write(lab)
    Output.write(LabFolder.report(lab, in: folder)[common.language])
  }
}
