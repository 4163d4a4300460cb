import AssayModel
import AssayTestSupport
import Testing

@testable import AssayCatalog

@Suite("Tables of cases")
struct CaseTableTests {
  private func rows(_ text: String, _ name: String) throws -> [Value] {
    try CaseTable.rows(
      Array(text.utf8), name: name, keys: CaseSection.functionTable.names, otherColumnsAreKeywords: true)
  }

  @Test("a CSV has keyword arguments for columns, JSON in its cells, and nothing in empty ones")
  func csv() throws {
    let text =
      "\u{feff}n,word,returns,raises\r\n1,\"a,\"\"b\"\"\",\"[1, 2.0]\",\r\n\"\"\"1\"\"\",007,,ValueError\n"
    let read = try rows(text, "t.csv")
    #expect(read.count == 2)
    #expect(read.first == ["returns": [1, 2.0], "kwargs": ["n": 1, "word": "a,\"b\""]], "\(read)")
    #expect(read.last == ["raises": "ValueError", "kwargs": ["n": "1", "word": "007"]], "\(read)")
  }

  @Test("YAML and JSON say the same")
  func otherForms() throws {
    let wanted: [Value] = [["args": [["$tuple": [1, 2]]], "returns": nil]]
    #expect(try rows("- {args: [{$tuple: [1, 2]}], returns: null}", "t.yaml") == wanted)
    let (cases, answers) = CaseSection.parted(
      .listed(try rows(#"[{"args": [{"$tuple": [1, 2]}], "returns": null}]"#, "t.json")),
      of: .function(module: "m", name: "f"))
    #expect(cases == .listed([["args": [.tuple([1, 2])]]]))
    #expect(answers == [["returns": nil]])
  }

  @Test("tags stand for what the wire means by them")
  func tags() {
    #expect(Value.map([.init("$set", [1])]).untagged == .set([1]))
    #expect(Value.map([.init("$bytes", "00ff")]).untagged == .bytes([0, 255]))
    #expect(Value.map([.init("$float", "nan")]).untagged.number?.isNaN == true)
    #expect(
      Value.map([.init("$map", [[1, ["$tuple": []]]])]).untagged == .map([.init(key: 1, value: .tuple([]))]))
    #expect(Value.map([.init("$other", 1)]).untagged == ["$other": 1])
  }

  @Test(
    "mistakes say what was found",
    arguments: [
      ("a,b\n1\n", "t.csv", "1 cells in case 1"),
      ("a\n\"1\n", "t.csv", "a quotation mark without its second"),
      ("", "t.csv", "an empty file"), ("{}", "t.json", "no list"), ("[", "t.json", "no JSON"),
      ("- [", "t.yaml", "on line"), ("[]", "t.txt", "an unknown kind of file"),
    ])
  func mistakes(text: String, name: String, phrase: String) {
    #expect { try rows(text, name) } throws: { error in
      (error as? CaseTableMistake)?.found.contains(phrase) == true
    }
  }

  @Test("what is expected is parted from the inputs, and a wish to see what is printed stays")
  func parted() {
    let (cases, answers) = CaseSection.parted(
      .listed([["args": [1], "prints": "x", "points": 2]]), of: .function(module: "m", name: "f"))
    #expect(cases == .listed([["args": [1], "capture": true]]))
    #expect(answers == [["prints": "x", "points": 2]])
  }

  @Test("a table's mistakes are told where the manifest names it")
  func inManifest() throws {
    let directory = try TemporaryDirectory()
    let folder = "01-small"
    for (file, text) in [
      ("README.md", "# x\n"), ("README.ko.md", "# x\n"), ("starter/a.py", ""), ("reference/a.py", ""),
      ("hidden/t.json", #"[{"args": 1}]"#),
      (
        "lab.yaml",
        """
        schema: lab/1
        id: 01-small
        module: 1
        row: 1
        month: 1
        kind: [call]
        minutes: 1
        title: {ko: x, en: x}
        row_text: {ko: x, en: x}
        files: {submit: [{path: a.py}]}
        scenarios:
          main: {driver: call, function: a.f, table: hidden/t.json}
        checks:
          - {id: a, points: 100, from: main, grader: cases, title: {ko: x, en: x}}

        """
      ),
    ] {
      try directory.write(text, to: "\(folder)/\(file)")
    }
    let decoder = ManifestDecoder()
    let path = "\(directory.path)/\(folder)"
    #expect { try decoder.decode(folder: path) } throws: { error in
      "\(error)".contains(
        "lab.yaml:12:46: scenarios.main.table: found hidden/t.json: case 1, whose args are no list")
    }
    try directory.write(#"[{"args": [1], "returns": 2}]"#, to: "\(folder)/hidden/t.json")
    let lab = try decoder.decode(folder: path)
    #expect(lab.scenarios[0].cases == .listed([["args": [1]]]))
    #expect(lab.scenarios[0].answers == [["returns": 2]])
    let plan = try Planner(content: { _, _, _ in WorkloadContent(cases: []) }).plan(lab, seed: Seed(1))
    #expect(plan.runs[0].inputs == [["args": [1]]])
    #expect(plan.runs[0].answerKey == ["cases": [["returns": 2]]])
  }
}
