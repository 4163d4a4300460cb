import AssayModel
import GraderKit

/// The passing and failing examples of the graders of the lab 01-object-lifecycle-cycles.
enum LifecycleExamples {
  /// Two rings that are tied one way, and an object that holds itself.
  private static let rings: Value = [
    "objects": ["A", "B", "list", "A", "dict"],
    "edges": [[0, 1], [1, 0], [1, 2], [2, 3], [3, 2], [3, 4], [4, 4]], "roots": [0],
  ]

  private static func found(
    _ title: String, in input: Value = rings, _ found: Value, _ outcome: Verdict.Outcome
  ) -> GraderExample {
    GraderExample(
      title, criterion: .example(), evidence: .example([.returned(found)], inputs: [input]),
      outcome: outcome)
  }

  static let cycles = [
    found(
      "Three components, in any order",
      [[["dict", 1]], [["A", 1], ["B", 1]], [["A", 1], ["list", 1]]], .met),
    found(
      "Two rings taken for one", [[["dict", 1]], [["A", 2], ["B", 1], ["list", 1]]], .unmet),
    found(
      "The object that holds itself is missing", [[["A", 1], ["B", 1]], [["A", 1], ["list", 1]]], .unmet),
    found(
      "Names out of order",
      [[["dict", 1]], [["B", 1], ["A", 1]], [["A", 1], ["list", 1]]], .unmet),
    found("A way through a module is no cycle", in: ["what": "module"], [], .met),
    found("A closure that refers to itself is one", in: ["what": "closure"], [], .unmet),
    GraderExample(
      "A recursion too deep", criterion: .example(),
      evidence: .example(
        [.raised(ExceptionRecord(type: "RecursionError"))], inputs: [["what": "open", "length": 50_000]]),
      outcome: .unmet),
  ]

  private static func size(
    _ title: String, _ what: String = "slots", size: Value, parts: Value = [64, 80, 81],
    _ outcome: Verdict.Outcome
  ) -> GraderExample {
    GraderExample(
      title, criterion: .example(),
      evidence: .example(
        [.returned(["size": size, "parts": parts])], inputs: [["what": .string(what), "seed": 11]]),
      outcome: outcome)
  }

  static let sizes = [
    size("The sum of the parts", size: 225, .met),
    size("The object alone", size: 64, .unmet),
    size("A shared part twice", size: 305, .unmet),
    size("A getsizeof that always says 0", "words", size: 0, parts: [0], .unmet),
    size("A number of another type", size: 225.0, .unmet),
  ]
}
