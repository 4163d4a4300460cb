import AssayModel
import GraderKit

/// What `hotspots` said of the planted program by one clock, and what the program noted itself.
struct PlantedEvidence {
  /// One line of the profile.
  struct Row {
    let name: String
    let line: Int?
    let calls: Int?
    let primitiveCalls: Int?
    let selfSeconds: Double?
    let cumulativeSeconds: Double?

    init(_ value: Value) {
      name = value["func"]?.text ?? ""
      line = value["line"]?.integer
      calls = value["calls"]?.integer
      primitiveCalls = value["primitive_calls"]?.integer
      selfSeconds = value["self_s"]?.number
      cumulativeSeconds = value["cum_s"]?.number
    }
  }

  /// A planted function.
  struct Planted {
    let role: String
    let name: String
    let line: Int
    let calls: Int
    let primitiveCalls: Int
  }

  /// The case's index: 0 is the CPU clock, 1 the wall clock.
  let index: Int
  /// The rows by `sort="self"` (cut by `top`) and by `sort="cumulative"`.
  let bySelf: [Row]
  let byCumulative: [Row]
  /// The most rows that were asked for with `sort="self"`.
  let top: Int
  /// What is still switched on.
  let left: Value
  private let inside: Value
  private let key: Value

  /// The evidence of the case at `index`, or a finding where the call gave none.
  static func read(
    _ index: Int, of criterion: Criterion, in evidence: Evidence
  ) throws -> (planted: Self?, findings: [Finding]) {
    guard let run = evidence.runs(of: criterion.scenarios.first ?? "").first,
      run.calls.indices.contains(index), run.plan.inputs.indices.contains(index)
    else { throw GraderError("\(criterion.grader) needs a scenario made by profiling.planted.") }
    guard let value = run.calls[index].returned else {
      return (nil, [unexpected(run.calls[index].outcome, expected: returns("hotspots()"), caseIndex: index)])
    }
    return (
      Self(value, index: index, top: run.plan.inputs[index]["top"]?.integer ?? 5, key: run.plan.answerKey), []
    )
  }

  private init(_ value: Value, index: Int, top: Int, key: Value) {
    self.index = index
    self.top = top
    self.key = key
    bySelf = (value["self"]?.elements ?? []).map(Row.init)
    byCumulative = (value["cumulative"]?.elements ?? []).map(Row.init)
    inside = value["inside"] ?? .null
    left = value["left"] ?? .null
  }

  /// The planted function of `role`.
  func function(_ role: String) throws -> Planted {
    guard let entry = key[role], let name = entry["name"]?.text, let line = entry["line"]?.integer,
      let calls = entry["calls"]?.integer, let primitive = entry["primitive_calls"]?.integer
    else { throw GraderError("The answer key of profiling.planted has no role '\(role)'.") }
    return Planted(role: role, name: name, line: line, calls: calls, primitiveCalls: primitive)
  }

  /// The row of a planted function in the cumulative profile.
  func row(of function: Planted) -> Row? { byCumulative.first { $0.name == function.name } }

  /// Wall and CPU seconds of one call of the function, by its own reading.
  func own(_ function: Planted) throws -> (wall: Double, cpu: Double) {
    guard let pair = inside[function.name], let wall = pair[0]?.number, let cpu = pair[1]?.number else {
      throw ForgedEvidence(missing: .timesOf(function.role))
    }
    return (wall, cpu)
  }

  /// A finding about this clock's profile.
  func finding(expected: LocalizedText, seen: LocalizedText) -> Finding {
    let clock = index == 0 ? "cpu" : "wall"
    return Finding(
      expected: LocalizedText(
        en: "with clock=\"\(clock)\", \(expected.en)", ko: "clock=\"\(clock)\"일 때 \(expected.ko)"),
      seen: seen, input: "clock=\"\(clock)\"", caseIndex: index)
  }

  /// A finding that a planted function's row is missing.
  func missing(_ text: LocalizedText) -> Finding {
    finding(
      expected: LocalizedText(en: "there is a row for \(text.en)", ko: "\(text.ko)의 행이 있어야 합니다"),
      seen: LocalizedText(
        en: "there is none among \(byCumulative.count) rows", ko: "\(byCumulative.count)개 행 가운데 없습니다"))
  }
}
