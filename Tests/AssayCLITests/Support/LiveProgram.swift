import AssayTestSupport
import Foundation

/// A running `assay` that is read while it runs.
final class LiveProgram {
  private let process = Process()
  private let pipe = Pipe()
  private var text = ""

  /// Starts it; what it says on stdout and stderr comes in one stream.
  init(
    _ arguments: [String], in workspace: Workspace, program: String = Program.path,
    environment changes: [String: String] = [:]
  ) throws {
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = workspace.environment(changes)
    process.currentDirectoryURL = URL(fileURLWithPath: workspace.path)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    try pipe.fileHandleForWriting.close()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  var id: Int32 { process.processIdentifier }

  /// Reads until `phrase` has come since the last time this was asked.
  ///
  /// - Throws: when the program ends before, or says nothing for a minute.
  func wait(for phrase: String) throws {
    while true {
      if let range = text.firstRange(of: phrase) {
        text = String(text[range.upperBound...])
        return
      }
      guard try readMore() else { throw TestSupportError("it ended before '\(phrase)': \(text)") }
    }
  }

  /// Looks at all that it has started, again and again, until `isReached` says so.
  ///
  /// - Throws: when the program ends before, or a minute has passed.
  func reach(_ isReached: (Set<ProcessTable.Entry>) throws -> Bool) throws {
    let deadline = ContinuousClock().now + .seconds(60)
    while ContinuousClock().now < deadline {
      let family = try ProcessTable().descendants(of: id)
      if try isReached(family) { return }
      guard ProcessTable.entry(id) != nil else { break }
    }
    throw TestSupportError("it ended, or never came that far: \(try end().output)")
  }

  func signal(_ number: Int32) { kill(id, number) }

  /// Reads all that is left and returns how it ended.
  func end() throws -> (status: Int32, wasKilled: Bool, output: String) {
    while try readMore() {}
    process.waitUntilExit()
    return (process.terminationStatus, process.terminationReason == .uncaughtSignal, text)
  }

  private func readMore() throws -> Bool {
    let descriptor = pipe.fileHandleForReading.fileDescriptor
    var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&polled, 1, 60_000) > 0 else { throw TestSupportError("nothing for a minute after: \(text)") }
    let data = pipe.fileHandleForReading.availableData
    text += String(decoding: data, as: UTF8.self)
    return !data.isEmpty
  }
}
