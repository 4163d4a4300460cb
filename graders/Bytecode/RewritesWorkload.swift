import AssayModel
import GraderKit

/// Inputs for the functions that are to be rewritten, two for each, and what comes of them.
struct RewritesWorkload: Workload {
  static let description = WorkloadDescription(
    name: "bytecode.rewrites",
    summary: LocalizedText(
      en: "Random points, events and texts for the three functions that are rewritten.",
      ko: "다시 작성할 세 함수에 줄 무작위 점, 이벤트, 텍스트를 만듭니다."),
    options: [
      OptionSpec("function", .choice(functions), summary: "Only for this function; default all three.")
    ])

  /// The functions of `fast.py`.
  static let functions = ["nearest", "route", "fields"]

  func content(options: Value, seed: Seed) throws -> WorkloadContent {
    let chosen = options["function"]?.text.map { [$0] } ?? Self.functions
    guard chosen.allSatisfy(Self.functions.contains) else {
      throw GraderError("bytecode.rewrites: function must be one of \(Self.functions).")
    }
    var random = SeededGenerator(seed: seed)
    let made = chosen.map { function in (function, (0..<2).map { _ in Self.run(function, &random) }) }
    return WorkloadContent(
      cases: made.map { ["function": .string($0.0), "runs": .list($0.1.map(\.given))] },
      answerKey: .list(made.map { ["function": .string($0.0), "results": .list($0.1.map(\.result))] }))
  }

  private typealias Run = (given: Value, result: Value)

  private static func run(_ function: String, _ random: inout SeededGenerator) -> Run {
    switch function {
    case "nearest": nearest(&random)
    case "route": route(&random)
    default: fields(&random)
    }
  }

  private static func nearest(_ random: inout SeededGenerator) -> Run {
    func points(_ count: Int) -> [[Int]] {
      (0..<count).map { _ in (0..<2).map { _ in Int.random(in: -500...500, using: &random) } }
    }
    let known = points(60)
    let targets = points(12)
    let best = targets.map { target -> Int? in
      let distances = known.map { point in
        zip(point, target).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      }
      return distances.min().flatMap(distances.firstIndex)
    }
    func value(_ points: [[Int]]) -> Value { .list(points.map { .tuple($0.map(Value.int)) }) }
    return (
      ["points": value(known), "targets": value(targets)], .list(best.map { $0.map(Value.int) ?? .null })
    )
  }

  /// Half of the kinds have a handler; no handler raises.
  private static func route(_ random: inout SeededGenerator) -> Run {
    let kinds = (0..<4).map { _ in random.name() }
    let handled: KeyValuePairs = ["upper": kinds[0], "length": kinds[1]]
    var events: [Value] = []
    var log: [Value] = []
    for index in 0..<200 {
      let kind = kinds[index % kinds.count]
      let payload = random.name(length: Int.random(in: 3...9, using: &random))
      let result: Value =
        switch index % kinds.count {
        case 0: .string(payload.uppercased())
        case 1: .int(payload.count)
        default: .string(payload)
        }
      events.append(.tuple([.string(kind), .string(payload)]))
      log.append(.tuple([.string(kind), result]))
    }
    return (
      ["events": .list(events), "handlers": .map(handled.map { Value.Entry($0.value, .string($0.key)) })],
      [.int(events.count), .list(log)]
    )
  }

  private static func fields(_ random: inout SeededGenerator) -> Run {
    let parts = (0..<60).map { index -> (name: String, value: String?) in
      (random.name(length: 6) + "\(index)", index % 5 == 0 ? nil : random.token(length: 8))
    }
    let text = parts.map { part in part.name + (part.value.map { "=" + $0 } ?? "") }.joined(separator: ";")
    return (
      ["text": .string(text)],
      .map(parts.map { Value.Entry($0.name, $0.value.map(Value.string) ?? .null) })
    )
  }
}
