import AssayModel
import GraderKit

/// What the learner's tests said of one build.
struct TestRun {
  /// The build's name.
  let name: String
  /// Whether it is a right one.
  let isGood: Bool
  /// Which of the scenario's cases it was, from 0.
  let caseIndex: Int
  /// What the kit saw; an empty mapping where the call has no answer.
  let value: Value
  private let call: CallRecord.Outcome

  /// The runs of `criterion`'s scenarios: one for each build, case and copy.
  static func read(_ criterion: Criterion, in evidence: Evidence) throws -> [TestRun] {
    let runs = try criterion.scenarios.flatMap(evidence.runs(of:)).flatMap { run -> [TestRun] in
      guard let keys = run.plan.answerKey["builds"]?.elements, keys.count >= run.calls.count else {
        throw GraderError("Check '\(criterion.id)' needs a scenario with the driver tests.")
      }
      return zip(keys, run.calls).flatMap { key, call in
        let value = call.returned ?? .map([])
        let copies = value["copies"]?.elements?.map { value.laid(under: $0) } ?? [value]
        return copies.map {
          TestRun(
            name: key["build"]?.text ?? "", isGood: key["good"]?.boolean ?? false,
            caseIndex: key["case"]?.integer ?? 0, value: $0, call: call.outcome)
        }
      }
    }
    guard !runs.isEmpty else { throw GraderError("Check '\(criterion.id)' has no run of tests to look at.") }
    return runs
  }

  /// `passed`, `failed`, `crashed`, `timeout`, `empty`, `contradictory`, or `none` without an answer.
  var outcome: String { value["outcome"]?.text ?? "none" }

  /// How many tests passed.
  var passed: Int { value["passed"]?.integer ?? 0 }

  /// The tests' names, sorted.
  var ids: [String] { value["ids"]?.elements?.compactMap(\.text) ?? [] }

  /// Whether the tests noticed something.
  var isKilled: Bool { ["failed", "crashed", "timeout"].contains(outcome) }

  /// Why a run that ought to have passed did not.
  var goodFinding: Finding {
    let expected = LocalizedText(en: "all tests pass on a right build", ko: "올바른 빌드에서 모든 테스트가 통과합니다")
    if case .returned = call { return Finding(expected: expected, seen: sentence) }
    return unexpected(call, expected: expected)
  }

  private var sentence: LocalizedText {
    let failed = value["failed"]?.elements?.compactMap(\.text) ?? []
    let names = failed.prefix(3).joined(separator: ", ")
    switch outcome {
    case "passed": return LocalizedText(en: "\(passed) tests passed", ko: "테스트 \(passed)개가 통과했습니다")
    case "failed": return LocalizedText(en: "these fail: \(names)", ko: "실패한 테스트: \(names)")
    case "empty":
      return LocalizedText(en: "no test was found or run", ko: "실행한 테스트가 없습니다")
    case "contradictory":
      return LocalizedText(
        en: "the exit status says success, the results do not", ko: "종료 상태는 성공인데 테스트 결과는 실패입니다")
    default:
      let ending = ProcessEvidence(value: value, caseIndex: 0).ending
      return LocalizedText(en: "the test run broke off: \(ending.en)", ko: "테스트 실행이 중단되었습니다: \(ending.ko)")
    }
  }
}

extension Value {
  /// `copy` with the entries of this mapping that it lacks.
  fileprivate func laid(under copy: Value) -> Value {
    guard let own = copy.entries, let shared = entries else { return copy }
    return .map(own + shared.filter { entry in !own.contains { $0.key == entry.key } })
  }
}
