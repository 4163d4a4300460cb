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
      throw ForgedEvidence(missing: .timesOf(role))
    }
    return seconds
  }

  /// True when the sampler saw at least one function of the program for some time.
  var hasSamples: Bool {
    get throws {
      try TwoThreadsWorkload.roles.contains { role in try said(role).map { $0.wall > 0 } ?? false }
    }
  }

  /// True when a sleeping function has CPU time, and less than wall time: others computed meanwhile.
  var looksLikeProcessClock: Bool {
    get throws {
      try ["sleeper", "far_sleeper"].contains { role in
        guard let said = try said(role) else { return false }
        return said.cpu > (try own(role).cpu) + SampleCPUGrader.tolerance && said.cpu < 0.8 * said.wall
      }
    }
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
    case "hot":
      LocalizedText(
        en: "the function of the main thread that computes first", ko: "메인 스레드에서 먼저 계산하는 함수")
    case "warm":
      LocalizedText(
        en: "the function of the main thread that computes second", ko: "메인 스레드에서 두 번째로 계산하는 함수")
    case "sleeper":
      LocalizedText(en: "the function that sleeps in the main thread", ko: "메인 스레드에서 잠자는 함수")
    case "far_sleeper":
      LocalizedText(en: "the function that sleeps in the other thread", ko: "다른 스레드에서 잠자는 함수")
    default: LocalizedText(en: "the function that computes in the other thread", ko: "다른 스레드에서 계산하는 함수")
    }
  }

  /// The two computing functions of the main thread, judged as one.
  static let computing = LocalizedText(
    en: "the two functions that compute in the main thread, together,",
    ko: "메인 스레드에서 계산하는 두 함수를 합친 것")

  /// A finding that a figure is not near what the function noted; `reason` says where the range comes from.
  static func finding(
    _ text: LocalizedText, _ quantity: LocalizedText, expected: Double, tolerance: Double, seen: Double?,
    because reason: LocalizedText
  ) -> Finding {
    let bounds = "\(max(0, expected - tolerance).display)–\((expected + tolerance).display)"
    return Finding(
      expected: LocalizedText(
        en: "\(text.en) has \(bounds) s of \(quantity.en) time: \(reason.en)",
        ko: "\(text.ko)의 \(quantity.ko) 시간은 \(bounds)초입니다. \(reason.ko)"),
      seen: seen.map { LocalizedText(en: "\($0.display) s", ko: "\($0.display)초입니다") }
        ?? LocalizedText(en: "it is not in seconds()", ko: "seconds()에 없습니다"),
      caseIndex: 0)
  }
}
