import AssayTestSupport
import Foundation
import Testing

/// Labs made from the packages in fixtures/imports.
@Suite("Imported labs")
struct ImportTests {
  private static let packages = Program.repository.appendingPathComponent("fixtures/imports").path
  private let workspace: Workspace

  init() throws { workspace = try Workspace() }

  private func outcome(_ arguments: String...) async throws -> Outcome {
    try await workspace.assay(arguments)
  }

  @Test(
    "a Kattis package becomes a lab that is proved",
    arguments: [
      (
        "kattis-legacy",
        ["wrong/burns", "limits.validation_time", "03-third.hint", "mean.cpp", "04-orphan.in"]
      ),
      ("kattis-2025-09", ["credits", "score_aggregation", "brute_force", "problem.sv.md", "problem.en.tex"]),
    ])
  func kattis(name: String, mentioned: [String]) async throws {
    let imported = try await outcome("import", "kattis", "\(Self.packages)/\(name)")
    #expect(imported.status == 0, "\(imported.errors)")
    for phrase in mentioned.dropFirst(name == "kattis-legacy" ? 1 : 0) {
      #expect(imported.output.contains(phrase), "\(phrase)")
    }
    let verified = try await outcome("verify", name, "--repeat", "1", "--json")
    #expect(verified.status == 0, "\(verified.output)")
  }

  @Test("points of test groups become those of checks, a case's arguments those of the program")
  func groups() async throws {
    _ = try await outcome("import", "kattis", "\(Self.packages)/kattis-2025-09")
    let checks = try await outcome("show", "kattis", "--json").json()["lab"]["checks"].elements
    #expect(checks.compactMap { $0["points"].number } == [10, 24, 56, 10])
    let plan = try await outcome("plan", "kattis", "--json", "--reveal-answers").output
    #expect(plan.contains("Good") && plan.contains("day"))
  }

  @Test("hidden inputs are in no report, and no answer is in an input")
  func hidden() async throws {
    _ = try await outcome("import", "kattis", "\(Self.packages)/kattis-legacy")
    let starter = "\(workspace.path)/labs/01-kattis-legacy/starter"
    for format in ["terminal", "json", "junit", "markdown", "html"] {
      let report = try await outcome("grade", starter, "--lab", "kattis", "--format", format, "--exit-zero")
      #expect(report.status == 0, "\(report.errors)")
      #expect(report.output.contains("1 2 4") || format == "junit", "the sample's input is shown: \(format)")
      #expect(!report.output.contains("10 10 0"), "\(format)")
    }
    let runs = try await outcome("plan", "kattis", "--json").json()["runs"].elements
    for input in runs.flatMap({ $0["inputs"].elements }) { #expect(input.text?.contains("6.6666") == false) }
  }

  @Test(
    "what would be judged wrongly is refused",
    arguments: [
      ("type: interactive", "problem.yaml: type: 'interactive' cannot be imported"),
      ("validation: custom", "problem.yaml: validation: 'custom' cannot be imported"),
      ("problem_format_version: 2031-01", "problem_format_version: '2031-01' cannot be imported"),
      ("name: x", "data/secret: there is no case"),
    ])
  func refused(line: String, phrase: String) async throws {
    try workspace.folder.write(line + "\n", to: "package/problem.yaml")
    expectFailure(try await outcome("import", "kattis", "package"), 65, phrase)
    expectKorean(try await outcome("import", "kattis", "package", "--lang", "ko"), 65, "습니다")
  }

  @Test("an id that no lab can have, and a lab that is there already, are refused")
  func identity() async throws {
    let package = "\(Self.packages)/kattis-legacy"
    expectFailure(try await outcome("import", "kattis", package, "--id", "rain"), 65, "such as 02-two-sums")
    _ = try await outcome("import", "kattis", package, "--id", "02-rain")
    expectFailure(try await outcome("import", "kattis", package, "--id", "02-rain"), 65, "exists already")
  }

  @Test("a pytest suite becomes hidden cases; what cannot be recorded is listed")
  func pytest() async throws {
    let imported = try await outcome("import", "pytest", "\(Self.packages)/pytest-suite")
    #expect(imported.status == 0, "\(imported.errors)")
    for phrase in [
      "prices.py: Cart: methods", "prices.py: fetch: coroutines",
      "test_sort: prices.sort_in_place: it changes",
      "test_total: prices.total: an argument is no plain value",
      "test_file: prices.read_price: the test uses the fixture",
      "test_mocked: the test replaces something with a mock", "test_later: the test is skipped",
      "test_wrong: the test fails on the reference",
      "test_lottery: prices.lottery: does something else each time",
    ] {
      #expect(imported.output.contains(phrase), "\(phrase)")
    }
    let folder = "\(workspace.path)/labs/01-pytest-suite"
    let net = try String(contentsOfFile: "\(folder)/hidden/prices-net.json", encoding: .utf8)
    #expect(net.contains(#"{"args":[-1],"kwargs":{},"raises":"ValueError"}"#))
    #expect(net.contains(#"{"args":[107],"kwargs":{"rate":0.07},"returns":100.0}"#))
    #expect(!FileManager.default.fileExists(atPath: "\(folder)/hidden/prices-sort_in_place.json"))
    let verified = try await outcome("verify", "pytest-suite", "--repeat", "1")
    #expect(verified.status == 0, "\(verified.output)")
    #expect(try workspace.leftovers().isEmpty)
  }

  @Test("a wrong function loses its own cases and no others")
  func wrongFunction() async throws {
    _ = try await outcome("import", "pytest", "\(Self.packages)/pytest-suite")
    let reference = "\(workspace.path)/labs/01-pytest-suite/reference/prices.py"
    let code = try String(contentsOfFile: reference, encoding: .utf8)
    try workspace.folder.write(
      code.replacingOccurrences(of: "return tuple(share", with: "return list(share"), to: "work/prices.py")
    let graded = try await outcome("grade", "work", "--lab", "pytest-suite", "--json")
    let checks = try graded.json()["checks"].elements
    #expect(
      checks.compactMap { $0["id"].text } == ["prices-net", "prices-split", "prices-label", "prices-show"])
    #expect(try outcomes(graded) == ["met", "partial", "met", "met"])
  }

  @Test("an interpreter without pytest, and a folder without functions, are told")
  func notRecordable() async throws {
    try workspace.folder.write("def test_it():\n    pass\n", to: "suite/test_it.py")
    expectFailure(
      try await outcome("import", "pytest", "suite"), 65, "there is no module with functions beside the tests"
    )
    try workspace.folder.write("def f():\n    return 1\n", to: "suite/code_.py")
    expectFailure(
      try await outcome("import", "pytest", "suite"), 65, "No call could be recorded", "test_it.py::test_it",
      lines: 3)
  }
}
