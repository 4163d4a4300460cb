import AssayModel
import GraderKit

/// Functions to be compared, in groups; checks pick theirs by the answer key's `group`.
struct FunctionsWorkload: Workload {
  static let description = WorkloadDescription(
    name: "bytecode.functions",
    summary: LocalizedText(
      en: "Pairs of functions to compare, functions with loops, and functions to warm up.",
      ko: "비교할 함수 쌍, 반복문이 있는 함수, 워밍업할 함수를 만듭니다."))

  func content(options: Value, seed: Seed) -> WorkloadContent {
    var list = CaseList(random: SeededGenerator(seed: seed))
    list.addPairs(FunctionPairs.visible, to: .seen)
    list.addPairs(FunctionPairs.hidden.shuffled(using: &list.random), to: .pairs)
    list.addDiffs()
    list.addLoops()
    list.addPairs(Self.warm, to: .warm, ["arguments": [[3, 5, 7], 2]])
    return WorkloadContent(cases: list.cases, answerKey: .list(list.keys))
  }

  /// The cases made so far, with their keys.
  private struct CaseList {
    var random: SeededGenerator
    var cases: [Value] = []
    var keys: [Value] = []

    mutating func addPairs(
      _ pairs: [FunctionPair], to group: FunctionGroup, _ extra: KeyValuePairs<String, Value> = [:]
    ) {
      for pair in pairs {
        let (first, second) = pair.drawn(&random)
        let tool: Value = group == .warm ? "warm" : "equivalent"
        add(
          group, ["tool": tool, "f": .string(first), "g": .string(second)], extra,
          right: .bool(pair.isEquivalent), about: pair.reason.rawValue)
      }
    }

    mutating func addDiffs() {
      for pair in DiffSources.all {
        let drawn = FunctionPair(.operation, same: false, pair.first, pair.second).drawn(&random)
        let script = pair.script.map { Value.list([.string($0.sign), .string($0.name), $0.argument]) }
        add(
          .diff, ["tool": "diff", "f": .string(drawn.first), "g": .string(drawn.second)],
          right: .list(script))
      }
    }

    mutating func addLoops() {
      for source in LoopSources.all {
        let text = FunctionPair(.locals, same: true, source.text, "").drawn(&random).first
        let loops = source.loops.map { Value.list([.int($0.0), .int($0.1)]) }
        add(.loops, ["tool": "loops", "f": .string(text)], right: .list(loops), about: source.kind.rawValue)
      }
    }

    private mutating func add(
      _ group: FunctionGroup, _ input: KeyValuePairs<String, Value>,
      _ extra: KeyValuePairs<String, Value> = [:], right: Value, about: String? = nil
    ) {
      cases.append(.map((Array(input) + Array(extra)).map { Value.Entry($0.key, $0.value) }))
      keys.append(
        .record([
          "group": .string(group.rawValue), "right": right,
          "about": about.map(Value.string) ?? .null,
        ]))
    }
  }

  /// Every instruction of these that can be specialised is, once they have run.
  private static let warm: [FunctionPair] = [
    FunctionPair(
      .locals, same: true,
      """
      def $a($b, $c):
          $d = 0
          for $e in $b:
              $d = $d + $e * $c
              if $d > len($b):
                  $d -= 1
          return $b[0] + $d
      """,
      """
      def $a($b, $c):
          $f = 0
          for $g in $b:
              $f = $f + $g * $c
              if $f > len($b):
                  $f -= 1
          return $b[0] + $f
      """),
    FunctionPair(
      .operation, same: false,
      "def $a($b, $c):\n    for $d in $b:\n        $c = $c + $d\n    return $c",
      "def $a($b, $c):\n    for $d in $b:\n        $c = $c * $d\n    return $c"),
  ]
}

/// The groups of cases of ``FunctionsWorkload``.
enum FunctionGroup: String, Sendable, CaseIterable {
  /// Pairs that the learner sees.
  case seen
  /// Pairs that stay hidden.
  case pairs
  /// Pairs for `diff`.
  case diff
  /// Functions for `loops`.
  case loops
  /// Pairs that are run in between.
  case warm
}
