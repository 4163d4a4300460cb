import AssayModel
import Foundation
import Glibc
import Testing

/// The built `assay-fixture-http`, spoken to as the engine speaks to it.
final class FixtureProcess {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  /// Starts it, with this hard limit of open files where one is given.
  init(openFiles: Int? = nil) throws {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let server = URL(filePath: tests).deletingLastPathComponent().appending(path: "assay-fixture-http")
    process.executableURL = URL(filePath: "/bin/sh")
    let limit = openFiles.map { "ulimit -n \($0); " } ?? ""
    process.arguments = ["-c", "\(limit)exec \"$0\"", server.path()]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  deinit { if process.isRunning { process.terminate() } }

  func send(_ question: FixtureRequest) throws {
    try input.fileHandleForWriting.write(contentsOf: JSONEncoder().encode(question) + Data("\n".utf8))
  }

  func ask(_ question: FixtureRequest) throws -> FixtureReply {
    try send(question)
    return try answer()
  }

  func ask(line: String) throws -> FixtureReply {
    try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
    return try answer()
  }

  /// Loads `script` and gives the port.
  func load(_ script: FixtureScript) throws -> Int {
    guard case .listening(let address) = try ask(.load(script, port: 0)) else {
      throw FixtureProcessError.unexpectedAnswer
    }
    return address.port
  }

  func trace() throws -> FixtureTrace {
    guard case .trace(let trace) = try ask(.snapshot) else { throw FixtureProcessError.unexpectedAnswer }
    return trace
  }

  /// Ends its input; it must exit with status 0, without another word, and leave no process.
  func expectEnd() throws {
    try input.fileHandleForWriting.close()
    #expect(try output.fileHandleForReading.readToEnd() ?? Data() == Data())
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(process.terminationReason == .exit)
    #expect(kill(process.processIdentifier, 0) == -1)
  }

  /// Lets the running server open so many descriptors more than it has, or 1,024.
  func allowDescriptors(more: Int?) throws {
    let folder = "/proc/\(process.processIdentifier)/fd"
    let used = Set(try FileManager.default.contentsOfDirectory(atPath: folder).compactMap { Int($0) })
    // The limit is on numbers, so the gaps between those in use count too.
    let free = (0...).lazy.filter { !used.contains($0) }
    let limit = more.flatMap { free.prefix($0).max() }.map { $0 + 1 } ?? 1024
    let tool = Process()
    tool.executableURL = URL(filePath: "/usr/bin/env")
    tool.arguments = ["prlimit", "--pid", String(process.processIdentifier), "--nofile=\(limit):"]
    try tool.run()
    tool.waitUntilExit()
    try #require(tool.terminationStatus == 0)
  }

  private func answer() throws -> FixtureReply {
    var line = Data()
    while line.last != UInt8(ascii: "\n") {
      let piece = output.fileHandleForReading.availableData
      guard !piece.isEmpty else { throw FixtureProcessError.ended }
      line += piece
    }
    return try JSONDecoder().decode(FixtureReply.self, from: line)
  }
}

enum FixtureProcessError: Error {
  case ended
  case unexpectedAnswer
}

extension FixtureReply {
  /// True for an error told in a sentence.
  var isError: Bool {
    if case .error(let sentence) = self { return sentence.hasSuffix(".") }
    return false
  }
}
