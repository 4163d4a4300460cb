import AssayModel

extension GraderRequest {
  /// Reads what ``bytes`` writes.
  ///
  /// - Throws: ``GraderError`` for anything else.
  public init(reading bytes: [UInt8]) throws(GraderError) {
    let root: Value
    do { root = try WireFormat.read(bytes, depth: Self.depth) } catch {
      throw GraderError("The request cannot be read: \(error).")
    }
    let reader = RequestReader(root, at: "the request")
    let schema = try reader["schema"].text()
    guard schema == Self.schema else {
      throw GraderError("The request is '\(schema)'; this grader was built for '\(Self.schema)'.")
    }
    criterion = try reader["criterion"].criterion()
    let machine = reader["machine"]
    guard let seed = UInt64(try reader["seed"].text()) else { throw reader["seed"].failure }
    evidence = Evidence(
      lab: try reader["lab"].text(), seed: Seed(seed),
      isolation: Isolation(
        tier: try machine["tier"].word(), controlGroups: try machine["control_groups"].word()),
      environment: EnvironmentFingerprint(
        python: try machine["python"].text(), kernel: try machine["kernel"].text(),
        architecture: try machine["architecture"].text(), processors: try machine["processors"].integer(),
        tool: try machine["assay"].text()),
      runs: [])
    for run in try reader["runs"].elements() { evidence.runs.append(try run.run()) }
  }
}

/// A part of a request, with the place where it stands.
private struct RequestReader {
  let value: Value?
  let place: String

  init(_ value: Value?, at place: String) {
    self.value = value
    self.place = place
  }

  var failure: GraderError { GraderError("There is no usable \(place).") }

  subscript(_ key: String) -> Self { Self(value?[key], at: "'\(key)' in \(place)") }

  func text() throws(GraderError) -> String { try found(value?.text) }
  func integer() throws(GraderError) -> Int { try found(value?.integer) }
  func number() throws(GraderError) -> Double { try found(value?.number) }
  func boolean() throws(GraderError) -> Bool { try found(value?.boolean) }
  func any() throws(GraderError) -> Value { try found(value) }

  func bytes() throws(GraderError) -> [UInt8] {
    guard case .bytes(let bytes)? = value else { throw failure }
    return bytes
  }

  func word<Word: RawRepresentable>() throws(GraderError) -> Word where Word.RawValue == String {
    try found(value?.text.flatMap(Word.init(rawValue:)))
  }

  func elements() throws(GraderError) -> [Self] {
    guard case .list(let items)? = value else { throw failure }
    return items.enumerated().map { Self($0.element, at: "[\($0.offset)] of \(place)") }
  }

  /// Nil where the value is null.
  var unlessNull: Self? { value == .null ? nil : self }

  private func found<Content>(_ content: Content?) throws(GraderError) -> Content {
    guard let content else { throw failure }
    return content
  }
}

extension RequestReader {
  func criterion() throws(GraderError) -> Criterion {
    let id = try self["id"].text()
    var scenarios: [String] = []
    for name in try self["scenarios"].elements() { scenarios.append(try name.text()) }
    return Criterion(
      id: id, points: try self["points"].integer(), scenarios: scenarios,
      grader: try self["grader"].text(), options: try self["options"].any(),
      title: LocalizedText(verbatim: id))
  }

  func run() throws(GraderError) -> RunRecord {
    var plan = PlannedRun(
      scenario: try self["scenario"].text(), repetition: try self["repetition"].integer(),
      subject: try self["subject"].word(), driver: try self["driver"].word(),
      target: try self["target"].target(), answerKey: try self["answer_key"].any())
    for input in try self["inputs"].elements() { plan.inputs.append(try input.any()) }
    for entry in try self["drawn"].any().entries ?? [] {
      guard let name = entry.key.text, let text = entry.value.text else { throw self["drawn"].failure }
      plan.drawn[name] = text
    }
    var record = RunRecord(plan: plan, calls: [])
    for call in try self["calls"].elements() { record.calls.append(try call.call()) }
    for process in try self["processes"].elements() { record.processes.append(try process.process()) }
    record.trace = try self["trace"].unlessNull?.trace()
    return record
  }

  private func target() throws(GraderError) -> Scenario.CallTarget {
    let parts = try text().split(separator: " ", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw failure }
    switch parts[0] {
    case "op": return .operation(parts[1])
    case "kit": return .kit(parts[1])
    case "function":
      guard let dot = parts[1].lastIndex(of: ".") else { throw failure }
      let name = parts[1].index(after: dot)
      return .function(module: String(parts[1][..<dot]), name: String(parts[1][name...]))
    default: throw failure
    }
  }

  private func call() throws(GraderError) -> CallRecord {
    CallRecord(
      outcome: try outcome(), cpuSeconds: try self["cpu_s"].number(),
      wallSeconds: try self["wall_s"].number(), waitShare: try self["wait_share"].number())
  }

  private func outcome() throws(GraderError) -> CallRecord.Outcome {
    switch try self["outcome"].text() {
    case "returned": return .returned(try self["value"].any())
    case "raised":
      guard let error = try self["exception"].any().exception else { throw self["exception"].failure }
      return .raised(error)
    case "deadlocked":
      var waiting: [String] = []
      for item in try self["waiting"].elements() { waiting.append(try item.text()) }
      return .deadlocked(waiting: waiting)
    case "timed_out": return .timedOut(seconds: try self["after_s"].number())
    case "died": return .died(try self["termination"].termination())
    case "not_run": return .notRun
    default: throw self["outcome"].failure
    }
  }

  private func termination() throws(GraderError) -> Termination {
    switch try self["kind"].text() {
    case "exited": return .exited(code: try self["code"].integer())
    case "signaled": return .signaled(number: try self["signal"].integer())
    case "exceeded": return .exceeded(try self["limit"].word())
    case "stopped": return .stopped
    default: throw self["kind"].failure
    }
  }

  private func process() throws(GraderError) -> ProcessRecord {
    ProcessRecord(
      termination: try self["termination"].termination(), wallSeconds: try self["wall_s"].number(),
      cpuSeconds: try self["cpu_s"].number(),
      peakMemoryBytes: try self["peak_memory_bytes"].unlessNull?.integer(),
      output: try self["stdout"].captured(), errorOutput: try self["stderr"].captured())
  }

  private func captured() throws(GraderError) -> CapturedText {
    CapturedText(
      head: try self["head"].bytes(), tail: try self["tail"].bytes(),
      totalBytes: try self["total_bytes"].integer())
  }

  private func trace() throws(GraderError) -> FixtureTrace {
    var trace = FixtureTrace()
    for counter in FixtureTrace.counters { trace[keyPath: counter.path] = try self[counter.key].integer() }
    for count in try self["max_in_flight_per_host"].elements() {
      trace.maxInFlightPerHost.append(try count.integer())
    }
    trace.span = try self["span_s"].number()
    trace.busy = try self["busy_s"].number()
    for request in try self["requests"].elements() { trace.requests.append(try request.request()) }
    return trace
  }

  private func request() throws(GraderError) -> FixtureTrace.Request {
    var headers: [FixtureScript.Header] = []
    for field in try self["headers"].elements() {
      let pair = try field.elements()
      guard pair.count == 2 else { throw field.failure }
      headers.append(FixtureScript.Header(name: try pair[0].text(), value: try pair[1].text()))
    }
    return FixtureTrace.Request(
      arrived: try self["arrived_s"].number(), ended: try self["ended_s"].unlessNull?.number(),
      aborted: try self["aborted"].boolean(), connection: try self["connection"].integer(),
      host: try self["host"].integer(), label: try self["label"].text(), method: try self["method"].text(),
      path: try self["path"].text(), headers: headers, bodyBytes: try self["body_bytes"].integer(),
      status: try self["status"].unlessNull?.integer())
  }
}
