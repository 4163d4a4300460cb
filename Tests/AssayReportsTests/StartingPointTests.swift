import AssayModel
import AssayTestSupport
import Testing

@testable import AssayReports

struct StartingPointTests {
  private static let finding = Finding(
    expected: LocalizedText(verbatim: "1"), seen: LocalizedText(verbatim: "2"))

  private func result(
    _ id: String, _ outcome: Verdict.Outcome = .unmet, rules: [Int] = [], findings: [Finding] = [finding]
  ) -> CriterionResult {
    var criterion = Criterion.make(id)
    criterion.rules = rules
    return CriterionResult(criterion: criterion, verdict: Verdict(outcome, findings: findings), earned: 0)
  }

  private func start(_ results: [CriterionResult]) -> String? { StartingPoint.of(results)?.criterion.id }

  @Test("The check that blocks most goes first, those included that it blocks through others")
  func blocking() {
    let results = [
      result("basic", rules: [1]), result("one", rules: [2]), result("two", rules: [3]),
      result("a", .blocked(by: ["one"]), findings: []), result("b", .blocked(by: ["two"]), findings: []),
      result("c", .blocked(by: ["b"]), findings: []),
    ]
    #expect(start(results) == "two")
  }

  @Test("Between equals the lowest rule decides, then the rubric's order; no rule is last")
  func basic() {
    #expect(start([result("none"), result("high", rules: [9]), result("low", rules: [8, 2])]) == "low")
    #expect(start([result("first", rules: [4, 5]), result("second", rules: [4])]) == "first")
  }

  @Test("Only a lost check with something to say is a beginning")
  func lost() {
    #expect(start([result("met", .met, rules: [1]), result("mute", rules: [2], findings: [])]) == nil)
    #expect(start([result("x", .inconclusive), result("part", .partial(fraction: 0.5))]) == "part")
    #expect(start([]) == nil)
  }

  @Test("A ring of blocked checks comes to an end")
  func ring() {
    let ring = [
      result("a", .blocked(by: ["b"])), result("b", .blocked(by: ["a", "c"])), result("c", rules: [3]),
    ]
    #expect(start(ring) == "c")
  }
}
