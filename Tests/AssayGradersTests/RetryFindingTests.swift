import AssayModel
import GraderKit
import Testing

@testable import AssayGraders

@Suite("Findings of the retry lab")
struct RetryFindingTests {
  private func findings(
    _ grader: any Grader, _ evidence: Evidence, _ options: Value = .map([])
  ) throws -> [Finding] {
    try grader.verdict(on: evidence, for: .example(options: options)).findings
  }

  @Test("name the request in one line, and its case")
  func input() throws {
    let key = FixtureScript.Header(name: "Idempotency-Key", value: "k")
    let request = ScriptedRequest(method: "POST", headers: [key], steps: [.status(503), .status(200)])
    let good = ScriptedRequest(steps: [.status(200)])
    let evidence = Evidence.requests(
      "matrix", [(good, .tries(at: [0], status: 200)), (request, .tries(at: [0]))])
    let finding = try #require(try findings(RetryMatrixGrader(), evidence).first)
    #expect(finding.input == "POST /orders → 503, 200 with Idempotency-Key")
    #expect(finding.caseIndex == 1)
    #expect(finding.expected.en.hasPrefix("2 tries"))
    #expect(finding.seen.en.hasPrefix("1 try"))
  }

  @Test("do not give hidden rows away: what is expected names no status and no method")
  func hiddenRows() {
    var random = SeededGenerator(seed: Seed(4))
    for item in RetryRequestsWorkload.matrix(&random) {
      let reason = item.request.prediction.reason.en
      #expect(!reason.contains("POST") && !reason.contains("503") && !reason.contains("404"), "\(reason)")
    }
  }

  @Test("carry the exception of a call that raised, deadlocked or never answered")
  func brokenCalls() throws {
    let request = ScriptedRequest(steps: [.status(503)])
    let error = ExceptionRecord(type: "NotImplementedError")
    for outcome in [
      CallRecord.Outcome.raised(error), .deadlocked(waiting: ["resilience.py:3 request"]),
      .timedOut(seconds: 5),
      .died(.signaled(number: 9)), .notRun,
    ] {
      let evidence = Evidence.example(
        [outcome], inputs: [request.input(seed: 1)], answerKey: [["group": "waits"]])
      let finding = try #require(try findings(WaitsGrader(), evidence).first)
      #expect(!finding.seen.en.isEmpty)
      #expect((finding.exception == error) == (outcome == .raised(error)))
    }
  }

  @Test("say the same of forty calls only once")
  func repetition() throws {
    let requests = (0..<40).map { _ in (ScriptedRequest(steps: [.status(503)]), Value.tries(at: [0])) }
    #expect(try findings(WaitsGrader(), .requests("waits", requests)).count == 1)
  }

  @Test(
    "know the usual mistakes with jitter",
    arguments: [
      ("fixed", "fixed, not random"), ("equal", "equal jitter"), ("late cap", "before you draw"),
      ("outside", "Cap the window"),
    ])
  func jitter(mistake: String, hint: String) throws {
    let waits = (0..<500).map { index -> Double in
      let random = (Double(index) + 0.5) / 500
      switch mistake {
      case "fixed": return 0.2
      case "equal": return 0.1 + random * 0.1
      case "late cap": return min(0.2, random * 0.8)
      default: return random * 0.4
      }
    }
    let evidence = Evidence.example(
      [.returned(.list(waits.map { .float($0) }))],
      inputs: [["attempt": 3, "policy": ["base": 0.1, "cap": 0.2]]])
    let finding = try #require(try findings(JitterGrader(), evidence).first)
    #expect(finding.hint?.en.contains(hint) == true)
  }

  @Test("refuse waits that are no numbers", arguments: [Value.float(.nan), "0.1", .null, true])
  func noNumbers(value: Value) throws {
    let evidence = Evidence.example(
      [.returned(.list([0.1, value]))], inputs: [["attempt": 0, "policy": ["base": 0.1, "cap": 2.0]]])
    #expect(try findings(JitterGrader(), evidence).count == 1)
  }

  @Test("of a timeline tell the first moment that differs, with its time and the reason")
  func timeline() throws {
    let settings = BreakerTimeline.Settings(failures: 2, resetAfter: 10)
    let timeline = RetryTimelinesWorkload.states(settings)
    let stuck = timeline.moments.map { _ in Value.record(["arrivals": 1, "state": "closed", "outcomes": []]) }
    let evidence = Evidence.example(
      [.returned(.list(stuck))], inputs: [timeline.input(seed: 1)], answerKey: [timeline.key])
    let found = try findings(BreakerTimelineGrader(), evidence, ["timeline": "states"])
    #expect(found.count == 1)
    #expect(
      found[0].expected.en.hasPrefix(
        "at 1 s 1 request of 1 call reached the service, then the breaker is open:"))
    #expect(found[0].input == "failures=2, reset_after=10.0, probes=1")
  }

  @Test(
    "tell a wait beyond the deadline from a time-out beyond it",
    arguments: [([0.0, 0.6], 3.4, "wait"), ([0.0, 2.9], 3.2, "time-out"), ([0.0, 3.1], 3.4, "wait")])
  func deadline(times: [Double], elapsed: Double, word: String) throws {
    var request = ScriptedRequest(steps: [.status(503, latency: 0.3)])
    request.policy = ScriptedRequest.Policy(maxAttempts: 50, base: 0.5, cap: 4, deadline: 3)
    let evidence = Evidence.requests(
      "deadline", [(request, .tries(at: times, raised: "DeadlineExceeded", elapsed: elapsed))])
    let finding = try #require(try findings(DeadlineGrader(), evidence).first)
    #expect(finding.hint?.en.contains(word) == true)
    #expect(finding.exception == nil)
  }

  @Test("a forged observation is a finding, not a fault", arguments: [Value.null, 3, "done", ["outcome": 1]])
  func forged(value: Value) throws {
    let request = ScriptedRequest(steps: [.status(503)])
    let evidence = Evidence.requests("deadline", [(request, value)])
    #expect(try findings(DeadlineGrader(), evidence).count == 1)
  }
}
