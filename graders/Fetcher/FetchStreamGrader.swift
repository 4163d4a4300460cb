import AssayModel
import GraderKit

/// Judges how far a call of `stream` runs ahead of a slow consumer, and how it ends when that one leaves.
struct FetchStreamGrader: Grader {
  static let description = GraderDescription(
    name: "fetch.stream",
    summary: LocalizedText(
      en:
        "Judges how far `stream` runs ahead of a slow consumer, and what is left when that one leaves early.",
      ko: "`stream`이 느린 소비자보다 얼마나 앞서가는지, 중간에 나가면 무엇이 남는지 판정합니다."),
    discussion: """
      The consumer takes `stop` results with pauses, then closes the stream; the source has far more items. The \
      rules allow `limit + buffer` items ahead of the consumer; another `buffer` is granted to designs that count \
      the item in hand.
      """,
    options: [
      OptionSpec(
        "judge", .choice(["requests", "source", "exit"]), isRequired: true,
        summary: "Requests that the server saw, items pulled from the source, or what is left at the end.")
    ],
    examples: streamExamples)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    switch try FetchRun.read(evidence, for: criterion) {
    case .failed(let finding): return .unmet(finding)
    case .run(let run):
      let stream = try Stream(run)
      let finding: Finding?
      switch criterion.options["judge"]?.text {
      case "requests": finding = stream.requestsFinding
      case "source": finding = stream.sourceFinding
      case "exit": finding = stream.exitFinding
      default: throw GraderError("Check '\(criterion.id)' needs `judge:` requests, source or exit.")
      }
      return .judged(by: [stream.resultsFinding, finding].compactMap { $0 })
    }
  }

  /// One observed stream.
  private struct Stream {
    let run: FetchRun
    /// Results after which the consumer leaves.
    let stop: Int
    /// Items that may be ahead of the consumer.
    let ahead: Int

    init(_ run: FetchRun) throws {
      guard let input = run.record.plan.inputs.first, let stop = input["stop"]?.integer,
        let buffer = input["options"]?["buffer"]?.integer
      else {
        throw GraderError("Scenario '\(run.record.plan.scenario)' needs `stop` and `options: {buffer: …}`.")
      }
      self.run = run
      self.stop = stop
      ahead = try run.limit() + 2 * buffer
    }

    /// What is wrong where the consumer did not get its results, or the server saw too few requests for them.
    var resultsFinding: Finding? {
      let received = run.evidence["received"]?.integer ?? 0
      guard received != stop || run.trace.total < stop else { return nil }
      return run.finding(
        expected: LocalizedText(
          en: "\(stop) results, each from a request", ko: "결과 \(stop)개, 각각 요청 하나씩"),
        seen: LocalizedText(
          en: "\(received) results from \(run.trace.total) requests",
          ko: "요청 \(run.trace.total)개에서 결과 \(received)개"))
    }

    var requestsFinding: Finding? {
      guard run.trace.total > stop + ahead else { return nil }
      return run.finding(
        expected: LocalizedText(
          en: "at most \(stop + ahead) requests for the \(stop) results that a slow consumer took",
          ko: "느린 소비자가 결과 \(stop)개를 받는 동안 요청 \(stop + ahead)개 이하"),
        seen: LocalizedText(en: "the server saw \(run.trace.total)", ko: "서버가 본 요청 \(run.trace.total)개"))
    }

    var sourceFinding: Finding? {
      let lead = run.evidence["lead"]?.integer
      guard lead.map({ $0 > ahead }) ?? true else { return nil }
      let items = lead.map(String.init) ?? "?"
      return run.finding(
        expected: LocalizedText(
          en: "at most \(ahead) items pulled ahead of the consumer", ko: "소비자보다 앞서 당긴 항목 \(ahead)개 이하"),
        seen: LocalizedText(
          en: "\(items) items of the source were pulled ahead", ko: "입력에서 항목 \(items)개를 앞서 당겼습니다"))
    }

    var exitFinding: Finding? {
      let tasks = run.evidence["tasks_left"]?.integer
      guard tasks != 0 || run.trace.inFlight > 0 else { return nil }
      let left = tasks.map(String.init) ?? "?"
      return run.finding(
        expected: LocalizedText(
          en: "no task and no request is left after `aclose()`", ko: "`aclose()` 뒤에 남은 태스크와 요청 없음"),
        seen: LocalizedText(
          en: "\(left) tasks, \(run.trace.inFlight) requests", ko: "태스크 \(left)개, 요청 \(run.trace.inFlight)개"))
    }
  }
}
