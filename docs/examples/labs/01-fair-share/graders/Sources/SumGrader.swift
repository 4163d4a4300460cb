import AssayModel
import GraderKit

/// The shares that each call returned add up to the total that it was given.
struct SumGrader: Grader {
  static let description = GraderDescription(
    name: "share.sum",
    summary: LocalizedText(en: "The shares add up to the total.", ko: "모든 금액의 합이 총액과 같습니다."),
    examples: [
      example("equal shares", returned: [50, 50], .met),
      example("a cent is lost", returned: [50, 49], .unmet),
      example("not integers", returned: [50.0, 50.0], .unmet),
      example("no list", returned: 100, .unmet),
    ])

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    var findings: [Finding] = []
    var count = 0
    for run in criterion.scenarios.flatMap(evidence.runs(of:)) {
      for (index, (input, call)) in zip(run.plan.inputs, run.calls).enumerated() {
        guard let total = input["args"]?[0]?.integer else {
          throw GraderError("case \(index) has no total; this grader judges shares(total, people)")
        }
        count += 1
        if let finding = finding(call, total: total, input, index) { findings.append(finding) }
      }
    }
    guard !findings.isEmpty, findings.count < count else { return .judged(by: findings) }
    // Some bills are right: a part of the points.
    return Verdict(.partial(fraction: Double(count - findings.count) / Double(count)), findings: findings)
  }

  private func finding(_ call: CallRecord, total: Int, _ input: Value, _ index: Int) -> Finding? {
    let shares = call.returned?.elements?.map(\.integer)
    if let shares, !shares.contains(nil), Self.sum(shares.compactMap { $0 }) == total { return nil }
    let seen = call.returned.map { WireFormat.text($0) } ?? "no result"
    return Finding(
      expected: LocalizedText(en: "integers that add up to \(total)", ko: "합이 \(total)인 정수들"),
      seen: LocalizedText(verbatim: String(seen.prefix(200))), input: WireFormat.text(input), caseIndex: index
    )
  }

  /// Nil where the sum does not fit: a learner may return any numbers.
  private static func sum(_ numbers: [Int]) -> Int? {
    var sum = 0
    for number in numbers {
      let (next, overflows) = sum.addingReportingOverflow(number)
      if overflows { return nil }
      sum = next
    }
    return sum
  }

  private static func example(_ title: String, returned: Value, _ outcome: Verdict.Outcome) -> GraderExample {
    let plan = PlannedRun(
      scenario: "main", target: .function(module: "share", name: "shares"),
      inputs: [.record(["args": [100, 2]])])
    return GraderExample(
      title,
      criterion: Criterion(
        id: "sum", points: 10, scenarios: ["main"], grader: "share.sum", title: LocalizedText(verbatim: title)
      ),
      evidence: Evidence(
        lab: "example", seed: Seed(1), isolation: Isolation(tier: .root, controlGroups: .none),
        environment: EnvironmentFingerprint(
          python: "3.11.2", kernel: "", architecture: "", processors: 1, tool: ""),
        runs: [RunRecord(plan: plan, calls: [CallRecord(outcome: .returned(returned))])]),
      outcome: outcome)
  }
}
