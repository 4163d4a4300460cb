import AssayModel
import GraderKit

private func table(_ answers: Value...) -> Value { .record(["cases": .list(answers)]) }

let caseResultsExamples: [GraderExample] = [
  GraderExample(
    "Value, type and exception are as the table says", criterion: .example(),
    evidence: .example(
      [.returned(3), .raised(ExceptionRecord(type: "ValueError", message: "not below 0"))],
      inputs: [["args": [1, 2]], ["args": [-1, 2]]],
      answerKey: table(["returns": 3], ["raises": "ValueError", "message": "below 0"])),
    outcome: .met),
  GraderExample(
    "1.0 is not 1", criterion: .example(),
    evidence: .example([.returned(1.0)], inputs: [.map([])], answerKey: table(["returns": 1])),
    outcome: .unmet),
  GraderExample(
    "1.0 is as good as 1, a list as a tuple, where types are loose",
    criterion: .example(options: ["types": "loose"]),
    evidence: .example(
      [.returned([1.0, 2])], inputs: [.map([])], answerKey: table(["returns": .tuple([1, 2])])), outcome: .met
  ),
  GraderExample(
    "Points per case: the second counts three times the first",
    criterion: .example(options: ["award": "each", "tolerance": 0.01]),
    evidence: .example(
      [.returned(2.0), .returned(0.333)], inputs: [.map([]), .map([])],
      answerKey: table(["returns": 1.0], ["returns": 0.3333, "points": 3])), outcome: .partial(fraction: 0.75)
  ),
  GraderExample(
    "The reference raises, the learner's code returns",
    criterion: .example(scenarios: ["main", "reference"], options: ["against": "reference"]),
    evidence: .example(
      [.returned(nil)], inputs: [.map([])], reference: [.raised(ExceptionRecord(type: "KeyError"))]),
    outcome: .unmet),
  GraderExample(
    "Printed words, whatever the blanks and the case",
    criterion: .example(options: ["spaces": "words", "ignore_case": true, "absolute": 0.1]),
    evidence: .example(
      [.returned(["returned": nil, "printed": "TOTAL\n 2.95 \n"])], inputs: [["capture": true]],
      answerKey: table(["prints": "Total 3"])), outcome: .met),
  GraderExample(
    "What is printed is in the table, what is returned comes from the reference",
    criterion: .example(scenarios: ["main", "reference"], options: ["against": "reference"]),
    evidence: .example(
      [.returned(["returned": 1, "printed": "x"])], inputs: [["capture": true]],
      answerKey: table(["prints": "x"]), reference: [.returned(["returned": 1, "printed": "x"])]),
    outcome: .met),
  GraderExample(
    "Every blank counts",
    criterion: .example(options: ["spaces": "exact"]),
    evidence: .example(
      [.returned(["returned": nil, "printed": "a  b\n"])], inputs: [["capture": true]],
      answerKey: table(["prints": "a b\n"])), outcome: .unmet),
]
