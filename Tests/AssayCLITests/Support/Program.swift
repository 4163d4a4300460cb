import AssayTestSupport
import Foundation
import Synchronization

/// What one command left behind.
struct Outcome: Sendable {
  var status: Int32
  /// True where a signal ended it.
  var wasKilled: Bool
  var stdout: [UInt8]
  var stderr: [UInt8]

  var output: String { String(decoding: stdout, as: UTF8.self) }
  var errors: String { String(decoding: stderr, as: UTF8.self) }

  /// The JSON document on stdout.
  func json() throws -> Document { try Document(stdout) }
}

/// The built `assay`, beside the tests.
enum Program {
  static let folder = URL(
    fileURLWithPath: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
  ).deletingLastPathComponent()
  static let path = folder.appendingPathComponent("assay").path
  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let realLabs = repository.appendingPathComponent("labs").path

  /// Runs any program to its end; its output goes through files, so that nothing of it can block.
  static func run(
    _ program: String, _ arguments: [String], environment: [String: String]? = nil, in folder: String? = nil
  ) async throws -> Outcome {
    let scratch = try TemporaryDirectory()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = environment
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    process.standardInput = FileHandle.nullDevice
    // Closed here: a process may be kept for longer than it runs, and Foundation's cannot start others beside
    // more than about 1,300 open files.
    let (output, errors) = (try file("out", in: scratch), try file("err", in: scratch))
    defer {
      try? output.close()
      try? errors.close()
    }
    process.standardOutput = output
    process.standardError = errors
    try await end(of: process)
    return Outcome(
      status: process.terminationStatus, wasKilled: process.terminationReason == .uncaughtSignal,
      stdout: try bytes("out", in: scratch), stderr: try bytes("err", in: scratch))
  }

  /// Validates the JSON document in `file` against a schema of docs/schema; a status other than 0 refuses it.
  static func validate(_ file: String, against schema: String) async throws -> Outcome {
    let program = """
      import json, sys, jsonschema
      schema, document = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:3])
      jsonschema.Draft202012Validator(schema).validate(document)
      """
    let path = "\(repository.path)/docs/schema/\(schema).schema.json"
    return try await run("/usr/bin/python3", ["-c", program, path, file])
  }

  /// Starts `process` and returns once it has ended.
  private static func end(of process: Process) async throws {
    let failure = Mutex<(any Error)?>(nil)
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      process.terminationHandler = { _ in continuation.resume() }
      do {
        try process.run()
      } catch {
        failure.withLock { $0 = error }
        continuation.resume()
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
  }

  private static func file(_ name: String, in scratch: TemporaryDirectory) throws -> FileHandle {
    try scratch.write("", to: name)
    guard let handle = FileHandle(forWritingAtPath: "\(scratch.path)/\(name)") else {
      throw TestSupportError("\(name) cannot be opened")
    }
    return handle
  }

  private static func bytes(_ name: String, in scratch: TemporaryDirectory) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: "\(scratch.path)/\(name)")))
  }
}
