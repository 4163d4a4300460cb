import AssayModel
import AssayTestSupport
import Foundation
import Testing

@Suite("Scaffolds")
struct NewTests {
  private let workspace: Workspace

  init() throws { workspace = try Workspace() }

  /// Does by machine what an author does: puts the example that each mark names in its place.
  private func fillIn(_ id: String) throws {
    let folder = "\(workspace.path)/labs/\(id)"
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      guard let text = try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) else { continue }
      let filled = text.replacing(/<<FILL [^:]*?: (.*?)>>/) { $0.output.1 }
      if filled != text { try workspace.folder.write(filled, to: "labs/\(id)/\(name)") }
    }
  }

  private func change(_ file: String, _ changes: [(String, String)]) throws {
    var text = try String(contentsOfFile: "\(workspace.path)/\(file)", encoding: .utf8)
    for (old, new) in changes {
      #expect(text.contains(old), "\(old)")
      text = text.replacingOccurrences(of: old, with: new)
    }
    try workspace.folder.write(text, to: file)
  }

  @Test("a scaffold of every kind is proved once its marks are filled in", arguments: LabKind.allCases)
  func lab(kind: LabKind) async throws {
    let id = "04-new-\(kind.rawValue)"
    let made = try await workspace.assay("new", "lab", kind.rawValue, id)
    #expect(made.status == 0, "\(made.errors)")
    try fillIn(id)
    let outcome = try await workspace.assay("verify", id, "--repeat", "1")
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    // A second one never takes its place.
    expectFailure(try await workspace.assay("new", "lab", kind.rawValue, id), 65, "exists already")
  }

  @Test("a scaffold that is not filled in is refused with every open place", arguments: LabKind.allCases)
  func unfilled(kind: LabKind) async throws {
    let id = "04-new-\(kind.rawValue)"
    let made = try await workspace.assay("new", "lab", kind.rawValue, id)
    #expect(made.status == 0, "\(made.errors)")
    let folder = "\(workspace.path)/labs/\(id)"
    var marks = 0
    let english = try await workspace.assay("verify", id)
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      guard let text = try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) else { continue }
      for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        marks += line.ranges(of: "<<FILL ").count
        guard line.contains("<<FILL ") else { continue }
        #expect(english.errors.contains("\n  \(id)/\(name):\(index + 1): "), "\(name):\(index + 1)")
      }
    }
    #expect(made.output.contains("\(marks) places"))
    expectFailure(english, 65, "'\(id)' has \(marks) places to fill in.", lines: marks + 2)
    #expect(english.errors.contains("the lab's name in English (such as: First steps)"))
    let korean = try await workspace.assay("verify", "--all", "--lang", "ko")
    expectKorean(korean, 65, "'\(id)'에 채워야 할 곳이 \(marks)개 있습니다.")
    #expect(korean.errors.contains("영어로 된 랩 이름 (예: First steps)"))
  }

  @Test("scaffolds of graders, in Swift and in Python, judge once their marks are filled in")
  func graders() async throws {
    let id = "01-graded"
    let commands = [
      ["new", "lab", "call", id], ["new", "grader", "even.all", "--lab", id],
      ["new", "grader", "even-too", "--lab", "graded", "--language", "python"],
    ]
    for command in commands {
      let made = try await workspace.assay(command)
      #expect(made.status == 0, "\(made.errors)")
    }
    let unfilled = try await workspace.assay("verify", id)
    #expect(unfilled.status == 65)
    for place in [
      "graders/even-too.py:12: what holds of a right result",
      "graders/Sources/EvenAllGrader.swift:9: what it judges, in English",
    ] {
      #expect(unfilled.errors.contains("\(id)/\(place)"), "\(unfilled.errors)")
    }
    try fillIn(id)
    try change(
      "labs/\(id)/lab.yaml",
      [
        ("expect: [{path: \"\", eq: 2, case: 0}]", "grader: {package: graders, name: even.all}"),
        ("expect: [{path: \"\", eq: 40, case: 1}]", "grader: {run: [python3, graders/even-too.py]}"),
        ("lose: [hidden]", "lose: [shown, hidden]"),
      ])
    try workspace.folder.write(
      "def double(n):\n    return 3 * n\n", to: "labs/\(id)/wrong/by_example/work.py")
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let outcome = try await workspace.assay(
      ["verify", id, "--repeat", "1"], environment: ["PATH": "\(path):/usr/bin:/bin"])
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    let again = try await workspace.assay("new", "grader", "even.all", "--lab", id)
    expectFailure(again, 65, "EvenAllGrader.swift' exists already")
    let other = try await workspace.assay("new", "grader", "odd.all", "--lab", id, "--lang", "ko")
    #expect(other.output.contains("OddAllGrader.self를 추가하십시오."), "\(other.output)\(other.errors)")
  }

  @Test(
    "what is no kind, no id or no name is refused",
    arguments: [
      (["lab", "cal", "01-x"], "kind"), (["lab", "call", "first"], "is no id of a lab"),
      (["lab", "call", "01-../x"], "is no id of a lab"),
      (["grader", "A.b", "--lab", "x"], "is no name of a grader"),
      (["grader", "a/b", "--lab", "x"], "is no name of a grader"), (["grader", "a.b"], "--lab"),
      (["grader", "a.b", "--lab", "nowhere"], "There is no lab 'nowhere'"),
    ])
  func mistakes(arguments: [String], phrase: String) async throws {
    let outcome = try await workspace.assay(["new"] + arguments)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(phrase), "\(outcome.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(workspace.path)/labs").isEmpty)
  }
}
