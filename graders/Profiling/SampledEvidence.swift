import AssayModel
import GraderKit

/// What `WallSampler` said of the functions of two threads, and what they noted themselves.
struct SampledEvidence {
  /// Wall and CPU seconds of one function.
  struct Seconds {
    let wall: Double
    let cpu: Double

    init?(_ value: Value?) {
      guard let wall = value?[0]?.number, let cpu = value?[1]?.number else { return nil }
      self.wall = wall
      self.cpu = cpu
    }
  }

  /// CPU seconds of the whole process while the sampler was on.
  let cpuSeconds: Double
  /// What is still switched on.
  let left: Value
  private let sampled: Value
  private let inside: Value
  private let key: Value

  /// The evidence of the only case, or a finding where the call gave none.
  static func read(
    _ criterion: Criterion, in evidence: Evidence
  ) throws -> (sampled: Self?, findings: [Finding]) {
    guard let run = evidence.runs(of: criterion.scenarios.first ?? "").first, let call = run.calls.first
    else { throw GraderError("\(criterion.grader) needs a scenario made by profiling.two-threads.") }
    guard let value = call.returned else {
      return (nil, [unexpected(call.outcome, expected: returns("WallSampler"), caseIndex: 0)])
    }
    return (Self(value, key: run.plan.answerKey), [])
  }

  private init(_ value: Value, key: Value) {
    self.key = key
    sampled = value["seconds"] ?? .null
    inside = value["inside"] ?? .null
    left = value["left"] ?? .null
    cpuSeconds = value["cpu_s"]?.number ?? 0
  }

  /// What the sampler said of the function of `role`; nil when it never saw it.
  func said(_ role: String) throws -> Seconds? { Seconds(sampled[try name(role)]) }

  /// What the function of `role` noted itself.
  func own(_ role: String) throws -> Seconds {
    guard let seconds = Seconds(inside[try name(role)]) else {
      throw GraderError("The sampled program did not note the times of '\(role)'.")
    }
    return seconds
  }

  private func name(_ role: String) throws -> String {
    guard let name = key[role]?.text else {
      throw GraderError("The answer key of profiling.two-threads has no role '\(role)'.")
    }
    return name
  }

  /// What the function of `role` does, for people.
  static func text(_ role: String) -> LocalizedText {
    switch role {
    case "hot": LocalizedText(en: "the hot function of the main thread", ko: "메인 스레드의 뜨거운 함수")
    case "warm": LocalizedText(en: "the warm function of the main thread", ko: "메인 스레드의 미지근한 함수")
    case "sleeper":
      LocalizedText(en: "the sleeping function of the main thread", ko: "메인 스레드의 잠자는 함수")
    case "far_sleeper":
      LocalizedText(en: "the sleeping function of the other thread", ko: "다른 스레드의 잠자는 함수")
    default: LocalizedText(en: "the hot function of the other thread", ko: "다른 스레드의 뜨거운 함수")
    }
  }

  /// A finding that a figure is not near what the function noted.
  static func finding(
    _ role: String, _ quantity: String, expected: Double, tolerance: Double, seen: Double?
  ) -> Finding {
    let text = Self.text(role)
    let bounds = "\(max(0, expected - tolerance).display)–\((expected + tolerance).display)"
    return Finding(
      expected: LocalizedText(
        en: "\(text.en) has \(bounds) s of \(quantity) time",
        ko: "\(text.ko)의 \(quantity) 시간은 \(bounds)초입니다"),
      seen: seen.map { LocalizedText(en: "\($0.display) s", ko: "\($0.display)초입니다") }
        ?? LocalizedText(en: "it is not in seconds()", ko: "seconds()에 없습니다"),
      caseIndex: 0)
  }
}
