import AssayModel
import GraderKit

/// The right results of ``Evidence/fetch(_:outcome:span:busy:total:maxInFlight:aborts:open:inFlight:bytesSent:requests:)``.
let fetchedResults: [Value] = [
  [0, "http://h/a", 200, BodyDigest(of: Array("a".utf8)).value, nil],
  [1, "http://h/b", 200, BodyDigest(of: Array("b".utf8)).value, nil],
  [2, "http://h/c", 503, BodyDigest(of: Array("no".utf8)).value, "status"],
]

extension Evidence {
  /// Evidence of a call for three URLs, the last of which fails, with `limit` 2.
  static func fetch(
    _ returned: Value = .null, outcome: CallRecord.Outcome? = nil, span: Double = 1, busy: Double = 1,
    total: Int = 2, maxInFlight: Int = 2, aborts: Int = 0, open: Int = 0, inFlight: Int = 0,
    bytesSent: Int = 0,
    requests: [(label: String, arrived: Double, ended: Double)] = []
  ) -> Evidence {
    var trace = FixtureTrace()
    trace.span = span
    trace.busy = busy
    trace.total = total
    trace.maxInFlight = maxInFlight
    trace.aborts = aborts
    trace.open = open
    trace.inFlight = inFlight
    trace.bytesSent = bytesSent
    trace.requests = requests.map {
      FixtureTrace.Request(
        arrived: $0.arrived, ended: $0.ended, connection: 1, label: $0.label, path: "/", status: 200)
    }
    return .example(
      [outcome ?? .returned(returned)],
      inputs: [
        [
          "urls": ["http://h/a", "http://h/b", "http://h/c"], "options": ["limit": 2, "buffer": 2],
          "stop": 10,
        ]
      ],
      answerKey: ["results": .list(expectedOfThree.map(\.value))], trace: trace)
  }
}

private let expectedOfThree = [
  ExpectedResult(
    path: "/a", label: "slow", status: 200, body: BodyDigest(of: Array("a".utf8)), error: nil,
    kind: LocalizedText(en: "a good answer", ko: "정상 응답")),
  ExpectedResult(
    path: "/b", label: "fast", status: 200, body: BodyDigest(of: Array("b".utf8)), error: nil,
    kind: LocalizedText(en: "a good answer", ko: "정상 응답")),
  ExpectedResult(
    path: "/c", label: "fast", status: 503, body: BodyDigest(of: Array("no".utf8)), error: "status",
    kind: LocalizedText(en: "an answer with status 503", ko: "상태 503 응답")),
]

private let failedThird = ExceptionRecord(
  type: "ExceptionGroup", message: "1 sub-exception", members: [ExceptionRecord(type: "FetchError")])

private func strictEnding(raised: ExceptionRecord = failedThird, tasksLeft: Int = 0) -> Value {
  [
    "raised": .exception(raised), "failures": [[2, "http://h/c", 503, [2, 1], "status"]],
    "tasks_left": .int(tasksLeft),
  ]
}

let strictExamples: [GraderExample] = [
  GraderExample(
    "The failure ends the other request", criterion: .example(),
    evidence: .fetch(strictEnding(), total: 2, aborts: 1), outcome: .met),
  GraderExample(
    "The failure is a result like any other", criterion: .example(),
    evidence: .fetch(["results": .list(fetchedResults), "tasks_left": 0], total: 2), outcome: .unmet),
  GraderExample(
    "The failure is raised bare", criterion: .example(),
    evidence: .fetch(strictEnding(raised: ExceptionRecord(type: "FetchError")), total: 2, aborts: 1),
    outcome: .unmet),
  GraderExample(
    "Only the other request's connection stays open", criterion: .example(),
    evidence: .fetch(strictEnding(), total: 2, inFlight: 1), outcome: .partial(fraction: 0.5)),
  GraderExample(
    "Everything had been started already", criterion: .example(),
    evidence: .fetch(strictEnding(), total: 3, aborts: 2), outcome: .unmet),
  GraderExample(
    "It raises before its tasks have ended", criterion: .example(),
    evidence: .fetch(strictEnding(tasksLeft: 1), total: 2, aborts: 1), outcome: .unmet),
]

private func cancelled(_ ending: Value = "cancelled", lag: Double = 0.01, tasksLeft: Int = 0) -> Value {
  ["ended_before": false, "lag_s": .float(lag), "ending": ending, "tasks_left": .int(tasksLeft)]
}

let cancelExamples: [GraderExample] = [
  GraderExample(
    "CancelledError comes at once", criterion: .example(options: ["judge": "prompt"]),
    evidence: .fetch(cancelled(), aborts: 2), outcome: .met),
  GraderExample(
    "The cancellation becomes a result", criterion: .example(options: ["judge": "prompt"]),
    evidence: .fetch(cancelled("returned"), aborts: 2), outcome: .unmet),
  GraderExample(
    "The requests are waited for", criterion: .example(options: ["judge": "prompt"]),
    evidence: .fetch(cancelled(lag: 1.6)), outcome: .unmet),
  GraderExample(
    "Every connection is gone", criterion: .example(options: ["judge": "sockets"]),
    evidence: .fetch(cancelled(), aborts: 2), outcome: .met),
  GraderExample(
    "A connection outlives the call", criterion: .example(options: ["judge": "sockets"]),
    evidence: .fetch(cancelled(), aborts: 1, open: 1, inFlight: 1), outcome: .unmet),
  GraderExample(
    "No socket is open because nothing was requested", criterion: .example(options: ["judge": "sockets"]),
    evidence: .fetch(cancelled(), total: 0), outcome: .unmet),
  GraderExample(
    "No task is left", criterion: .example(options: ["judge": "tasks"]),
    evidence: .fetch(cancelled(), aborts: 2),
    outcome: .met),
  GraderExample(
    "Tasks are left", criterion: .example(options: ["judge": "tasks"]),
    evidence: .fetch(cancelled(tasksLeft: 2), aborts: 2), outcome: .unmet),
]

private func streamed(_ received: Int = 10, lead: Int = 4, tasksLeft: Int = 0) -> Value {
  ["received": .int(received), "lead": .int(lead), "tasks_left": .int(tasksLeft)]
}

let streamExamples: [GraderExample] = [
  GraderExample(
    "Requests keep pace with the consumer", criterion: .example(options: ["judge": "requests"]),
    evidence: .fetch(streamed(), total: 14), outcome: .met),
  GraderExample(
    "Requests run away from the consumer", criterion: .example(options: ["judge": "requests"]),
    evidence: .fetch(streamed(), total: 40), outcome: .unmet),
  GraderExample(
    "The results were made up", criterion: .example(options: ["judge": "requests"]),
    evidence: .fetch(streamed(), total: 0), outcome: .unmet),
  GraderExample(
    "The source is pulled as needed", criterion: .example(options: ["judge": "source"]),
    evidence: .fetch(streamed(), total: 14), outcome: .met),
  GraderExample(
    "The source is pulled dry first", criterion: .example(options: ["judge": "source"]),
    evidence: .fetch(streamed(lead: 1999), total: 14), outcome: .unmet),
  GraderExample(
    "Nothing is left", criterion: .example(options: ["judge": "exit"]),
    evidence: .fetch(streamed(), total: 14), outcome: .met),
  GraderExample(
    "Tasks and requests are left", criterion: .example(options: ["judge": "exit"]),
    evidence: .fetch(streamed(tasksLeft: 2), total: 14, inFlight: 2), outcome: .unmet),
]
