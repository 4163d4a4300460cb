import AssayModel
import GraderKit

private func ended(
  _ code: Int?, stdout: String = "", stderr: String = "", files: Value = [:], more: Value = [:]
) -> CallRecord.Outcome {
  let base: [Value.Entry] = [
    Value.Entry("exit", code.map(Value.int) ?? .null), Value.Entry("signal", code == nil ? "TERM" : .null),
    Value.Entry("ended_by_grader", .null), Value.Entry("stdout", .string(stdout)),
    Value.Entry("stderr", .string(stderr)), Value.Entry("files", files),
  ]
  return .returned(.map(base + (more.entries ?? [])))
}

let programEndExamples: [GraderExample] = [
  GraderExample("It ends with 0", criterion: .example(), evidence: .example([ended(0)]), outcome: .met),
  GraderExample(
    "It ends with 1", criterion: .example(), evidence: .example([ended(1, stderr: "boom")]), outcome: .unmet),
  GraderExample(
    "SIGTERM may end it", criterion: .example(options: ["codes": [143], "signals": ["TERM"]]),
    evidence: .example([ended(nil)]), outcome: .met),
  GraderExample(
    "A traceback is not quiet", criterion: .example(options: ["quiet": true]),
    evidence: .example([ended(0, stderr: "Traceback (most recent call last):")]), outcome: .unmet),
]

let programOutputExamples: [GraderExample] = [
  GraderExample(
    "Trailing blanks do not matter", criterion: .example(options: ["text": "a 1\nb"]),
    evidence: .example([ended(0, stdout: "a 1  \nb\n\n")]), outcome: .met),
  GraderExample(
    "A line is missing", criterion: .example(options: ["text": "a\nb"]),
    evidence: .example([ended(0, stdout: "a\n")]), outcome: .unmet),
  GraderExample(
    "Floats are near and case is ignored",
    criterion: .example(options: ["text": "Sum 1.0", "tolerance": 0.001, "ignore_case": true]),
    evidence: .example([ended(0, stdout: "sum 1.0004\n")]), outcome: .met),
  GraderExample(
    "A float is too far off", criterion: .example(options: ["text": "1.0", "tolerance": 0.001]),
    evidence: .example([ended(0, stdout: "1.1\n")]), outcome: .unmet),
  GraderExample(
    "A collected file is compared with the answer key",
    criterion: .example(options: ["of": "out.txt", "key": "out"]),
    evidence: .example(
      [ended(0, files: ["out.txt": ["text": "1\n"]])], answerKey: ["out": ["1"]]), outcome: .met),
  GraderExample(
    "The file is not there", criterion: .example(options: ["of": "out.txt", "text": "1"]),
    evidence: .example([ended(0, files: ["out.txt": ["problem": "missing"]])]), outcome: .unmet),
]

private let oneFinding: Value = [
  "findings": [["file": "a.py", "line": 3, "code": "E1", "message": "no", "severity": "error"]],
  "problem": nil,
]

let toolFindingsExamples: [GraderExample] = [
  GraderExample(
    "Nothing is found", criterion: .example(),
    evidence: .example([ended(0, more: ["findings": [], "problem": nil])]), outcome: .met),
  GraderExample(
    "Something is found", criterion: .example(), evidence: .example([ended(1, more: oneFinding)]),
    outcome: .unmet),
  GraderExample(
    "Another code is looked for", criterion: .example(options: ["codes": ["E2"]]),
    evidence: .example([ended(1, more: oneFinding)]), outcome: .met),
  GraderExample(
    "The tool broke off", criterion: .example(),
    evidence: .example([ended(2, stderr: "usage", more: ["findings": [], "problem": nil])]), outcome: .unmet),
]

private func memory(_ peaks: [(String, Int)]) -> Evidence {
  var evidence = Evidence.example([])
  evidence.runs = peaks.map { scenario, peak in
    var run = RunRecord.example(scenario, [ended(0)])
    run.processes = [ProcessRecord(termination: .exited(code: 0), peakMemoryBytes: peak << 20)]
    return run
  }
  return evidence
}

let memoryRatioExamples: [GraderExample] = [
  GraderExample(
    "A tenth of the starter's",
    criterion: .example(options: ["against": "starter", "over": "idle", "at_most": 0.15]),
    evidence: memory([("main", 30), ("starter", 120), ("idle", 20)]), outcome: .met),
  GraderExample(
    "Half of the starter's",
    criterion: .example(options: ["against": "starter", "over": "idle", "at_most": 0.15]),
    evidence: memory([("main", 70), ("starter", 120), ("idle", 20)]), outcome: .unmet),
]

let memoryGrowthExamples: [GraderExample] = [
  GraderExample(
    "Flat", criterion: .example(options: ["smaller": "small", "more": 100_000, "at_most": 40]),
    evidence: memory([("main", 21), ("small", 20)]), outcome: .met),
  GraderExample(
    "Every record stays in memory",
    criterion: .example(options: ["smaller": "small", "more": 100_000, "at_most": 40]),
    evidence: memory([("main", 60), ("small", 20)]), outcome: .unmet),
]
