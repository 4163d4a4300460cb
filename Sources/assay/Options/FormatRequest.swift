import ArgumentParser

/// A report that was asked for: `terminal`, or `junit=report.xml`.
struct FormatRequest: ExpressibleByArgument {
  /// The kinds of report.
  enum Format: String, CaseIterable {
    case terminal
    case json
    case junit
    case markdown
    case html
    case csv
  }

  let format: Format
  /// Where it goes; nil is stdout.
  let file: String?

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
    guard let name = parts.first, let format = Format(rawValue: name) else { return nil }
    self.format = format
    file = parts.count == 2 ? parts[1] : nil
  }

  static var allValueStrings: [String] { Format.allCases.map(\.rawValue) }

  static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}

/// Which reports a grading writes, and what its exit code means.
struct ReportOptions: ParsableArguments {
  @Option(
    name: .customLong("format"),
    help: ArgumentHelp(
      "A report; with =FILE into a file. May be repeated.",
      valueName: "format[=file]"))
  var formats: [FormatRequest] = []

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file for the report that names none.", valueName: "file"),
    completion: .file())
  var output: String?

  @Flag(name: .customLong("json"), help: "The same as --format json.")
  var isJSON = false

  @Option(
    help: ArgumentHelp("Points from which on the exit code is 0. (default: 100)", valueName: "points"))
  var passMark: Double?

  @Flag(help: "Exit with 0 whatever the grade is, to collect results in CI.")
  var exitZero = false

  @Flag(name: .shortAndLong, help: "Show what the code printed, and every finding.")
  var verbose = false

  /// The reports asked for; the terminal's where none is.
  var requests: [FormatRequest] {
    var all = formats
    if isJSON, let json = FormatRequest(argument: "json") { all.append(json) }
    if all.isEmpty, let terminal = FormatRequest(argument: "terminal") { all.append(terminal) }
    return all
  }

  /// The files that reports go to.
  var files: [String] { requests.compactMap { $0.file ?? output } }

  /// Points from which on the policy is satisfied.
  var requiredPoints: Double { passMark ?? 100 }

  func validate() throws {
    guard (0...100).contains(requiredPoints) else {
      throw ValidationError("--pass-mark takes points from 0 to 100.")
    }
    let toStdout = requests.filter { $0.file == nil }
    if let output, toStdout.isEmpty {
      throw ValidationError("Every report has a file of its own, so there is none for --output \(output).")
    }
    guard toStdout.count <= 1 else {
      throw ValidationError(
        "Only one report can go to stdout; give the others a file: --format junit=report.xml.")
    }
  }
}
