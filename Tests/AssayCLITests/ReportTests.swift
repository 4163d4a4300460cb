import AssayTestSupport
import Foundation
import Testing

/// Reports of real gradings, held against what others wrote: schemas and validators.
@Suite("Reports of real gradings")
struct ReportTests {
  private let workspace: Workspace

  init() throws { workspace = try Workspace() }

  /// Submissions that fill different parts of a report.
  static let submissions = [
    SmallLab.solution, "def double(n):\n    print('seen', n)\n    return [n]\n", "def double(n)\n",
    "import os\nos._exit(3)\n", "def double(n):\n    raise KeyError('\\x1b[31m\\x00\\udc80 \u{1F600}')\n",
  ]

  @Test("three reports in one run, each valid", arguments: submissions)
  func threeReports(_ code: String) async throws {
    let outcome = try await workspace.grade(
      code, "--format", "json=grade.json", "--format", "junit=report.xml", "--format", "terminal=grade.txt")
    #expect([0, 1].contains(outcome.status), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    try await expectValid()
    let text = try String(contentsOfFile: "\(workspace.path)/grade.txt", encoding: .utf8)
    #expect(text.contains("/ 100"))
    #expect(!text.contains("\u{1b}"))
  }

  @Test("a report on stdout beside those in files")
  func mixed() async throws {
    let outcome = try await workspace.grade(
      SmallLab.solution, "--json", "--format", "terminal=grade.txt", "--format", "junit=report.xml")
    #expect(outcome.status == 0)
    #expect(try outcome.json()["score"]["earned"].number == 100)
    #expect(FileManager.default.fileExists(atPath: "\(workspace.path)/grade.txt"))
  }

  @Test("the evidence is kept where that is asked for, as JSON")
  func evidence() async throws {
    let outcome = try await workspace.grade(SmallLab.solution, "--evidence", "evidence.json")
    #expect(outcome.status == 0)
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(workspace.path)/evidence.json"))
    #expect(try Document(Array(data))["runs"].elements.count == 1)
  }

  /// Validates grade.json and report.xml in the workspace.
  private func expectValid() async throws {
    let repository = Program.repository.path
    let json = try await Program.validate("\(workspace.path)/grade.json", against: "grade-1")
    #expect(json.status == 0, "\(json.errors)")
    let schemas = "\(repository)/Tests/AssayReportsTests/Schemas"
    let names = try FileManager.default.contentsOfDirectory(atPath: schemas).filter { $0.hasSuffix(".xsd") }
    #expect(!names.isEmpty)
    for name in names {
      let xml = try await Program.run(
        "/usr/bin/xmllint",
        ["--noout", "--nonet", "--schema", "\(schemas)/\(name)", "\(workspace.path)/report.xml"])
      #expect(xml.status == 0, "\(name): \(xml.errors)")
    }
  }
}

/// The same submission has the same result every time.
@Suite("Determinism")
struct DeterminismTests {
  private static let allowed = ["wall_seconds", "cpu_seconds", "peak_memory_bytes", "time", "evidence"]

  @Test(
    "five gradings differ in times, figures of the machine and the evidence's digest only",
    arguments: ["reference", "wrong/cap-after-jitter"])
  func fiveTimes(_ submission: String) async throws {
    let workspace = try Workspace()
    let folder = "\(Program.realLabs)/06-retry-backoff-breaker/\(submission)"
    var documents: [String] = []
    for _ in 0..<5 {
      let outcome = try await workspace.assay(
        "grade", folder, "--lab", "06-retry-backoff-breaker", "--labs", Program.realLabs, "--json")
      #expect([0, 1].contains(outcome.status), "\(outcome.errors)")
      documents.append(try Self.redacted(outcome.output))
    }
    let first = documents[0]
    for other in documents.dropFirst() where other != first {
      Issue.record("\(LineDiff.text(from: first, to: other))")
    }
  }

  /// The text without what may differ; each of these must be there to be taken out.
  private static func redacted(_ document: String) throws -> String {
    var text = document
    for key in allowed {
      let expression = try Regex("\"\(key)\"\\s*:\\s*(\"[^\"]*\"|[0-9.e+-]+)")
      guard text.firstMatch(of: expression) != nil else { throw TestSupportError("there is no \(key)") }
      text.replace(expression) { _ in "\"\(key)\": null" }
    }
    return text
  }
}
