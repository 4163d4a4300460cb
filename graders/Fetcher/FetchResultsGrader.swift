import AssayModel
import GraderKit

/// Compares a call's results with those that the workload's routes must give.
struct FetchResultsGrader: Grader {
  static let description = GraderDescription(
    name: "fetch.results",
    summary: LocalizedText(
      en: "Compares every result with what its route must give: URL, status, body and error.",
      ko: "결과마다 URL, 상태, 본문, 오류가 해당 경로의 정답과 같은지 비교합니다."),
    discussion: """
      Shows the first three that differ (the kind of route in words, what was expected and what was seen, never a \
      URL) and says how many there are. A body that belongs to another URL is named as such.
      """,
    options: [
      OptionSpec(
        "any_order", .boolean,
        summary: "True to compare by `index` and leave the order to another check; default false.")
    ],
    examples: [
      GraderExample(
        "Every result is right", criterion: .example(), evidence: .fetch(["results": .list(fetchedResults)]),
        outcome: .met),
      GraderExample(
        "The results come in the order of completion", criterion: .example(),
        evidence: .fetch(["results": .list(fetchedResults.reversed())]), outcome: .unmet),
      GraderExample(
        "The order is another check's matter", criterion: .example(options: ["any_order": true]),
        evidence: .fetch(["results": .list(fetchedResults.reversed())]), outcome: .met),
      GraderExample(
        "A failure of the server was taken for a good answer", criterion: .example(),
        evidence: .fetch([
          "results": .list(
            Array(fetchedResults.prefix(2)) + [[2, "http://h/c", 503, [2, 3_523_407_757], nil]])
        ]),
        outcome: .unmet),
      GraderExample(
        "The call raised", criterion: .example(),
        evidence: .fetch(outcome: .raised(ExceptionRecord(type: "ConnectionResetError"))), outcome: .unmet),
    ])

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    switch try FetchRun.read(evidence, for: criterion) {
    case .failed(let finding): return .unmet(finding)
    case .run(let run):
      let anyOrder = criterion.options["any_order"]?.boolean ?? false
      return .judged(by: FetchComparison(run: run).findings(anyOrder: anyOrder))
    }
  }
}
