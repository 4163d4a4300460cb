import AssayModel

/// What the harness can say, decoded from hostile bytes: after `load` the learner shares its process.
enum HarnessAnswer: Sendable, Equatable {
  case hello(HarnessHello)
  case loaded
  case loadFailed(ExceptionRecord)
  case interfaceProblems([InterfaceProblem])
  case outcome(CallRecord.Outcome, cpuSeconds: Double, waitShare: Double, isHeld: Bool)

  /// A part of the interface that the submission lacks.
  struct InterfaceProblem: Sendable, Equatable {
    var entry: Int
    var problem: Value
  }
}

/// What the harness saw of its own isolation before any learner code was loaded.
struct HarnessHello: Sendable, Equatable {
  var python: String
  var effectiveCapabilities: String
  var seccomp: Int
  var noNewPrivileges: Int
  var interfaces: [String]
}

/// An answer that is none: a forgery, or the end of a process that wrote half a line.
struct UnreadableAnswer: Error, Equatable {
  var reason: String
}

extension HarnessAnswer {
  /// Reads the greeting.
  ///
  /// - Throws: ``UnreadableAnswer``.
  static func greeting(_ line: [UInt8]) throws(UnreadableAnswer) -> HarnessHello {
    guard let hello = try value(line)["hello"] else { throw UnreadableAnswer(reason: "no greeting") }
    return HarnessHello(
      python: hello["python"]?.text ?? "",
      effectiveCapabilities: hello["effective_capabilities"]?.text ?? "",
      seccomp: hello["seccomp"]?.integer ?? 0,
      noNewPrivileges: hello["no_new_privileges"]?.integer ?? 0,
      interfaces: (hello["interfaces"]?.elements ?? []).compactMap(\.text))
  }

  /// Reads the answer to the question that carried `token`.
  ///
  /// - Throws: ``UnreadableAnswer`` when the line is no answer to that question.
  init(_ line: [UInt8], token: String) throws(UnreadableAnswer) {
    let answer = try Self.value(line)
    guard answer["token"]?.text == token else {
      throw UnreadableAnswer(reason: "an answer that nobody asked for")
    }
    if answer["loaded"] == .bool(true) {
      self = .loaded
    } else if let failure = answer["failed"]?.exception {
      self = .loadFailed(failure)
    } else if let problems = answer["interface"]?.elements {
      self = .interfaceProblems(
        problems.map { InterfaceProblem(entry: $0["entry"]?.integer ?? -1, problem: $0["problem"] ?? .null) })
    } else if let outcome = Self.outcome(answer) {
      self = .outcome(
        outcome, cpuSeconds: answer["cpu"]?.number ?? 0, waitShare: answer["wait"]?.number ?? 0,
        isHeld: answer["held"] == .bool(true))
    } else {
      throw UnreadableAnswer(reason: "an answer of no known kind")
    }
  }

  private static func value(_ line: [UInt8]) throws(UnreadableAnswer) -> Value {
    do {
      return try WireFormat.read(line)
    } catch {
      throw UnreadableAnswer(reason: "\(error)")
    }
  }

  private static func outcome(_ answer: Value) -> CallRecord.Outcome? {
    if let value = answer["returned"] { return .returned(value) }
    if let error = answer["raised"]?.exception { return .raised(error) }
    if let places = answer["deadlocked"]?.elements { return .deadlocked(waiting: places.compactMap(\.text)) }
    return nil
  }
}

/// The questions that the engine asks.
enum HarnessQuestion {
  /// Asks for the learner's code to be imported; or, where it runs in processes of its own, for the kit.
  static func load(token: String, run: PlannedRun, material: RunMaterial, isIsolated: Bool) -> [UInt8] {
    let hasKit = run.driver.startsProcesses
    let interface = (hasKit ? [] : material.interface).map { entry -> Value in
      .record([
        "module": .string(entry.module), "name": .string(entry.qualifiedName),
        "parameters": .list(
          entry.parameters.filter { !$0.hasPrefix("*") && $0 != "/" }.map { .string($0) }),
      ])
    }
    return line(
      "load",
      .record([
        "token": .string(token), "driver": .string(run.driver.rawValue),
        "modules": .list(hasKit ? [] : material.modules.map { .string($0) }),
        "kit": hasKit ? kitSettings(run, isIsolated: isIsolated) : .null,
        "exercise": .bool(material.exercise != nil), "interface": .list(interface),
      ]))
  }

  /// What the kit must know: children are ended early enough for the call to be answered in time.
  private static func kitSettings(_ run: PlannedRun, isIsolated: Bool) -> Value {
    .record([
      "isolated": .bool(isIsolated), "limit_s": .float(max(run.callLimitSeconds * 0.8, 0.1)),
      "output_bytes": .int(run.limits.outputBytes),
    ])
  }

  /// Asks for one call.
  static func call(token: String, target: Scenario.CallTarget, input: Value) -> [UInt8] {
    switch target {
    case .operation(let name):
      line("call", .record(["token": .string(token), "operation": .string(name), "input": input]))
    case .function(let module, let name):
      line(
        "call",
        .record([
          "token": .string(token), "module": .string(module), "function": .string(name),
          "args": input["args"] ?? .list([]), "kwargs": input["kwargs"] ?? .map([]),
          "capture": input["capture"] ?? false,
        ]))
    case .kit(let name):
      line("call", .record(["token": .string(token), "kit": .string(name), "input": input]))
    }
  }

  /// Lets a held process go on.
  static let release = line("release", .map([]))

  /// Asks the harness to end.
  static let end = line("end", .map([]))

  private static func line(_ kind: String, _ content: Value) -> [UInt8] {
    WireFormat.write(.map([Value.Entry(kind, content)])) + [0x0a]
  }
}
