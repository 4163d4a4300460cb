import AssayModel
import GraderKit

/// Judges how far retries multiply the load on a service that is down.
struct RetryBudgetGrader: Grader {
  static let description = GraderDescription(
    name: "retry.budget",
    summary: LocalizedText(
      en: "Checks that requests stay within calls + ratio · calls + floor, and use what the budget allows.",
      ko: "요청 수가 호출 수 + ratio · 호출 수 + floor 이내이고, 예산이 허용하는 만큼은 쓰는지 확인합니다."),
    discussion: "Judges the case `budget` of the workload retry.timelines.",
    examples: [
      example("A tenth more than the calls, and the floor", total: 225, .met),
      example("Four requests for every call", total: 800, .unmet),
      example("No retry at all", total: 200, .unmet),
    ])

  private static func example(_ title: String, total: Int, _ outcome: Verdict.Outcome) -> GraderExample {
    let seen: Value = [["arrivals": .int(total), "state": nil, "outcomes": []]]
    let events = Value.list((0..<200).map { ["at": .int($0)] })
    return GraderExample(
      title, criterion: .example(),
      evidence: .example(
        [.returned(seen)], inputs: [["events": events, "budget": ["ratio": 0.1, "floor": 5]]],
        answerKey: [["group": "budget"]]),
      outcome: outcome)
  }

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    var verdict: Verdict?
    for run in criterion.scenarios.flatMap(evidence.runs(of:)) {
      let keys = run.plan.answerKey.elements ?? []
      for (index, call) in run.calls.enumerated()
      where keys.indices.contains(index) && keys[index]["group"] == "budget" {
        let finding = try Self.finding(call.outcome, input: run.plan.inputs[index], index)
        verdict = .judged(by: finding.map { [$0] } ?? [])
      }
    }
    guard let verdict else { throw GraderError("Check '\(criterion.id)': there is no case 'budget'.") }
    return verdict
  }

  private static func finding(
    _ outcome: CallRecord.Outcome, input: Value, _ index: Int
  ) throws -> Finding? {
    guard let ratio = input["budget"]?["ratio"]?.number, let floor = input["budget"]?["floor"]?.integer,
      let calls = input["events"]?.elements?.count
    else { throw GraderError("The case 'budget' needs `budget` and `events`; use retry.timelines.") }
    let least = calls + Int((ratio * Double(calls)).rounded(.down))
    let text = "\(calls) calls, RetryBudget(ratio=\(ratio.display), floor=\(floor))"
    let expected = LocalizedText(
      en: "\(calls) calls of a failing service make \(least) to \(least + floor) requests",
      ko: "실패하는 서비스에 대한 호출 \(calls)번은 요청 \(least)~\(least + floor)번이 됩니다")
    guard case .returned(let value) = outcome, let moments = value.elements else {
      return unexpected(outcome, expected: expected, input: text, caseIndex: index)
    }
    let total = moments.compactMap { $0["arrivals"]?.integer }.reduce(0, +)
    guard !(least...(least + floor)).contains(total) else { return nil }
    let hint =
      total > least + floor
      ? LocalizedText(
        en: "Each client retries within its policy, and together they multiply the load.",
        ko: "각 호출은 정책을 지키더라도, 모두 합치면 부하가 몇 배가 됩니다.") : nil
    return Finding(
      expected: expected, seen: LocalizedText(en: "\(total) requests", ko: "요청 \(total)번"), input: text,
      caseIndex: index, hint: hint)
  }
}
