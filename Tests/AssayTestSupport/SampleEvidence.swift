import AssayModel

extension Evidence {
  /// Evidence with every kind of call, end and value; of the scenarios main, yardstick and unrelated.
  public static var ofEveryKind: Evidence {
    let outcomes: [CallRecord.Outcome] = [
      .returned(
        .tuple([
          1, 1.0, true, .bytes([0, 255]), .set(["a"]), .float(.infinity), .bigInt("9999999999999999999999"),
        ])),
      .raised(
        ExceptionRecord(
          type: "E", message: "m", frames: [.init(file: "a.py", line: 3, function: "f", source: "x")])),
      .deadlocked(waiting: ["w"]), .timedOut(seconds: 2.5), .died(.exceeded(.memory)),
      .died(.signaled(number: 9)), .died(.exited(code: 3)), .died(.stopped), .notRun,
    ]
    var trace = FixtureTrace()
    trace.accepted = 3
    trace.maxInFlightPerHost = [1, 2]
    trace.span = 0.25
    trace.requests = [
      FixtureTrace.Request(
        arrived: 0.5, connection: 1, label: "l", path: "/", headers: [.init(name: "a", value: "b")],
        status: 200)
    ]
    let plan = PlannedRun(
      scenario: "main", repetition: 1, driver: .client, target: .function(module: "a.b", name: "c"),
      inputs: [.record(["args": [1]])], answerKey: .object(type: "T", fields: []), drawn: ["x": "y"])
    let process = ProcessRecord(
      termination: .stopped, wallSeconds: 1, cpuSeconds: 0.5, peakMemoryBytes: 9,
      output: CapturedText(head: [104, 0xff], totalBytes: 2))
    return Evidence(
      lab: "x", seed: Seed(.max), isolation: Isolation(tier: .root, controlGroups: .v2),
      environment: EnvironmentFingerprint(
        python: "3.11.2", kernel: "6", architecture: "x86_64", processors: 2, tool: "0.1"),
      runs: [
        RunRecord(
          plan: plan, calls: outcomes.map { CallRecord(outcome: $0, cpuSeconds: 0.1) }, trace: trace,
          processes: [process]),
        RunRecord(
          plan: PlannedRun(scenario: "yardstick", subject: .reference, target: .operation("o")), calls: []),
        RunRecord(plan: PlannedRun(scenario: "unrelated", target: .kit("k")), calls: []),
      ])
  }
}
