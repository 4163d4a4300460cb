import AssayModel
import GraderKit

/// One run of the fetcher lab as its graders read it.
struct FetchRun {
  /// The run.
  let record: RunRecord
  /// What the one call returned.
  let evidence: Value
  /// What the server saw.
  let trace: FixtureTrace
  /// The right results, in the order of the URLs.
  let expected: [ExpectedResult]

  /// How a criterion's first run came out.
  enum Reading {
    /// It can be judged.
    case run(FetchRun)
    /// The call did not return; this says what it did instead.
    case failed(Finding)
  }

  /// Reads the run of a criterion's main scenario.
  ///
  /// - Throws: ``GraderError`` when the scenario has no fixture or not this lab's workload.
  static func read(_ evidence: Evidence, for criterion: Criterion) throws -> Reading {
    guard let scenario = criterion.scenarios.first, let record = evidence.runs(of: scenario).first,
      let call = record.calls.first
    else { throw GraderError("Check '\(criterion.id)' has no call to judge.") }
    guard let returned = call.returned else {
      return .failed(unexpected(call.outcome, input: record.fetchInput, caseIndex: 0))
    }
    guard let trace = record.trace else {
      throw GraderError("Check '\(criterion.id)' needs a scenario with a fixture.")
    }
    return .run(
      FetchRun(record: record, evidence: returned, trace: trace, expected: try ExpectedResult.all(in: record))
    )
  }

  /// The `limit` that the fetcher was made with.
  ///
  /// - Throws: ``GraderError`` when the scenario gives none.
  func limit() throws -> Int {
    guard let limit = record.plan.inputs.first?["options"]?["limit"]?.integer else {
      throw GraderError("Scenario '\(record.plan.scenario)' needs `options: {limit: …}`.")
    }
    return limit
  }

  /// A finding about this run.
  func finding(expected: LocalizedText, seen: LocalizedText, exception: ExceptionRecord? = nil) -> Finding {
    Finding(
      expected: expected, seen: seen, input: record.fetchInput, caseIndex: 0, exception: exception)
  }

  /// A finding where the server counted more than it may, for example requests at once.
  func excess(of what: LocalizedText, seen: Int, allowed: Int) -> Finding? {
    guard seen > allowed else { return nil }
    return finding(
      expected: LocalizedText(en: "at most \(allowed) \(what.en)", ko: "\(what.ko) \(allowed) 이하"),
      seen: LocalizedText(
        en: "the server saw \(seen); \(allowed) were allowed", ko: "서버가 본 수 \(seen), 허용 \(allowed)"))
  }
}

extension RunRecord {
  /// The call in words: how many URLs and which options, never a URL.
  fileprivate var fetchInput: String? {
    guard let input = plan.inputs.first, let urls = input["urls"]?.elements else { return nil }
    return "\(urls.count) URLs, \(input["options"]?.display(limit: 120) ?? "{}")"
  }
}

extension Criterion {
  /// A required number among the options.
  ///
  /// - Throws: ``GraderError`` when it is missing or no number.
  func requiredNumber(_ name: String) throws -> Double {
    guard let number = options[name]?.number else {
      throw GraderError("Check '\(id)' needs the option `\(name)`, a number.")
    }
    return number
  }
}
