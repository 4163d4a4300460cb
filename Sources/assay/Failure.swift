import ArgumentParser
import AssayModel
import Foundation

/// An error as the user meets it: a sentence and an exit code.
struct Failure: Error {
  var message: String
  var status: ExitStatus

  init(_ message: String, _ status: ExitStatus) {
    self.message = message
    self.status = status
  }

  /// Finds the sentence and the code for any error.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let fault as Fault:
      self.init(fault.message, fault.kind == .lab || fault.kind == .grader ? .badInput : .machine)
    case is CancellationError: self.init("Interrupted.", .interrupted)
    default: self.init("A bug of ours, please report it: \(error)", .bug)
    }
  }

  /// True for what the argument parser itself says.
  static func isUsage(_ error: any Error) -> Bool {
    error is ValidationError || AssayCommand.exitCode(for: error) == .validationFailure || error is CleanExit
  }
}
