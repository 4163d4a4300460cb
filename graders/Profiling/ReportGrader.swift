import AssayModel
import GraderKit

/// Compares the order report with the one that the world of orders gives.
struct ReportGrader: Grader {
  static let description = GraderDescription(
    name: "profiling.report",
    summary: LocalizedText(
      en: "The report has the right totals, the right ten lines and the right count, in every run.",
      ko: "실행할 때마다 보고서의 합계, 상위 10개 줄, 줄 수가 모두 맞습니다."),
    discussion: "Compared as JSON: a tuple equals a list, the order of keys does not matter, types do.",
    examples: ProfilingExamples.report)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    var findings: [Finding] = []
    let runs = evidence.runs(of: criterion.scenarios.first ?? "")
    let usable = runs.filter { !$0.calls.isEmpty && $0.plan.answerKey["totals"] != nil }
    guard !runs.isEmpty, usable.count == runs.count else {
      throw GraderError("profiling.report needs a scenario made by profiling.orders.")
    }
    for run in runs {
      guard let call = run.calls.first else { continue }
      guard let report = call.returned else {
        findings.append(unexpected(call.outcome, expected: returns("build_report()"), caseIndex: 0))
        continue
      }
      findings += Self.differences(of: report, from: run.plan.answerKey)
    }
    return .judged(by: findings)
  }

  private static func differences(of report: Value, from right: Value) -> [Finding] {
    let names = (report.entries ?? []).map { $0.key.text ?? "?" }
    guard report.entries != nil, Set(names) == ["totals", "top", "lines"] else {
      return [
        Finding(
          expected: LocalizedText(
            en: "a dict with the keys totals, top and lines", ko: "키가 totals, top, lines인 dict입니다"),
          seen: LocalizedText(
            en: report.entries == nil ? "no dict" : "the keys \(names.joined(separator: ", "))",
            ko: report.entries == nil ? "dict가 아닙니다" : "키가 \(names.joined(separator: ", "))입니다"),
          caseIndex: 0)
      ]
    }
    return totals(of: report, from: right) + top(of: report, from: right) + lines(of: report, from: right)
  }

  private static func totals(of report: Value, from right: Value) -> [Finding] {
    let said = report["totals"] ?? .null
    let wrong = (right["totals"]?.entries ?? []).first { said[$0.key.text ?? ""] != $0.value }
    if let wrong {
      let name = "totals[\"\(wrong.key.text ?? "")\"]"
      return [difference(name, said: said[wrong.key.text ?? ""], right: wrong.value)]
    }
    guard let count = said.entries?.count, count == right["totals"]?.entries?.count else {
      return [
        Finding(
          expected: LocalizedText(en: "one total for each tier", ko: "등급마다 합계가 하나씩 있습니다"),
          seen: LocalizedText(en: "there are others", ko: "다른 항목이 더 있습니다"), caseIndex: 0)
      ]
    }
    return []
  }

  private static func top(of report: Value, from right: Value) -> [Finding] {
    let said = report["top"]?.elements?.map { Value.list($0.elements ?? [$0]) } ?? []
    let expected = right["top"]?.elements ?? []
    for (index, entry) in expected.enumerated() where !said.indices.contains(index) || said[index] != entry {
      let seen = said.indices.contains(index) ? said[index] : nil
      return [difference("top[\(index)]", said: seen, right: entry)]
    }
    return said.count == expected.count
      ? [] : [difference("len(top)", said: .int(said.count), right: .int(expected.count))]
  }

  private static func lines(of report: Value, from right: Value) -> [Finding] {
    guard let expected = right["lines"], report["lines"] != expected else { return [] }
    return [difference("lines", said: report["lines"], right: expected)]
  }

  private static func difference(_ name: String, said: Value?, right: Value) -> Finding {
    Finding(
      expected: LocalizedText(verbatim: "\(name) = \(WireFormat.text(right))"),
      seen: LocalizedText(verbatim: "\(name) = \(said.map(WireFormat.text) ?? "–")".prefixed(200)),
      caseIndex: 0)
  }
}

extension String {
  /// The text, cut to `limit` characters with a mark where it was longer.
  fileprivate func prefixed(_ limit: Int) -> String { count > limit ? prefix(limit) + "…" : self }
}
