import Foundation
import Testing

@testable import AssayReports

/// Validators that others wrote.
enum Validators {
  static var repository: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  static func schema(_ name: String) -> String {
    repository.appendingPathComponent("docs/schema/\(name)").path
  }

  static func xsd(_ name: String) -> String {
    repository.appendingPathComponent("Tests/AssayReportsTests/Schemas/\(name)").path
  }

  /// Runs a program to its end.
  static func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  /// Validates a document, with every object of the schema closed: what we write, the schema describes.
  static let closedValidation = """
    import json, sys, jsonschema
    schema, document = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:3])
    def close(node):
        if isinstance(node, dict):
            if "properties" in node and "type" in node:
                node["additionalProperties"] = False
            for child in node.values():
                close(child)
        elif isinstance(node, list):
            for child in node:
                close(child)
    close(schema)
    validator = jsonschema.Draft202012Validator
    validator.check_schema(schema)
    errors = [f"{list(e.absolute_path)}: {e.message[:300]}" for e in validator(schema).iter_errors(document)]
    print("\\n".join(errors))
    sys.exit(bool(errors))
    """
}

/// What may never stand in a report that is shown.
enum Harm {
  /// The lines of `text` that a terminal or a CI service would obey, each with the reason.
  static func found(in text: String) -> [String] {
    var found: [String] = []
    let plain = withoutColour(text)
    for line in plain.split(separator: "\n", omittingEmptySubsequences: false) {
      let unsafe = line.unicodeScalars.filter { SafeWriter.isUnsafe($0) }
      if !unsafe.isEmpty { found.append("unsafe \(unsafe.map { String($0.value, radix: 16) }): \(line)") }
      if line.drop(while: \.isWhitespace).hasPrefix("::") { found.append("command: \(line)") }
      if line.range(of: "##[A-Za-z]*\\[", options: .regularExpression) != nil {
        found.append("command: \(line)")
      }
    }
    return found
  }

  /// `text` without our own colours; every other escape stays.
  static func withoutColour(_ text: String) -> String {
    text.replacingOccurrences(
      of: "\u{1b}\\[(0|1|2|31|32|33|35|1;31|1;32|1;35)m", with: "", options: .regularExpression)
  }
}
