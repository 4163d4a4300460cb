import AssayModel
import GraderKit

/// Judges what the instruments leave behind when the measured function raises.
struct CleanUpGrader: Grader {
  static let description = GraderDescription(
    name: "profiling.clean-up",
    summary: LocalizedText(
      en: "An exception passes through unchanged, and no profiler, hook or thread is left behind.",
      ko: "예외가 그대로 전파되고, 프로파일러·훅·스레드가 남지 않습니다."),
    examples: ProfilingExamples.cleanUp)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    guard let run = evidence.runs(of: criterion.scenarios.first ?? "").first else {
      throw GraderError("profiling.clean-up needs one scenario.")
    }
    var findings: [Finding] = []
    for (index, call) in run.calls.enumerated() {
      let input = run.plan.inputs.indices.contains(index) ? run.plan.inputs[index] : .null
      let tool = (input["tool"]?.text ?? "measure") + "()"
      guard let seen = call.returned else {
        findings.append(unexpected(call.outcome, expected: returns(tool), caseIndex: index))
        continue
      }
      findings += Self.exception(seen, tool: tool, index: index)
      findings += Self.leftovers(seen["left"] ?? .null, after: tool, index: index)
    }
    return .judged(by: findings)
  }

  private static func exception(_ value: Value, tool: String, index: Int) -> [Finding] {
    guard value["same"]?.boolean != true else { return [] }
    let raised = value["raised"]?.exception
    let seen: LocalizedText =
      if let raised {
        LocalizedText(en: "it raised \(raised.type)", ko: "\(raised.type) 예외가 났습니다")
      } else if value["called"]?.boolean == true {
        LocalizedText(en: "it returned as if nothing had happened", ko: "아무 일 없었던 것처럼 돌아왔습니다")
      } else {
        LocalizedText(en: "it never called the function", ko: "함수를 부르지도 않았습니다")
      }
    return [
      Finding(
        expected: LocalizedText(
          en: "\(tool) lets the function's own exception through",
          ko: "\(KoreanParticle.topic.after(tool)) 함수가 낸 예외를 그대로 전파합니다"),
        seen: seen, input: tool, caseIndex: index, exception: raised)
    ]
  }

  /// What `left` says is still switched on after `tool`.
  static func leftovers(_ left: Value, after tool: String, index: Int) -> [Finding] {
    var seen: [LocalizedText] = []
    if left["profiler"]?.boolean != false {
      seen.append(
        LocalizedText(en: "sys.getprofile() is still set", ko: "sys.getprofile()이 설정된 채로 남았습니다"))
    }
    if left["thread_hook"]?.boolean != false {
      seen.append(
        LocalizedText(
          en: "threading.getprofile() is still set", ko: "threading.getprofile()이 설정된 채로 남았습니다"))
    }
    if let threads = left["threads"]?.integer, threads > 0 {
      seen.append(
        LocalizedText(
          en: "\(threads) thread(s) of its own still run", ko: "스레드 \(threads)개가 아직 돌고 있습니다"))
    }
    return seen.map {
      Finding(
        expected: LocalizedText(
          en: "\(tool) leaves everything as it was",
          ko: "\(KoreanParticle.topic.after(tool)) 모든 것을 원래대로 돌려놓습니다"),
        seen: $0, input: tool, caseIndex: index)
    }
  }
}
