import AssayCatalog
import AssayTestSupport
import Foundation
import Testing

/// What learners' texts can do to the places where they are shown: nothing.
@Suite("Attacks on reports")
struct ReportAttackTests {
  private static let formats = ["terminal", "json", "junit", "markdown", "html", "csv"]
  private static let corpus = Program.repository.appendingPathComponent("fixtures/attacks")
  /// The name of the folder that is handed in is the learner's, too.
  private static let folder = "=work\u{1b}[2J\n::error::<b>@all `x` \u{202e}"

  @Test("every attack ends as text in every format, for parsers that others wrote; unescaped, it bites")
  func attacks() async throws {
    let workspace = try Workspace()
    try SmallLab().write(to: workspace.folder)
    let corpus = try AttackCorpus(folder: Self.corpus.path).attacks.filter { $0.area == .report }
    for (index, attack) in corpus.enumerated() {
      #expect(attack.expectations == [[.harmless]], "\(attack.id)")
      let code = attack.code + "\n\ndef double(n):\n    return attack(None, n)\n"
      try await grade(code, as: attack.name, in: index % 2 == 0 ? "en" : "ko", workspace)
    }
    #expect(corpus.count >= 14)
    let checker = Program.repository.appendingPathComponent("Tests/AssayCLITests/Checkers/reports.py").path
    let schema = Program.repository.appendingPathComponent("docs/schema/grade-1.schema.json").path
    let xsd = Program.repository
      .appendingPathComponent("Tests/AssayReportsTests/Schemas/junit-10-strict.xsd").path
    let verdict = try await Program.run(
      "/usr/bin/python3",
      ["-B", checker, "\(workspace.path)/reports", schema, xsd, "\(Self.corpus.path)/report"])
    #expect(verdict.output == "\(corpus.count) attacks\n", "\(verdict.output)\(verdict.errors)")
    #expect(verdict.status == 0, "\(verdict.errors)")
  }

  private func grade(
    _ code: String, as name: String, in language: String, _ workspace: Workspace
  ) async throws {
    try workspace.folder.write(code, to: "\(Self.folder)/work.py")
    try workspace.folder.makeFolder("reports/\(name)")
    let reports = Self.formats.flatMap { ["--format", "\($0)=reports/\(name)/\($0)"] }
    let outcome = try await workspace.assay(
      ["grade", Self.folder, "--lab", "01-small", "--verbose", "--lang", language] + reports,
      environment: ["GITHUB_ACTIONS": "true", "CI": "true"])
    #expect(outcome.status == 1, "\(name): \(outcome.errors)")
    // A mistake that names the learner's folder goes to the log as well.
    let mistake = try await workspace.assay("grade", "\(Self.folder)/none", "--lab", "01-small")
    #expect(mistake.status != 0 && !mistake.errors.isEmpty)
    try workspace.folder.write(outcome.stderr + mistake.stderr, to: "reports/\(name)/stderr")
  }
}
