import ArgumentParser
import AssayCatalog
import AssayModel
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
      self.init(fault.message, fault.kind == .lab || fault.kind == .grader ? .badInput : .machine)
    case let error as CatalogError: self.init(error.text, .usage)
    case let error as ManifestError: self.init(error.description, .badInput)
    case let error as SubmissionError:
      self.init(
        LocalizedText(
          en: error.problems.map(\.text.en).joined(separator: "\n"),
          ko: error.problems.map(\.text.ko).joined(separator: "\n")), .badInput)
    case is CancellationError: self.init("Interrupted.", .interrupted)
    default: self.init("A bug of ours, please report it: \(error)", .bug)
    }
  }

  /// True for what the argument parser itself says.
  static func isUsage(_ error: any Error) -> Bool {
    error is ValidationError || AssayCommand.exitCode(for: error) == .validationFailure || error is CleanExit
  }
}
