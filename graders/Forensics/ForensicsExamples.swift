import AssayModel
import GraderKit

/// The passing and failing examples of graders that need several parts of a report.
enum ForensicsExamples {
  // MARK: Reports

  private static let key: Value = [
    "type": "ValueError", "message": "v", "notes": [], "frames": [["f", 3]], "locals": ["a": "1"],
    "cause": nil, "context": nil, "members": [],
  ]

  private static func report(
    type: Value = "ValueError", line: Int = 3, context: Value = nil, locals: Value = ["a": "1"]
  ) -> Value {
    .record([
      "type": type, "message": "v", "notes": [],
      "frames": [
        ["file": "/lab/exercise.py", "line": 9, "function": "raised_by", "locals": [:]],
        .record([
          "file": .string(ReportDifference.file), "line": .int(line), "function": "f", "locals": locals,
        ]),
      ],
      "cause": nil, "context": context, "members": [],
    ])
  }

  private static func example(
    _ title: String, _ report: Value, _ outcome: Verdict.Outcome
  ) -> GraderExample {
    GraderExample(
      title, criterion: .example(options: ["group": "one"]),
      evidence: .example(
        [.returned(["size": 100, "report": report])],
        inputs: [["program": "def f(a):\n    raise ValueError('v')", "entry": "f"]],
        answerKey: [["group": "one", "about": "plain", "report": key]]), outcome: outcome)
  }

  static let reports = [
    example("The report of one exception", report(), .met),
    example("The type is missing", report(type: nil), .unmet),
    example("A wrong line", report(line: 9), .unmet),
    example("A context that was suppressed", report(context: report(type: "KeyError")), .unmet),
    example("The locals are missing", report(locals: [:]), .unmet),
    example("A text instead of a report", "Traceback (most recent call last)", .unmet),
    GraderExample(
      "It raises", criterion: .example(options: ["group": "one"]),
      evidence: .example(
        [.raised(ExceptionRecord(type: "RecursionError"))], inputs: [["entry": "f"]],
        answerKey: [["group": "one", "about": "plain", "report": key]]), outcome: .unmet),
  ]

  // MARK: Bounds

  private static func bounded(
    _ title: String, what: String, size: Int = 3000, _ report: Value, shown: Int = 10,
    is outcome: Verdict.Outcome
  ) -> GraderExample {
    GraderExample(
      title, criterion: .example(options: ["bytes": 262_144, "shown": 200]),
      evidence: .example(
        [.returned(["size": 5_000_000, "report": report, "shown": .int(shown)])],
        inputs: [["what": .string(what), "size": .int(size)]]), outcome: outcome)
  }

  private static func members(_ count: Int, omitted: Int) -> Value {
    [
      "members": .list(
        (0..<count).map { _ in ["type": "ValueError"] } + [["omitted": .int(omitted)]])
    ]
  }

  private static func frames(_ count: Int, omitted: Int) -> Value {
    let frame: Value = ["function": "deep", "line": 1]
    return [
      "frames": .list(
        Array(repeating: frame, count: count / 2) + [["omitted": .int(omitted)]]
          + Array(repeating: frame, count: count / 2))
    ]
  }

  private static func broken(_ text: String) -> Value {
    [
      "message": "<str failed: ZeroDivisionError>",
      "frames": [["locals": ["before": "'before'", "unprintable": .string(text), "after": "['after']"]]],
    ]
  }

  static let bounded = [
    bounded("50 members and a number", what: "wide", members(50, omitted: 2950), is: .met),
    bounded("Members vanish without a word", what: "wide", members(50, omitted: 0), is: .unmet),
    bounded("Far too large to be carried", what: "huge", nil, is: .unmet),
    bounded(
      "Every element was asked for its repr", what: "huge", ["type": "ValueError"], shown: 90_000, is: .unmet),
    bounded("Both ends of a recursion", what: "deep", frames(100, omitted: 2902), is: .met),
    bounded("The bottom of a recursion alone", what: "deep", frames(20, omitted: 0), is: .unmet),
    bounded("An endless chain of causes", what: "chained", ["type": "ValueError", "cause": nil], is: .unmet),
    bounded("A failed repr is told", what: "broken", broken("<repr failed: ZeroDivisionError>"), is: .met),
    bounded("A failed repr is left blank", what: "broken", broken(""), is: .unmet),
  ]

  // MARK: Hooks

  private static func hooks(
    _ title: String, installed: Value, uninstalled: Value = [["before", "sys"]], restored: Bool = true,
    escaped: Value = nil, _ outcome: Verdict.Outcome
  ) -> GraderExample {
    GraderExample(
      title, criterion: .example(),
      evidence: .example(
        [
          .returned(
            .record([
              "installed": installed, "uninstalled": uninstalled,
              "restored": [.bool(restored), true, true, true], "escaped": escaped,
            ]))
        ], inputs: [["where": "sys"]]), outcome: outcome)
  }

  private static let right: Value = [["sink", "sys", "LookupError"], ["before", "sys"]]

  static let hooks = [
    hooks("The sink, then the hook of before", installed: right, .met),
    hooks("The hook of before was forgotten", installed: [["sink", "sys", "LookupError"]], .unmet),
    hooks("The sink still hears", installed: right, uninstalled: right, .unmet),
    hooks("The hook was not put back", installed: right, restored: false, .unmet),
    hooks(
      "An exception escapes", installed: right, escaped: .exception(ExceptionRecord(type: "RuntimeError")),
      .unmet),
  ]
}
