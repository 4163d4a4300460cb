import AssayModel
import GraderKit

/// Small made-up evidence for the examples by which the graders are documented and tested.
enum ProfilingEvidence {
  /// An example of one scenario whose calls had these outcomes.
  static func example(
    _ title: String, grader: String, options: Value = .map([]), inputs: [Value] = [.map([])],
    key: Value = .null, outcomes: [CallRecord.Outcome], is outcome: Verdict.Outcome
  ) -> GraderExample {
    var criterion = Criterion.example(options: options)
    criterion.grader = grader
    return GraderExample(
      title, criterion: criterion,
      evidence: .example(outcomes, inputs: inputs, answerKey: key), outcome: outcome)
  }

  /// What the exercise returns for one measured job: what was said, and its own readings.
  static func job(
    kind: String?, wall: Double, cpu: Double, blocked: Double, runnable: Double = 0, result: Value = "t",
    inside: (wall: Double, cpu: Double, runnable: Double)?
  ) -> CallRecord.Outcome {
    func reading(_ reading: (wall: Double, cpu: Double, runnable: Double), more: Double) -> Value {
      [
        "wall_s": .float(reading.wall + more), "cpu_s": .float(reading.cpu + more),
        "runnable_s": .float(reading.runnable + more),
      ]
    }
    return .returned([
      "said": [
        "type": "Measurement", "kind": kind.map(Value.string) ?? .null, "wall_s": .float(wall),
        "cpu_s": .float(cpu), "runnable_s": .float(runnable), "blocked_s": .float(blocked),
        "result": result,
      ],
      "token": "t",
      "inside": inside.map { reading($0, more: 0) } ?? .null,
      "around": reading(inside ?? (0, 0, 0), more: 0.001),
    ])
  }

  /// What the exercise says is left switched on.
  static func left(profiler: Bool = false, hook: Bool = false, threads: Int = 0) -> Value {
    ["profiler": .bool(profiler), "thread_hook": .bool(hook), "threads": .int(threads)]
  }

  /// One row of a profile.
  static func row(
    _ name: String, line: Int = 1, calls: Int = 1, primitive: Int = 1, own: Double, cumulative: Double
  ) -> Value {
    [
      "type": "Hotspot", "func": .string(name), "line": .int(line), "calls": .int(calls),
      "primitive_calls": .int(primitive), "self_s": .float(own), "cum_s": .float(cumulative),
    ]
  }

  /// What the exercise returns for one profile of the planted program.
  static func profile(
    bySelf: [Value], byCumulative: [Value], left: Value = left()
  ) -> CallRecord.Outcome {
    .returned([
      "self": .list(bySelf), "cumulative": .list(byCumulative), "left": left,
      "inside": ["nap": [0.08, 0.0], "side": [0.16, 0.1]],
    ])
  }

  /// The answer key of the planted program of the examples.
  static let plantedKey: Value = {
    func role(_ name: String, line: Int, calls: Int = 1, primitive: Int = 1) -> Value {
      [
        "name": .string(name), "line": .int(line), "calls": .int(calls),
        "primitive_calls": .int(primitive),
      ]
    }
    return [
      "burn": role("work", line: 1), "leaf": role("tick", line: 2, calls: 10, primitive: 10),
      "recursive": role("dig", line: 3, calls: 41), "caller": role("loop", line: 4),
      "sleeper": role("nap", line: 5), "threaded": role("side", line: 6),
    ]
  }()

  /// The two cases of the planted program: the CPU clock and the wall clock.
  static let plantedInputs: [Value] = [["clock": "cpu", "top": 5], ["clock": "wall", "top": 5]]
}
