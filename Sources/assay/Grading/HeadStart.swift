import AssayModel
import Synchronization

/// A machine that is made ready while the command line is still being parsed.
///
/// Preparing a run is mostly waiting for the kernel, and parsing takes as long. So a command that is certain to run
/// learners' code has its launcher started first. What comes of it is used once, and only when the options turn
/// out to be the usual ones; else it is dropped, and the launcher ends with its input.
final class HeadStart: Sendable {
  @TaskLocal static var current: HeadStart?

  private let machine: Mutex<Task<Machine, any Error>?>

  /// Starts if `arguments` (without the program's name) are likely to want it.
  init?(arguments: [String]) {
    let readers: Set = ["-h", "--help", "help", "--version"]
    guard let command = arguments.first, ["grade", "check"].contains(command),
      arguments.count > 1 || command == "check",
      readers.isDisjoint(with: arguments)
    else { return nil }
    machine = Mutex(Task.detached { try await Machine.make(MachineChoice(), expectedRuns: 1) })
  }

  /// The machine, for the first who asks.
  func take() -> Task<Machine, any Error>? {
    machine.withLock { machine in
      defer { machine = nil }
      return machine
    }
  }
}
