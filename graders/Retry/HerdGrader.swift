import AssayModel
import GraderKit

/// Judges whether many clients that fail at one instant come back at one instant.
struct HerdGrader: Grader {
  static let description = GraderDescription(
    name: "retry.herd",
    summary: LocalizedText(
      en: "Checks that no short window gets more than its share of the second tries.",
      ko: "짧은 구간 하나에 두 번째 시도가 몰리지 않는지 확인합니다."),
    discussion: "Each call returns the times of the second tries of many clients that began at one instant.",
    options: [
      OptionSpec("window", .number, isRequired: true, summary: "The window's width in seconds."),
      OptionSpec(
        "max_share", .number, isRequired: true, summary: "The greatest share of one window, 0 to 1."),
    ],
    examples: [
      example("Spread over the whole window", (0..<100).map { Double($0) / 1000 }, .met),
      example("All at one instant", Array(repeating: 0.1, count: 100), .unmet),
      GraderExample(
        "Some never come back", criterion: .example(options: ["window": 0.01, "max_share": 0.2]),
        evidence: .example([.returned([0.01, 0.03, 0.05, 0.07, 0.09, nil])]), outcome: .unmet),
    ])

  private static func example(
    _ title: String, _ times: [Double], _ outcome: Verdict.Outcome
  ) -> GraderExample {
    GraderExample(
      title, criterion: .example(options: ["window": 0.01, "max_share": 0.2]),
      evidence: .example([.returned(.list(times.map { .float($0) }))]), outcome: outcome)
  }

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    guard let window = criterion.options["window"]?.number, let share = criterion.options["max_share"]?.number
    else { throw GraderError("Check '\(criterion.id)' needs `window` and `max_share` under `with:`.") }
    var findings: [Finding] = []
    for run in criterion.scenarios.flatMap(evidence.runs(of:)) {
      for (index, call) in run.calls.enumerated() {
        let input = run.plan.inputs.indices.contains(index) ? run.plan.inputs[index] : .null
        let crowd = Crowd(index: index, input: input, window: window, allowed: share)
        if let finding = crowd.finding(call.outcome) { findings.append(finding) }
      }
    }
    return .judged(by: findings)
  }
}

private struct Crowd {
  var index: Int
  var input: Value
  var window: Double
  var allowed: Double

  private var asksForRetryAfter: Bool {
    input["steps"]?[0]?["headers"]?["retry-after"] != nil
  }

  private var text: String {
    "\(input["clients"]?.display() ?? "?") clients → 503" + (asksForRetryAfter ? " with Retry-After" : "")
  }

  private var expected: LocalizedText {
    let share = (allowed * 100).display
    return LocalizedText(
      en: "clients that fail together come back apart: at most \(share) % in a tenth of the first window",
      ko: "함께 실패한 클라이언트가 흩어져서 돌아옵니다: 첫 대기 구간의 10분의 1 안에 최대 \(share)%")
  }

  func finding(_ outcome: CallRecord.Outcome) -> Finding? {
    guard case .returned(let value) = outcome, let elements = value.elements, !elements.isEmpty else {
      return unexpected(outcome, expected: expected, input: text, caseIndex: index)
    }
    let times = elements.compactMap(\.number)
    guard times.count == elements.count else {
      return Finding(
        expected: LocalizedText(en: "every client tries a second time", ko: "모든 클라이언트가 두 번째 시도를 합니다"),
        seen: LocalizedText(
          en: "\(elements.count - times.count) of \(elements.count) never did",
          ko: "\(elements.count)개 중 \(elements.count - times.count)개가 하지 않았습니다"),
        input: text, caseIndex: index)
    }
    let share = PeakShare.of(times, width: window)
    guard share > allowed else { return nil }
    return Finding(
      expected: expected, seen: crowdText, input: text, caseIndex: index,
      hint: hint(share: share))
  }

  private func hint(share: Double) -> LocalizedText? {
    guard share > 0.95 else { return nil }
    return asksForRetryAfter
      ? LocalizedText(
        en: "All clients were told the same Retry-After: each must add a jitter of its own to it.",
        ko: "모든 클라이언트가 같은 Retry-After를 받았습니다. 각자 자신의 지터를 더해야 합니다.")
      : LocalizedText(
        en: "The waits are fixed, or the default generator starts from the same seed in every client.",
        ko: "대기가 고정되어 있거나, 기본 난수 생성기가 클라이언트마다 같은 시드로 시작합니다.")
  }
}

/// That the crowd came together, in words.
private let crowdText = LocalizedText(en: "too many of them came at once", ko: "너무 많은 클라이언트가 한꺼번에 몰렸습니다")
