import AssayModel
import GraderKit

/// The cases of the scenario `timelines`: a breaker's life in several situations, and a retry budget's.
struct RetryTimelinesWorkload: Workload {
  static let description = WorkloadDescription(
    name: "retry.timelines",
    summary: LocalizedText(
      en: """
        Makes timelines of calls: states, consecutive, one-probe, probe-cancelled, client-errors, \
        late-results, budget.
        """,
      ko:
        "호출 타임라인을 만듭니다: states, consecutive, one-probe, probe-cancelled, client-errors, late-results, budget."
    ))

  func content(options: Value, seed: Seed) throws -> WorkloadContent {
    var random = SeededGenerator(seed: seed)
    let settings = BreakerTimeline.Settings(
      failures: random.pick([2, 3, 4]), resetAfter: random.pick([8, 10, 12]))
    let timelines = [
      Self.states(settings), Self.consecutive(settings), Self.oneProbe(settings),
      Self.severalProbes(settings, probes: random.pick([2, 3])), Self.cancelledProbe(settings),
      Self.clientErrors(settings), Self.bugs(settings), Self.lateResults(resetAfter: settings.resetAfter),
    ]
    return WorkloadContent(
      cases: timelines.map { $0.input(seed: random.seedInput()) } + [Self.budget(&random)],
      answerKey: .list(timelines.map(\.key) + [["group": "budget"]]))
  }

  /// Two hundred calls of a service that is down, one a second.
  private static func budget(_ random: inout SeededGenerator) -> Value {
    [
      "steps": [["status": 503]], "events": .list((0..<200).map { ["at": .float(Double($0))] }),
      "budget": ["ratio": .float(random.pick([0.1, 0.125])), "floor": .int(random.pick([4, 5, 6]))],
      "policy": ScriptedRequest.Policy().value, "seed": .int(random.seedInput()),
    ]
  }
}
