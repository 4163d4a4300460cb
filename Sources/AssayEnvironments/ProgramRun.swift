import Foundation
import Synchronization

/// What a program that was run to its end printed and how it ended.
public struct ProgramRun: Sendable {
  /// The exit code, or the number of the signal that ended it.
  public var status: Int32
  /// True where it exited with 0.
  public var succeeded: Bool
  /// What it wrote to stdout.
  public var output: String
  /// What it wrote to stderr.
  public var errors: String

  /// The last line that says anything, of stderr if it has one; else how the program ended.
  public var lastLine: String {
    let lines = (output + "\n" + errors).split(separator: "\n")
    return lines.map { $0.trimmingCharacters(in: .whitespaces) }.last { !$0.isEmpty }
      ?? "it ended with \(status)"
  }

  /// Runs the program at `executable`; a cancelled task ends it.
  ///
  /// What it prints goes to files, not to pipes: a process that outlives us cannot be blocked by them.
  ///
  /// - Parameters:
  ///   - environment: its variables; nil for ours.
  ///   - directory: where it starts; nil for where we are.
  ///   - input: its stdin, which its own children inherit.
  /// - Throws: ``EnvironmentError/notStarted(program:reason:)`` and `CancellationError`.
  public static func of(
    _ executable: String, _ arguments: [String], environment: [String: String]? = nil,
    directory: String? = nil, input: FileHandle = .nullDevice
  ) async throws -> ProgramRun {
    let (output, errors) = (try ScratchFile(), try ScratchFile())
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    if let environment { process.environment = environment }
    if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
    process.standardInput = input
    process.standardOutput = output.handle
    process.standardError = errors.handle
    try await end(of: process)
    try Task.checkCancellation()
    let isExit = process.terminationReason == .exit
    return ProgramRun(
      status: process.terminationStatus, succeeded: isExit && process.terminationStatus == 0,
      output: output.text, errors: errors.text)
  }

  private static func end(of process: Process) async throws {
    let failure = Mutex<(any Error)?>(nil)
    await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
        process.terminationHandler = { _ in continuation.resume() }
        do {
          try process.run()
        } catch {
          failure.withLock { $0 = error }
          continuation.resume()
        }
      }
    } onCancel: {
      // Not SIGTERM: a child started from a thread of Dispatch's inherits that thread's mask, which blocks it.
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }
    if let error = failure.withLock({ $0 }) {
      let program = process.executableURL?.path ?? "?"
      throw EnvironmentError.notStarted(program: program, reason: error.localizedDescription)
    }
  }
}

/// A file without a name: it goes with its last user.
private struct ScratchFile {
  let handle: FileHandle

  init() throws {
    let folder = FileManager.default.temporaryDirectory.path
    var template = Array("\(folder)/assay-output-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw EnvironmentError.disk(path: folder, reason: String(cString: strerror(errno)))
    }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  /// All that was written, from the beginning; the writer shares our position.
  var text: String {
    try? handle.seek(toOffset: 0)
    return String(decoding: (try? handle.readToEnd()) ?? Data(), as: UTF8.self)
  }
}
