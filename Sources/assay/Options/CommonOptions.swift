import ArgumentParser
import AssayModel
import AssaySandbox
import Foundation

extension Language: ExpressibleByArgument {}

/// When to colour.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto
  case always
  case never
}

/// Options of every command.
struct CommonOptions: ParsableArguments {
  @Option(help: "The language of reports. (default: the locale's)")
  var lang: Language?

  @Option(help: ArgumentHelp("When to colour.", valueName: "when"))
  var color: ColorChoice = .auto

  @Option(
    name: .customLong("labs"),
    help: ArgumentHelp(
      "The folder that holds the labs. (default: $ASSAY_LABS, else the nearest `labs`)", valueName: "folder"),
    completion: .directory)
  var labsFolder: String?

  /// The language asked for, else the locale's, else English.
  var language: Language {
    lang ?? Self.localeLanguage
  }

  /// The language of a message about arguments that were perhaps not even parsed.
  static var requestedLanguage: Language {
    let words = CommandLine.arguments
    let asked = words.firstIndex(of: "--lang").flatMap {
      words.indices.contains($0 + 1) ? words[$0 + 1] : nil
    }
    return asked.flatMap(Language.init(rawValue:)) ?? localeLanguage
  }

  private static var localeLanguage: Language {
    let environment = ProcessInfo.processInfo.environment
    let locale = environment["LC_ALL"] ?? environment["LC_MESSAGES"] ?? environment["LANG"] ?? ""
    return locale.hasPrefix("ko") ? .ko : .en
  }
}

/// The options of commands that run learners' code.
struct RunOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How runs are isolated; none is for your own code only.",
      discussion: "auto takes the strongest that works here and refuses to run without; process goes without "
        + "namespaces.", valueName: "how"))
  var isolation: IsolationChoice = .auto

  @Option(
    help: ArgumentHelp(
      "Refuse to run with less isolation than this; the exit code is then 77.", valueName: "level"))
  var requireIsolation: Isolation.Level = .none

  @Option(
    help: ArgumentHelp(
      "The interpreter. (default: one of the lab's version that is found)", valueName: "path"),
    completion: .file())
  var python: String?

  /// The same as a plain value.
  var choice: MachineChoice {
    MachineChoice(isolation: isolation, requireIsolation: requireIsolation, python: python)
  }
}

/// The option of commands that grade one submission.
struct SeedOption: ParsableArguments {
  @Option(help: ArgumentHelp("The seed of every input, to repeat a grading.", valueName: "number"))
  var seed: UInt64?
}

/// The isolation that was asked for.
enum IsolationChoice: String, ExpressibleByArgument, CaseIterable {
  case auto
  case process
  case none

  /// In the sandbox's words.
  var strength: SandboxOptions.Strength {
    switch self {
    case .auto: .strongest
    case .process: .processTier
    case .none: .unsandboxed
    }
  }
}

extension Isolation.Level: ExpressibleByArgument {}
