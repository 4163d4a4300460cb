import AssayTestSupport
import Foundation
import Testing

/// A small lab for each driver that starts processes, in the folder DriverLabs beside this file.
///
/// Their wrong submissions are attacks as well: on the process that grades, on its report, on the next run.
@Suite("Drivers that start processes")
struct DriverTests {
  private static let labs = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("DriverLabs").path
  private let workspace: Workspace

  init() throws { workspace = try Workspace() }

  private var environment: [String: String] { ["ASSAY_LABS": Self.labs] }

  @Test(
    "every wrong submission loses what it must, and nothing more",
    arguments: [
      "02-program-small", "03-service-small", "04-tool-small", "05-tests-small", "07-analysis-small",
    ])
  func verify(lab: String) async throws {
    let outcome = try await workspace.assay(["verify", lab, "--repeat", "1"], environment: environment)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    #expect(try workspace.leftovers().isEmpty)
  }

  @Test("a learner's process sees nothing of the one that grades it")
  func closedToChildren() async throws {
    let file = "\(workspace.path)/evidence.json"
    let submission = "\(Self.labs)/02-program-small/wrong/reads-memory"
    let outcome = try await workspace.assay(
      "grade", submission, "--lab", "02-program-small", "--evidence", file, environment: environment)
    #expect(outcome.status == 1, "\(outcome.errors)")
    let evidence = try String(contentsOfFile: file, encoding: .utf8)
    #expect(evidence.contains(#"SEEN [] 0 None"#), "\(evidence)")
  }

  @Test("builds come in another order for another seed, and nothing in an input names them")
  func buildsAreAnonymous() async throws {
    var orders: Set<[String]> = []
    for seed in 1...4 {
      let outcome = try await workspace.assay(
        "plan", "05-tests-small", "--seed", "\(seed)", "--json", "--reveal-answers", environment: environment)
      let runs = try outcome.json()["runs"].elements
      #expect(runs.count == 7)
      orders.insert(runs.map { $0["answer_key"].text ?? "" })
      for input in runs.flatMap({ $0["inputs"].elements }) {
        #expect(input.text?.contains("fifo") == false && input.text?.contains("hidden") == false)
      }
    }
    #expect(orders.count > 1)
  }

  @Test("a program that the lab asks for and the machine lacks is the lab's failure, not the learner's")
  func missingProgram() async throws {
    let folder = "labs/02-program-small"
    try FileManager.default.copyItem(
      atPath: "\(Self.labs)/02-program-small", toPath: "\(workspace.path)/\(folder)")
    let manifest = try String(contentsOfFile: "\(workspace.path)/\(folder)/lab.yaml", encoding: .utf8)
    try workspace.folder.write(
      manifest.replacingOccurrences(of: "[\"{python}\", \"-I\", ", with: "[no-such-program, "),
      to: "\(folder)/lab.yaml")
    let outcome = try await workspace.assay(
      "grade", "\(folder)/reference", "--lab", "02-program-small")
    expectFailure(outcome, 65, "no-such-program is not in /usr")
  }

  @Test("mistakes in a script of steps are told with their place")
  func scriptMistakes() async throws {
    let folder = "labs/03-service-small"
    try FileManager.default.copyItem(
      atPath: "\(Self.labs)/03-service-small", toPath: "\(workspace.path)/\(folder)")
    let manifest = try String(contentsOfFile: "\(workspace.path)/\(folder)/lab.yaml", encoding: .utf8)
    let changes = [
      ("{signal: KILL, to: web}", "{signal: KILL}", "'signal' without 'to'"),
      ("{wait: web}", "{wait: web, request: {}}", "exactly one of"),
      ("concurrency: 6", "concurency: 6", "the unknown key 'concurency'"),
      ("ready: {line: serving}", "ready: {lines: serving}", "the unknown key 'lines'"),
    ]
    for (old, new, phrase) in changes {
      let text = manifest.replacingOccurrences(of: old, with: new)
      try workspace.folder.write(text, to: "\(folder)/lab.yaml")
      let outcome = try await workspace.assay("plan", "03-service-small")
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains(phrase), "\(outcome.errors)")
    }
  }
}
