import AssayCatalog
import AssayModel
import Foundation
import Testing

/// Every attack of the corpus on intake: refused for its reason, with nothing left over, in bounded memory.
struct IntakeAttackTests {
  /// Memory that `assay` and all that it starts may each have for data, in bytes.
  private static let memory = 320 << 20

  @Test func theCorpusIsRead() throws {
    _ = try Intake.corpus.get()
    #expect(Intake.attacks.count >= 60)
  }

  @Test(arguments: Intake.attacks.map(\.id))
  func attack(id: String) async throws {
    let attack = try #require(try Intake.corpus.get().attack(id))
    let workspace = try Workspace()
    try SmallLab().write(to: workspace.folder)
    let path = "\(workspace.path)/submission"
    try await Intake.build(attack, at: path)
    let before = try names(in: workspace.path)
    let outcome = try await workspace.assay(
      [
        "--data=\(Self.memory)", Program.path, "grade", "submission", "--lab", "01-small", "--isolation",
        "auto",
      ], program: "/usr/bin/prlimit")
    let reasons = try await Intake.refusal(path)
    if attack.expectations == [[.accepted]] {
      #expect(outcome.status == 0 && reasons.isEmpty, "\(outcome.errors)\(reasons)")
    } else {
      #expect(outcome.status == 65 && outcome.output.isEmpty, "\(outcome.errors)\(outcome.output)")
      #expect(attack.expectations == [[.refused(reasons.first)]], "\(reasons)")
      expectOneSentence(outcome.errors)
    }
    #expect(try workspace.leftovers() == [])
    #expect(try names(in: workspace.path) == before)
    try await expectBaseline(attack, path)
    try await Intake.remove(path)
  }

  /// An attack that bites nobody proves nothing, and one that is said not to bite should not.
  private func expectBaseline(_ attack: Attack, _ path: String) async throws {
    let effects = try await Intake.naiveEffects(of: path)
    switch attack.baseline {
    case .bites(let effect, _): #expect(effects.contains(effect.rawValue))
    case .none: #expect(effects == [])
    }
  }

  private func expectOneSentence(_ errors: String) {
    #expect(errors.hasPrefix("assay: ") && errors.hasSuffix(".\n"))
    let line = errors.dropLast()
    #expect(!line.unicodeScalars.contains { $0.properties.generalCategory == .control })
    #expect(!line.unicodeScalars.contains { $0.properties.generalCategory == .format })
  }

  private func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }
}
