import AssayModel

extension Evidence {
  /// Evidence for a grader's example: requests of one group with what was seen of each.
  static func requests(
    _ group: String, _ requests: [(request: ScriptedRequest, seen: Value)], notes: [[Value.Entry]] = []
  ) -> Evidence {
    let keys = requests.indices.map { index in
      Value.map(
        [Value.Entry("group", .string(group))] + (notes.indices.contains(index) ? notes[index] : []))
    }
    return .example(
      requests.map { .returned($0.seen) }, inputs: requests.map { $0.request.input(seed: 1) },
      answerKey: .list(keys))
  }
}

extension Value {
  /// What the exercise's `request` reports: tries at these times, and a status or an exception at the end.
  static func tries(
    at times: [Double], method: String = "GET", status: Int? = 503, raised: String? = nil,
    elapsed: Double? = nil,
    headers: [Value] = [], state: Value = .null
  ) -> Value {
    let outcome: Value =
      if let raised {
        ["kind": .string(raised), "raised": .exception(ExceptionRecord(type: raised))]
      } else {
        ["kind": .string("\(status ?? 0)"), "status": .int(status ?? 0)]
      }
    let tries = times.enumerated().map { index, time in
      Value.record([
        "at": .float(time), "method": .string(method),
        "headers": headers.indices.contains(index) ? headers[index] : .map([]), "body": .bytes([]),
      ])
    }
    return [
      "outcome": outcome, "elapsed": .float(elapsed ?? times.last ?? 0), "tries": .list(tries),
      "state": state,
    ]
  }
}
