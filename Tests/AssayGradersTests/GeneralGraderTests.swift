import AssayModel
import GraderKit
import Testing

@testable import AssayGraders

struct TextRow: Sendable {
  var seen: String
  var wanted: String
  var options: Value = [:]
  var holds: Bool

  init(_ seen: String, _ wanted: String, _ options: Value, _ holds: Bool) {
    (self.seen, self.wanted, self.options, self.holds) = (seen, wanted, options, holds)
  }
}

private let textRows: [TextRow] = [
  TextRow("a \nb\n\n", "a\nb", [:], true),
  TextRow("a  b", "a b", [:], false),
  TextRow("a\nb", "a b", ["spaces": "words"], true),
  TextRow("A", "a", ["ignore_case": true], true),
  TextRow("a b ", "a b", ["spaces": "exact"], false),
  TextRow("a b", "A b", ["spaces": "exact", "ignore_case": true], true),
  TextRow("a  b", "A b", ["spaces": "exact", "ignore_case": true], false),
  TextRow(" a", "A", ["spaces": "exact", "ignore_case": true], false),
  TextRow("a\n", "a", ["spaces": "exact"], false),
  TextRow("1.05 x", "1 x", ["absolute": 0.1], true),
  TextRow("105", "100", ["absolute": 0.1], false),
  TextRow("105", "100", ["relative": 0.1], true),
  TextRow("nan", "nan", ["tolerance": 0.1], true),
  TextRow("inf", "1", ["tolerance": 0.1], false),
  TextRow("2\n1", "1\n2", ["any_order": true], true),
  TextRow("", "0", ["tolerance": 1], false),
]

struct ValueRow: Sendable {
  var seen: Value
  var wanted: Value
  var options: Value
  var holds: Bool

  init(_ seen: Value, _ wanted: Value, _ options: Value, _ holds: Bool) {
    (self.seen, self.wanted, self.options, self.holds) = (seen, wanted, options, holds)
  }
}

private let valueRows: [ValueRow] = [
  ValueRow(1.0, 1, [:], false),
  ValueRow(1.0, 1, ["types": "loose"], true),
  ValueRow(true, 1, ["types": "loose"], false),
  ValueRow(.tuple([1, 2]), [1, 2], [:], false),
  ValueRow(.tuple([1, 2]), [1, 2], ["types": "loose"], true),
  ValueRow([2, 1], [1, 2], ["any_order": true], true),
  ValueRow([2, 2], [1, 2], ["any_order": true], false),
  ValueRow([[1.0001]], [[1.0]], ["relative": 0.001], true),
  ValueRow(["a": 1.1], ["a": 1.0], [:], false),
  ValueRow(.set([1, 2]), .set([2, 1]), [:], true),
  ValueRow("a ", "a", [:], false),
  ValueRow("a ", "a", ["spaces": "lines"], true),
  ValueRow(.float(.nan), .float(.nan), [:], true),
]

@Suite("The general graders")
struct GeneralGraderTests {
  @Test("give their examples the outcome that they state", arguments: GeneralGraders.graders.indices)
  func examples(index: Int) throws {
    let grader = GeneralGraders.graders[index]
    for example in grader.description.examples {
      let verdict = try grader.init().verdict(on: example.evidence, for: example.criterion)
      #expect(verdict.outcome == example.outcome, "\(grader.description.name): \(example.title)")
    }
  }

  @Test("texts are compared as the options say", arguments: textRows)
  func texts(row: TextRow) {
    let difference = TextComparison(row.options).difference(row.seen, row.wanted)
    #expect((difference == nil) == row.holds)
  }

  @Test("values are compared as the options say", arguments: valueRows)
  func values(row: ValueRow) {
    #expect(ValueComparison(row.options).holds(row.seen, row.wanted) == row.holds)
  }

  @Test("a case that says nothing is the lab's mistake")
  func nothingSaid() {
    let evidence = Evidence.example([.returned(1)], inputs: [.map([])])
    #expect(throws: GraderError.self) { try CaseResults().verdict(on: evidence, for: .example()) }
  }

  @Test("a program over its time is too slow, whatever CPU it used")
  func endedByTime() throws {
    let ended = Value.record(["exit": nil, "ended_by_grader": "time", "cpu_s": 0.01])
    let criterion = Criterion.example(
      options: ["against": "reference", "at_most": 9, "per": "case", "at_least_s": 1])
    let evidence = Evidence.example([.returned(ended)], reference: [.returned(["cpu_s": 0.1])])
    #expect(try CPURatio().verdict(on: evidence, for: criterion).outcome == .unmet)
    let quick = Evidence.example([.returned(["cpu_s": 0.95])], reference: [.returned(["cpu_s": 0.1])])
    #expect(try CPURatio().verdict(on: quick, for: criterion).outcome == .met)
  }
}
