import AssayModel
import GraderKit

/// The passing and failing examples of the graders of `fast.py`.
enum RewriteExamples {
  private static let key: Value = ["function": "fields", "results": [["a": "1"], ["b": "2"]]]

  private static func counted(
    _ opcodes: Int, traced: Value = ["b": "2"], events: [String] = [], kept: Bool = true
  ) -> Value {
    .record([
      "plain": ["a": "1"], "traced": traced, "opcodes": .int(opcodes),
      "events": .list(events.map(Value.string)), "kept": .bool(kept),
    ])
  }

  private static func evidence(_ own: CallRecord.Outcome, cpu: Double) -> Evidence {
    var evidence = Evidence.example([])
    evidence.runs = [
      .example("count", [own], answerKey: [key]),
      .example("starter-count", [.returned(counted(1000))], answerKey: [key]),
      .example("speed", [.returned(nil)], cpu: cpu),
      .example("starter-speed", [.returned(nil)], cpu: 1),
    ]
    return evidence
  }

  private static func example(
    _ title: String, _ own: CallRecord.Outcome, cpu: Double = 0.4, _ outcome: Verdict.Outcome
  ) -> GraderExample {
    GraderExample(
      title,
      criterion: .example(
        scenarios: ["count", "starter-count", "speed", "starter-speed"],
        options: ["function": "fields", "at_most": 0.5, "cpu": 0.85]),
      evidence: evidence(own, cpu: cpu), outcome: outcome)
  }

  static let rewrite = [
    example("Half the opcodes", .returned(counted(500)), .met),
    example("Too many opcodes", .returned(counted(501)), .unmet),
    example("Wrong only while it is traced", .returned(counted(100, traced: nil)), .unmet),
    example("It switched tracing off", .returned(counted(10, events: ["sys.settrace"])), .unmet),
    example("The tracer is gone", .returned(counted(10, kept: false)), .unmet),
    example("Few were counted, but it takes as long as before", .returned(counted(10)), cpu: 0.98, .unmet),
    example("It raises", .raised(ExceptionRecord(type: "TypeError")), .unmet),
  ]

  private static func kept(
    _ title: String, _ own: Value, opcodes: Int = 400, _ outcome: Verdict.Outcome
  ) -> GraderExample {
    let input: Value = ["function": "route"]
    let model: Value = ["outcome": ["returned": 1], "log": [.tuple(["a", 2])], "effects": ["h"]]
    let keys = RewritesWorkload.functions.map { name in
      Value.record(["function": .string(name), "results": [["a": "1"], ["b": "2"]]])
    }
    func counts(_ opcodes: Int) -> [CallRecord.Outcome] { keys.map { _ in .returned(counted(opcodes)) } }
    var evidence = Evidence.example([])
    evidence.runs = [
      .example("own", [.returned(own)], inputs: [input]),
      .example("starter", [.returned(model)], inputs: [input]),
      .example("count", counts(opcodes), answerKey: .list(keys)),
      .example("starter-count", counts(1000), answerKey: .list(keys)),
    ]
    return GraderExample(
      title, criterion: .example(scenarios: ["own", "starter", "count", "starter-count"]),
      evidence: evidence, outcome: outcome)
  }

  static let behaviour = [
    kept("The same", ["outcome": ["returned": 1], "log": [.tuple(["a", 2])], "effects": ["h"]], .met),
    kept(
      "A handler was not called", ["outcome": ["returned": 1], "log": [.tuple(["a", 2])], "effects": []],
      .unmet),
    kept(
      "Nothing was rewritten",
      ["outcome": ["returned": 1], "log": [.tuple(["a", 2])], "effects": ["h"]], opcodes: 1000, .unmet),
  ]
}
