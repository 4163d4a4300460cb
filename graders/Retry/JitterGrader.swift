import AssayModel
import GraderKit

/// Judges the distribution of the waits, so that every right use of the generator passes.
struct JitterGrader: Grader {
  static let description = GraderDescription(
    name: "retry.jitter",
    summary: LocalizedText(
      en: "Tests by Kolmogorov-Smirnov that waits are uniform from 0 to min(cap, base·2^k).",
      ko: "대기 시간이 0부터 min(cap, base·2^k)까지 균등하게 분포하는지 콜모고로프-스미르노프 검정으로 확인합니다."),
    discussion: """
      Each call returns waits after the attempt in its input, counted from 0, under the policy in its input. \
      With 1000 waits and a distance of 0.11 a right solution fails once in 10^10 samples.
      """,
    options: [
      OptionSpec(
        "max_distance", .number,
        summary: "The greatest distance from the uniform distribution, 0 to 1; default 0.11.")
    ],
    examples: [
      example("Full jitter", { $0 * 0.2 }, .met),
      example("Equal jitter: half of the window is fixed", { 0.1 + $0 * 0.1 }, .unmet),
      example("No jitter", { _ in 0.2 }, .unmet),
      example("Capped after drawing: many waits are the cap itself", { min(0.2, $0 * 0.5) }, .unmet),
    ])

  private static func example(
    _ title: String, _ wait: (Double) -> Double, _ outcome: Verdict.Outcome
  ) -> GraderExample {
    let waits = (0..<400).map { Value.float(wait((Double($0) + 0.5) / 400)) }
    return GraderExample(
      title, criterion: .example(options: ["max_distance": 0.11]),
      evidence: .example(
        [.returned(.list(waits))], inputs: [["attempt": 3, "policy": ["base": 0.1, "cap": 0.2]]]),
      outcome: outcome)
  }

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let limit = criterion.options["max_distance"]?.number ?? 0.11
    var findings: [Finding] = []
    for run in criterion.scenarios.flatMap(evidence.runs(of:)) {
      for (index, call) in run.calls.enumerated() where findings.count < mostFindings {
        guard run.plan.inputs.indices.contains(index),
          let attempt = run.plan.inputs[index]["attempt"]?.integer
        else { throw GraderError("Check '\(criterion.id)' needs inputs with 'attempt' and 'policy'.") }
        let policy = ScriptedRequest.Policy(value: run.plan.inputs[index]["policy"] ?? .null)
        let sample = Sample(index: index, attempt: attempt, policy: policy)
        guard let finding = sample.finding(call.outcome, limit: limit),
          !findings.contains(where: { $0.isLike(finding) })
        else { continue }
        findings.append(finding)
      }
    }
    return .judged(by: findings)
  }
}

private struct Sample {
  var index: Int
  var attempt: Int
  var policy: ScriptedRequest.Policy

  private var top: Double { policy.window(after: attempt) }
  private var input: String { "attempt=\(attempt), base=\(policy.base.display), cap=\(policy.cap.display)" }
  private var expected: LocalizedText {
    LocalizedText(
      en: "waits spread evenly from 0 to min(cap, base * 2**k)",
      ko: "0부터 min(cap, base * 2**k)까지 고르게 퍼진 대기 시간")
  }

  func finding(_ outcome: CallRecord.Outcome, limit: Double) -> Finding? {
    guard case .returned(let value) = outcome, let elements = value.elements else {
      return unexpected(outcome, expected: expected, input: input, caseIndex: index)
    }
    let waits = elements.compactMap(\.number)
    guard waits.count == elements.count, !waits.isEmpty, waits.allSatisfy(\.isFinite) else {
      return finding(
        LocalizedText(en: "some waits are no finite numbers", ko: "유한한 수가 아닌 대기 시간이 있습니다"))
    }
    let distance = KolmogorovSmirnov.distance(of: waits, fromUniformUpTo: top)
    let isInside = waits.allSatisfy { (0...(top + timeTolerance)).contains($0) }
    guard distance > limit || !isInside else { return nil }
    return shape(of: waits)
  }

  /// What kind of wrong it is: the known mistakes have shapes of their own.
  private func shape(of waits: [Double]) -> Finding {
    let least = waits.min() ?? 0
    let most = waits.max() ?? 0
    if most - least <= timeTolerance {
      return finding(
        LocalizedText(en: "every wait is the same", ko: "모든 대기 시간이 같습니다"),
        hint: LocalizedText(
          en: "The wait looks fixed, not random: clients that fail together come back together.",
          ko: "대기가 무작위가 아니라 고정된 것으로 보입니다. 함께 실패한 클라이언트가 함께 돌아옵니다."))
    }
    if most > top + timeTolerance || least < 0 {
      return finding(
        LocalizedText(en: "some waits lie outside the window", ko: "구간을 벗어난 대기 시간이 있습니다"),
        hint: LocalizedText(
          en: "Cap the window, and count the first wait as k = 0.", ko: "구간에 상한을 적용하고, 첫 대기를 k = 0으로 세세요."))
    }
    let atTop = waits.filter { $0 >= top - timeTolerance }.count
    if atTop * 20 > waits.count {
      return finding(
        LocalizedText(en: "many waits are exactly the cap", ko: "많은 대기 시간이 정확히 상한값입니다"),
        hint: LocalizedText(
          en: "Cap the window before you draw from it, not the wait afterwards.",
          ko: "뽑은 뒤에 자르지 말고, 뽑기 전에 구간의 상한을 적용하세요."))
    }
    if least > top / 4 {
      return finding(
        LocalizedText(
          en: "no wait is shorter than a quarter of the window", ko: "구간의 4분의 1보다 짧은 대기가 없습니다"),
        hint: LocalizedText(
          en: "A part of the wait is fixed (\"equal jitter\"); full jitter draws all of it.",
          ko: "대기의 일부가 고정되어 있습니다(\"equal jitter\"). 완전 지터는 전체를 무작위로 뽑습니다."))
    }
    return finding(
      LocalizedText(en: "the waits are not spread evenly over the window", ko: "대기 시간이 구간에 고르게 퍼져 있지 않습니다"))
  }

  private func finding(_ seen: LocalizedText, hint: LocalizedText? = nil) -> Finding {
    Finding(expected: expected, seen: seen, input: input, caseIndex: index, hint: hint)
  }
}
