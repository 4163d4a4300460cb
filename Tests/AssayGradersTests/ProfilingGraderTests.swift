import AssayModel
import GraderKit
import Testing

@testable import AssayGraders

@Suite("Profiling: evidence to verdict")
struct ProfilingGraderTests {
  static let examples = ProfilingGraders.graders.flatMap { $0.description.examples }

  @Test("every example has the outcome that it declares", arguments: examples.indices)
  func example(index: Int) throws {
    let example = Self.examples[index]
    let grader = try compiledInRegistry.grader(example.criterion.grader)
    let verdict = try grader.verdict(on: example.evidence, for: example.criterion)
    #expect(verdict.outcome == example.outcome, "\(example.criterion.grader): \(example.title)")
    #expect(verdict.findings.isEmpty == (example.outcome == .met))
  }

  @Test("every grader has a passing and a failing example of its own")
  func bothSides() {
    for grader in ProfilingGraders.graders {
      let description = grader.description
      #expect(description.examples.contains { $0.outcome == .met }, "\(description.name)")
      #expect(description.examples.contains { $0.outcome == .unmet }, "\(description.name)")
      #expect(description.examples.allSatisfy { $0.criterion.grader == description.name })
    }
  }

  @Test("a call that gave no value is unmet and says why, in every grader")
  func brokenCalls() throws {
    let error = ExceptionRecord(type: "ValueError", message: "boom")
    let outcomes: [CallRecord.Outcome] = [
      .raised(error), .timedOut(seconds: 10), .died(.signaled(number: 11)), .notRun,
    ]
    for grader in ProfilingGraders.graders {
      for outcome in outcomes {
        let verdict = try grader.init().verdict(
          on: .example(
            [outcome, outcome], inputs: [["top": 5], ["top": 5]],
            answerKey: ["totals": [:], "top": [], "lines": 0]),
          for: .example(options: ["kinds": ["cpu", "io"]]))
        #expect(verdict.outcome == .unmet, "\(grader.description.name) \(outcome)")
        #expect(verdict.findings.first?.caseIndex == 0)
        if case .raised = outcome { #expect(verdict.findings.first?.exception == error) }
      }
    }
  }

  @Test("bounds move with a busy machine: what is right stays right, and wrong stays wrong")
  func bounds() throws {
    for wait in [0.0, 0.05, 0.5, 3.0] {
      let inside = (wall: 0.15 + wait, cpu: 0.15, runnable: wait)
      let right = ProfilingEvidence.job(
        kind: "cpu", wall: 0.15 + wait, cpu: 0.15, blocked: 0, runnable: wait, inside: inside)
      #expect(try outcome("profiling.figures", right) == .met)
      #expect(try outcome("profiling.kinds", right) == .met)
      guard wait > 0 else { continue }
      let careless = ProfilingEvidence.job(
        kind: "mixed", wall: 0.15 + wait, cpu: 0.15, blocked: wait, runnable: wait, inside: inside)
      #expect(try outcome("profiling.figures", careless) == .unmet)
      #expect(try outcome("profiling.kinds", careless) == .unmet)
    }
  }

  @Test("a measure that is slow itself cannot widen its own bounds")
  func slowMeasure() throws {
    let reading: Value = ["wall_s": 0.1, "cpu_s": 0.1, "runnable_s": 0.0]
    let evidence: Value = [
      "said": [
        "kind": "io", "wall_s": 1.0, "cpu_s": 0.1, "runnable_s": 0.0, "blocked_s": 0.9, "result": "t",
      ],
      "token": "t", "inside": reading,
      "around": ["wall_s": 1.1, "cpu_s": 0.1, "runnable_s": 0.0],
    ]
    #expect(try outcome("profiling.kinds", .returned(evidence)) == .unmet)
    #expect(try outcome("profiling.figures", .returned(evidence)) == .unmet)
  }

  @Test("a lab that uses a grader wrongly is told so, and nobody loses points for it")
  func wrongUse() {
    for grader in ProfilingGraders.graders {
      #expect(throws: GraderError.self, "\(grader.description.name)") {
        try grader.init().verdict(
          on: .example([]), for: .example(scenarios: ["absent"], options: ["kinds": ["cpu", "io"]]))
      }
    }
  }

  private func outcome(_ grader: String, _ job: CallRecord.Outcome) throws -> Verdict.Outcome {
    try compiledInRegistry.grader(grader).verdict(
      on: .example([job], inputs: [["job": "burn", "seconds": 0.15]]),
      for: .example(options: ["kinds": ["cpu"]])
    ).outcome
  }
}
