import AssayModel
import GraderKit

private func result(
  _ outcome: String, ids: [String] = ["t.py::a", "t.py::b"], left: [String] = [], tasks: Int = 0,
  slept: Double = 0, cpu: Double = 0.2
) -> Value {
  [
    "outcome": .string(outcome), "passed": .int(ids.count), "failed": [],
    "ids": .list(ids.map { .string($0) }),
    "left": .list(left.map { .string($0) }), "survivors": 0, "cpu_s": .float(cpu),
    "watch": ["slept_s": .float(slept), "tasks": .int(tasks), "files": 0, "threads": 0],
  ]
}

private func key(_ name: String, isGood: Bool, _ caseIndex: Int = 0) -> Value {
  ["build": .string(name), "good": .bool(isGood), "case": .int(caseIndex)]
}

/// A run of each build.
private func builds(_ outcomes: [(String, Bool, String)]) -> Evidence {
  .example(
    outcomes.map { .returned(result($0.2)) },
    answerKey: ["builds": .list(outcomes.map { key($0.0, isGood: $0.1) })])
}

/// A run of the right build for each case.
private func cases(_ values: [Value]) -> Evidence {
  .example(
    values.map { .returned($0) },
    answerKey: ["builds": .list(values.indices.map { key("a", isGood: true, $0) })])
}

let testsKillsExamples: [GraderExample] = [
  GraderExample(
    "Both mutants are killed", criterion: .example(),
    evidence: builds([
      ("a", true, "passed"), ("b", true, "passed"), ("m", false, "failed"), ("n", false, "timeout"),
    ]),
    outcome: .met),
  GraderExample(
    "One of two survives", criterion: .example(),
    evidence: builds([
      ("a", true, "passed"), ("b", true, "passed"), ("m", false, "failed"), ("n", false, "passed"),
    ]),
    outcome: .partial(fraction: 0.5)),
  GraderExample(
    "A right build fails, so kills count nothing", criterion: .example(),
    evidence: builds([("a", true, "passed"), ("b", true, "failed"), ("m", false, "failed")]), outcome: .unmet),
  GraderExample(
    "No test at all", criterion: .example(),
    evidence: builds([("a", true, "empty"), ("b", true, "empty"), ("m", false, "empty")]), outcome: .unmet),
]

let testsSteadyExamples: [GraderExample] = [
  GraderExample(
    "Every order passes", criterion: .example(), evidence: cases([result("passed"), result("passed")]),
    outcome: .met),
  GraderExample(
    "One of two orders fails", criterion: .example(), evidence: cases([result("passed"), result("failed")]),
    outcome: .partial(fraction: 0.5)),
  GraderExample(
    "Two at once get in each other's way", criterion: .example(),
    evidence: cases([["copies": [result("passed"), result("failed")], "left": [], "survivors": 0]]),
    outcome: .unmet),
  GraderExample(
    "One test only", criterion: .example(), evidence: cases([result("passed", ids: ["t.py::a"])]),
    outcome: .unmet),
]

let testsMarksExamples: [GraderExample] = [
  GraderExample(
    "Divided, and with names", criterion: .example(options: ["parametrised": 1]),
    evidence: cases([
      result("passed", ids: ["t.py::a[empty]", "t.py::b"]), result("passed", ids: ["t.py::b"]),
      result("passed", ids: ["t.py::a[empty]"]),
    ]), outcome: .met),
  GraderExample(
    "Nothing has the mark", criterion: .example(options: ["parametrised": 0]),
    evidence: cases([result("passed"), result("empty", ids: []), result("passed")]), outcome: .unmet),
  GraderExample(
    "An id that says nothing", criterion: .example(options: ["parametrised": 1]),
    evidence: cases([
      result("passed", ids: ["t.py::a[item0-True]", "t.py::b"]), result("passed", ids: ["t.py::b"]),
      result("passed", ids: ["t.py::a[item0-True]"]),
    ]), outcome: .unmet),
]

let testsTidyExamples: [GraderExample] = [
  GraderExample(
    "Nothing is left", criterion: .example(), evidence: cases([result("passed")]), outcome: .met),
  GraderExample(
    "A file and a task are left", criterion: .example(),
    evidence: cases([result("passed", left: ["work/test.db"], tasks: 1)]), outcome: .unmet),
]

let testsLeanExamples: [GraderExample] = [
  GraderExample(
    "Cheap", criterion: .example(options: ["cpu_s": 1, "sleep_s": 0.05]), evidence: cases([result("passed")]),
    outcome: .met),
  GraderExample(
    "Sleeps for half a second", criterion: .example(options: ["cpu_s": 1, "sleep_s": 0.05]),
    evidence: cases([result("passed", slept: 0.5)]), outcome: .unmet),
]
