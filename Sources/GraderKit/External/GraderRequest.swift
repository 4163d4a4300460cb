import AssayModel

/// What a grader outside of this process is given: one criterion and the evidence for it.
///
/// `docs/graders.md` describes the JSON, `docs/schema/grader-request-1.schema.json` is its schema. There is no time
/// of day and no machine state in it: the same evidence gives the same bytes.
public struct GraderRequest: Sendable, Equatable {
  /// The version of the form.
  public static let schema = "grader-request/1"
  /// A value of the evidence may nest as deep as ``WireFormat`` allows, and stands some levels down.
  static let depth = WireFormat.maximumDepth + 16

  /// What is judged; of the rubric's line what a grader needs.
  public var criterion: Criterion
  /// The runs of its scenarios, and of those that its options name.
  public var evidence: Evidence

  /// Takes from `evidence` what `criterion` is judged by.
  public init(_ evidence: Evidence, for criterion: Criterion) {
    self.criterion = criterion
    self.evidence = evidence
    let needed = Set(criterion.neededScenarios)
    self.evidence.runs = evidence.runs.filter { needed.contains($0.plan.scenario) }
  }

  /// The request as one line of JSON.
  public var bytes: [UInt8] { WireFormat.write(value) + [0x0a] }

  var value: Value {
    .record([
      "schema": .string(Self.schema), "criterion": criterion.requestValue, "lab": .string(evidence.lab),
      "seed": .string(String(evidence.seed.value)), "machine": evidence.machineValue,
      "runs": .list(evidence.runs.map(\.requestValue)),
    ])
  }
}

extension Criterion {
  fileprivate var requestValue: Value {
    .record([
      "id": .string(id), "points": .int(points), "grader": .string(grader),
      "scenarios": .list(scenarios.map { .string($0) }), "options": options,
    ])
  }
}

extension Evidence {
  fileprivate var machineValue: Value {
    .record([
      "tier": .string(isolation.tier.rawValue),
      "control_groups": .string(isolation.controlGroups.rawValue), "python": .string(environment.python),
      "kernel": .string(environment.kernel), "architecture": .string(environment.architecture),
      "processors": .int(environment.processors), "assay": .string(environment.tool),
    ])
  }
}

extension RunRecord {
  fileprivate var requestValue: Value {
    let drawn = plan.drawn.sorted { $0.key < $1.key }.map { Value.Entry($0.key, .string($0.value)) }
    return .record([
      "scenario": .string(plan.scenario), "repetition": .int(plan.repetition),
      "subject": .string(plan.subject.rawValue), "driver": .string(plan.driver.rawValue),
      "target": .string(plan.target.requestText), "drawn": .map(drawn), "answer_key": plan.answerKey,
      "inputs": .list(plan.inputs), "calls": .list(calls.map(\.requestValue)),
      "trace": trace?.requestValue ?? .null, "processes": .list(processes.map(\.requestValue)),
    ])
  }
}

extension Scenario.CallTarget {
  fileprivate var requestText: String {
    switch self {
    case .operation(let name): "op \(name)"
    case .function(let module, let name): "function \(module).\(name)"
    case .kit(let name): "kit \(name)"
    }
  }
}

extension CallRecord {
  fileprivate var requestValue: Value {
    let what: [Value.Entry]
    switch outcome {
    case .returned(let value): what = [.init("outcome", "returned"), .init("value", value)]
    case .raised(let error): what = [.init("outcome", "raised"), .init("exception", .exception(error))]
    case .deadlocked(let waiting):
      what = [.init("outcome", "deadlocked"), .init("waiting", .list(waiting.map { .string($0) }))]
    case .timedOut(let seconds): what = [.init("outcome", "timed_out"), .init("after_s", .float(seconds))]
    case .died(let end): what = [.init("outcome", "died"), .init("termination", end.requestValue)]
    case .notRun: what = [.init("outcome", "not_run")]
    }
    return .map(
      what + [
        .init("cpu_s", .float(cpuSeconds)), .init("wall_s", .float(wallSeconds)),
        .init("wait_share", .float(waitShare)),
      ])
  }
}

extension Termination {
  fileprivate var requestValue: Value {
    switch self {
    case .exited(let code): .record(["kind": "exited", "code": .int(code)])
    case .signaled(let number): .record(["kind": "signaled", "signal": .int(number)])
    case .exceeded(let limit): .record(["kind": "exceeded", "limit": .string(limit.rawValue)])
    case .stopped: .record(["kind": "stopped"])
    }
  }
}

extension ProcessRecord {
  fileprivate var requestValue: Value {
    .record([
      "termination": termination.requestValue, "wall_s": .float(wallSeconds), "cpu_s": .float(cpuSeconds),
      "peak_memory_bytes": peakMemoryBytes.map { .int($0) } ?? .null, "stdout": output.requestValue,
      "stderr": errorOutput.requestValue,
    ])
  }
}

extension CapturedText {
  fileprivate var requestValue: Value {
    .record(["head": .bytes(head), "tail": .bytes(tail), "total_bytes": .int(totalBytes)])
  }
}

extension FixtureTrace {
  fileprivate var requestValue: Value {
    var entries = Self.counters.map { Value.Entry($0.key, .int(self[keyPath: $0.path])) }
    entries += [
      .init("max_in_flight_per_host", .list(maxInFlightPerHost.map { .int($0) })),
      .init("span_s", .float(span)), .init("busy_s", .float(busy)),
      .init("requests", .list(requests.map(\.requestValue))),
    ]
    return .map(entries)
  }

  /// The counters by the keys that they have in a request.
  static var counters: [(key: String, path: WritableKeyPath<Self, Int>)] {
    [
      ("accepted", \.accepted), ("open", \.open), ("max_open", \.maxOpen), ("total", \.total),
      ("in_flight", \.inFlight), ("max_in_flight", \.maxInFlight),
      ("max_arrivals_per_route", \.maxArrivalsPerRoute), ("aborts", \.aborts), ("bytes_sent", \.bytesSent),
      ("overload", \.overload), ("malformed", \.malformed), ("unrecorded", \.unrecorded),
    ]
  }
}

extension FixtureTrace.Request {
  fileprivate var requestValue: Value {
    .record([
      "arrived_s": .float(arrived), "ended_s": ended.map { .float($0) } ?? .null, "aborted": .bool(aborted),
      "connection": .int(connection), "host": .int(host), "label": .string(label), "method": .string(method),
      "path": .string(path),
      "headers": .list(headers.map { .list([.string($0.name), .string($0.value)]) }),
      "body_bytes": .int(bodyBytes), "status": status.map { .int($0) } ?? .null,
    ])
  }
}
