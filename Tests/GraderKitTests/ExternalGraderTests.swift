import AssayModel
import AssayTestSupport
import GraderKit
import GraderProgram
import Testing

private struct Choosy: Grader {
  static let description = GraderDescription(
    name: "choosy", summary: LocalizedText(verbatim: "does what its option says"),
    options: [OptionSpec("say", .text, isRequired: true, summary: "What to do.")], examples: [])

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    switch criterion.options["say"]?.text {
    case "half": return Verdict(.partial(fraction: 0.5))
    case "throw": throw GraderError("broken")
    case "forged": throw ForgedEvidence(missing: LocalizedText(verbatim: "x"))
    default: return .met
    }
  }
}

@Suite("Graders outside of the process")
struct ExternalGraderTests {
  static let criterion = Criterion(
    id: "c", points: 7, scenarios: ["main"], grader: "choosy",
    options: .record(["other": "yardstick", "deep": .record(["$odd": 1.0])]),
    title: LocalizedText(verbatim: "c"))

  @Test("a request holds the evidence of its scenarios, and reading it gives that back")
  func requestRoundTrip() throws {
    let request = GraderRequest(Evidence.ofEveryKind, for: Self.criterion)
    #expect(request.evidence.runs.map(\.plan.scenario) == ["main", "yardstick"])
    #expect(try GraderRequest(reading: request.bytes) == request)
  }

  @Test("a value as deep as a learner may return one does not keep a grader from reading its request")
  func deepValue() throws {
    var value: Value = 1
    for _ in 1..<WireFormat.maximumDepth { value = [value] }
    _ = try WireFormat.read(WireFormat.write(value))
    var evidence = Evidence.ofEveryKind
    evidence.runs[0].calls = [CallRecord(outcome: .returned(value))]
    let request = GraderRequest(evidence, for: Self.criterion)
    #expect(try GraderRequest(reading: request.bytes) == request)
  }

  @Test("what is no request is refused", arguments: ["", "{}", "[]", #"{"schema": "grader-request/2"}"#])
  func refusedRequest(text: String) {
    #expect(throws: GraderError.self) { try GraderRequest(reading: Array(text.utf8)) }
  }

  @Test("a verdict survives the way back")
  func answerRoundTrip() throws {
    let finding = Finding(
      expected: LocalizedText(en: "a", ko: "가"), seen: LocalizedText(verbatim: "b"), input: "i", caseIndex: 2,
      hint: LocalizedText(en: "h", ko: "힌트"))
    for verdict in [
      Verdict.met, .unmet(finding), Verdict(.inconclusive),
      Verdict(.partial(fraction: 0.25), findings: [finding]),
    ] {
      #expect(try GraderAnswer(reading: GraderAnswer.verdict(verdict).bytes) == .verdict(verdict))
    }
    #expect(try GraderAnswer(reading: GraderAnswer.failure("why").bytes) == .failure("why"))
  }

  @Test("a package's program answers by the grader that the request names")
  func program() throws {
    func answer(_ options: Value, grader: String = "choosy") -> GraderAnswer {
      var criterion = Self.criterion
      criterion.options = options
      criterion.grader = grader
      return GraderProgram.answer(
        to: GraderRequest(Evidence.ofEveryKind, for: criterion).bytes, by: [Choosy.self])
    }
    #expect(answer(.record(["say": "half"])) == .verdict(Verdict(.partial(fraction: 0.5))))
    #expect(answer(.record(["say": "throw"])) == .failure("broken"))
    guard case .verdict(let forged) = answer(.record(["say": "forged"])) else {
      Issue.record("forged evidence must be judged")
      return
    }
    #expect(forged.outcome == .unmet)
    #expect(answer(.record(["say": "x", "sya": 1])) == .failure("the grader 'choosy' has no option 'sya'"))
    #expect(answer(.map([])) == .failure("the grader 'choosy' needs the option 'say'"))
    #expect(answer(.map([]), grader: "chosy") == .failure("the package has no grader 'chosy'; it has choosy"))
    #expect(GraderProgram.answer(to: [0x7b], by: [Choosy.self]) != .verdict(.met))
  }
}
