import ArgumentParser
import AssayCatalog
import AssayEnvironments
import AssayModel
import AssaySandbox
import Foundation

/// An error as the user meets it: a sentence and an exit code.
struct Failure: Error {
  let message: LocalizedText
  let status: ExitStatus

  /// A failure in both languages.
  init(_ message: LocalizedText, _ status: ExitStatus) {
    self.message = message
    self.status = status
  }

  /// A failure that is told in English only.
  init(_ message: String, _ status: ExitStatus) { self.init(LocalizedText(verbatim: message), status) }

  /// Finds the sentence and the code for any error.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let fault as Fault:
      self.init(
        fault.message, fault.kind == .lab || fault.kind == .grader ? .badInput : .machine)
    case let error as CatalogError: self.init(error.text, .usage)
    case let error as EnvironmentError: self.init(error.text, Self.status(of: error))
    case let error as ImportError: self.init(error.text, .badInput)
    case let error as ManifestError: self.init(Self.text(error), .badInput)
    case let error as SubmissionError:
      self.init(
        LocalizedText(
          en: error.problems.map(\.text.en).joined(separator: "\n"),
          ko: error.problems.map(\.text.ko).joined(separator: "\n")), .badInput)
    case let shortfall as IsolationShortfall: self.init(shortfall.text, .isolation)
    case is CancellationError: self = .interrupted
    default: self.init("A bug of ours, please report it: \(error)", .bug)
    }
  }

  /// The user ended it.
  static let interrupted = Failure(
    LocalizedText(en: "Interrupted before it was finished.", ko: "끝나기 전에 중단되었습니다."), .interrupted)

  /// The first word is no command.
  static func noSuchCommand(_ name: String, among known: [String]) -> Failure {
    let suggestion = nearest(to: name, among: known)
    return Failure(
      LocalizedText(
        en: "There is no command '\(name)'\(suggestion.map { "; did you mean '\($0)'?" } ?? ".") "
          + "`assay --help` lists them.",
        ko: "'\(name)' 명령이 없습니다. \(suggestion.map { "혹시 '\($0)'입니까? " } ?? "")"
          + "`assay --help`로 목록을 볼 수 있습니다."), .usage)
  }

  /// True for what the argument parser itself says.
  static func isUsage(_ error: any Error) -> Bool {
    error is ValidationError || AssayCommand.exitCode(for: error) == .validationFailure || error is CleanExit
  }

  private static func status(of error: EnvironmentError) -> ExitStatus {
    switch error {
    case .noSuchProfile: .usage
    case .hashMismatch: .badInput
    default: .machine
    }
  }

  private static func text(_ error: ManifestError) -> LocalizedText {
    let lines = error.description
    guard error.problems.count > 1 else { return LocalizedText(verbatim: lines) }
    return LocalizedText(
      en: "The manifest has \(error.problems.count) mistakes.\n\(lines)",
      ko: "매니페스트에 오류가 \(error.problems.count)개 있습니다.\n\(lines)")
  }
}
