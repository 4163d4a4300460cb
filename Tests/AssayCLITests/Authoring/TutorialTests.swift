import AssayTestSupport
import Foundation
import Testing

/// docs/authoring.md, done from the beginning to the end in an empty folder.
@Suite("The tutorial for authors")
struct TutorialTests {
  @Test("every file and command of it works, and prints what it says")
  func everyCommand() async throws {
    let workspace = try Workspace()
    try FileManager.default.removeItem(atPath: "\(workspace.path)/work")
    let file = Program.repository.appendingPathComponent("docs/authoring.md")
    var tutorial = Tutorial(try String(contentsOf: file, encoding: .utf8))
    for index in tutorial.parts.indices {
      switch tutorial.parts[index] {
      case .text: continue
      case .file(let path, let content): try workspace.folder.write(content, to: path)
      case .command(let line, let output):
        let seen = try await run(line, in: workspace)
        let isAsSaid = seen.map(Tutorial.normalised) == output.map(Tutorial.normalised)
        tutorial.parts[index] = .command(line: line, output: isAsSaid ? output : seen)
      }
    }
    expectGolden(tutorial.document, file: file)
    #expect(tutorial.parts.count { if case .command = $0 { true } else { false } } > 8)
    #expect(try workspace.leftovers().isEmpty)
  }

  /// What a command prints, stdout and stderr in one, without the last empty line.
  private func run(_ line: String, in workspace: Workspace) async throws -> [String] {
    let environment = workspace.environment([
      "ASSAY_LABS": "", "PATH": "\(Program.folder.path):/usr/bin:/bin", "COLUMNS": "100",
    ])
    let outcome = try await Program.run(
      "/bin/bash", ["-c", "exec 2>&1\n" + line], environment: environment, in: workspace.path)
    #expect(outcome.status == 0, "\(line): \(outcome.output)")
    var lines = outcome.output.components(separatedBy: "\n")
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}
