import AssayModel
import GraderKit

/// The passing and failing examples of the graders of the lab 01-object-lifecycle-cycles.
enum LifecycleExamples {
  /// Two rings that are tied one way, and an object that holds itself.
  private static let rings: Value = [
    "objects": ["A", "B", "list", "A", "dict"],
    "edges": [[0, 1], [1, 0], [1, 2], [2, 3], [3, 2], [3, 4], [4, 4]], "roots": [0],
  ]

  private static func cycles(
    _ title: String, _ input: Value = rings, _ found: Value, _ outcome: Verdict.Outcome
  ) -> GraderExample {
    GraderExample(
      title, criterion: .example(), evidence: .example([.returned(found)], inputs: [input]),
      outcome: outcome)
  }

  static let cycles = [
    cycles(
      "Three components, in any order",
      [[["dict", 1]], [["A", 1], ["B", 1]], [["A", 1], ["list", 1]]], .met),
    cycles(
      "Two rings taken for one", [[["dict", 1]], [["A", 2], ["B", 1], ["list", 1]]], .unmet),
    cycles(
      "The object that holds itself is missing", [[["A", 1], ["B", 1]], [["A", 1], ["list", 1]]], .unmet),
    cycles(
      "Names out of order",
      [[["dict", 1]], [["B", 1], ["A", 1]], [["A", 1], ["list", 1]]], .unmet),
    cycles("A way through a module is no cycle", ["what": "module"], [], .met),
    cycles("A closure that refers to itself is one", ["what": "closure"], [], .unmet),
    GraderExample(
      "A recursion too deep", criterion: .example(),
      evidence: .example(
        [.raised(ExceptionRecord(type: "RecursionError"))], inputs: [["what": "open", "length": 50_000]]),
      outcome: .unmet),
  ]

  private static func sizes(
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
    sizes("The sum of the parts", size: 225, .met),
    sizes("The object alone", size: 64, .unmet),
    sizes("A shared part twice", size: 305, .unmet),
    sizes("A getsizeof that always says 0", "words", size: 0, parts: [0], .unmet),
    sizes("A number of another type", size: 225.0, .unmet),
  ]
}
