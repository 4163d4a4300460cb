import AssayModel
import GraderKit

let expectationExamples: [GraderExample] = [
  GraderExample(
    "The kinds are as expected",
    criterion: .example(expectations: [Expectation(.path("[*].kind"), .equal(["cpu", "io"]))]),
    evidence: .example([.returned(["kind": "cpu"]), .returned(["kind": "io"])]), outcome: .met),
  GraderExample(
    "One kind is wrong",
    criterion: .example(expectations: [Expectation(.path("[*].kind"), .equal(["cpu", "io"]))]),
    evidence: .example([.returned(["kind": "cpu"]), .returned(["kind": "cpu"])]), outcome: .unmet),
  GraderExample(
    "A call raised instead of returning",
    criterion: .example(expectations: [Expectation(.path("kind"), .equal("cpu"))]),
    evidence: .example([.raised(ExceptionRecord(type: "ValueError"))]), outcome: .unmet),
]

let sameAsReferenceExamples: [GraderExample] = [
  GraderExample(
    "Value and type agree", criterion: .example(scenarios: ["main", "reference"]),
    evidence: .example([.returned([1, 2])], reference: [.returned([1, 2])]), outcome: .met),
  GraderExample(
    "A tuple is not a list", criterion: .example(scenarios: ["main", "reference"]),
    evidence: .example([.returned(.tuple([1, 2]))], reference: [.returned([1, 2])]), outcome: .unmet),
]

let cpuRatioExamples: [GraderExample] = [
  GraderExample(
    "A third of the starter's CPU time",
    criterion: .example(options: ["against": "reference", "at_most": 0.35]),
    evidence: .example([.returned(nil)], cpu: 0.3, reference: [.returned(nil)], referenceCPU: 1),
    outcome: .met),
  GraderExample(
    "As slow as the starter",
    criterion: .example(options: ["against": "reference", "at_most": 0.35]),
    evidence: .example([.returned(nil)], cpu: 1, reference: [.returned(nil)], referenceCPU: 1),
    outcome: .unmet),
]
