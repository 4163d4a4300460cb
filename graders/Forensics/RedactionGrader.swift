import AssayModel
import GraderKit

/// Judges that no planted secret is in a report, and that what stands beside it is.
struct RedactionGrader: Grader {
  static let description = GraderDescription(
    name: "forensics.redaction",
    summary: LocalizedText(
      en: "No planted secret is anywhere in a report; what stands beside it is.",
      ko: "심어 둔 비밀이 보고서 어디에도 없고, 그 옆의 값은 남아 있습니다."),
    discussion: "Judges scenarios of the workload forensics.secrets.",
    examples: [
      example("The secret is hidden, its neighbour is not", "user=7f3a, password=[redacted]", .met),
      example("The secret is in the report", "user=7f3a, password=s3cr3t", .unmet),
      example("Everything is hidden", "[redacted]", .unmet),
      GraderExample(
        "It raises", criterion: .example(),
        evidence: .example(
          [.raised(ExceptionRecord(type: "RecursionError"))], inputs: [[:]], answerKey: [exampleKey]),
        outcome: .unmet),
    ])

  private static let exampleKey: Value = ["place": "local", "secret": "s3cr3t", "visible": "7f3a"]

  private static func example(_ title: String, _ text: String, _ outcome: Verdict.Outcome) -> GraderExample {
    GraderExample(
      title, criterion: .example(),
      evidence: .example(
        [
          .returned([
            "size": 60, "report": ["frames": [["locals": ["who": .string(text)]]]],
          ])
        ], inputs: [[:]], answerKey: [exampleKey]), outcome: outcome)
  }

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    var findings: [Finding] = []
    for run in criterion.scenarios.flatMap(evidence.runs(of:)) {
      let keys = run.plan.answerKey.elements ?? []
      guard !keys.isEmpty, keys.count == run.calls.count, keys.allSatisfy({ $0["secret"] != nil }) else {
        throw GraderError("Check '\(criterion.id)' needs the workload forensics.secrets.")
      }
      for (index, call) in run.calls.enumerated() where findings.count < mostFindings {
        if let finding = Self.finding(call.outcome, key: keys[index], index) { findings.append(finding) }
      }
    }
    return .judged(by: findings)
  }

  private static func finding(_ outcome: CallRecord.Outcome, key: Value, _ index: Int) -> Finding? {
    let place = key["place"]?.text.flatMap(SecretPlace.init)?.text ?? LocalizedText(verbatim: "?")
    let hidden = LocalizedText(
      en: "a secret in \(place.en) does not appear in the report", ko: "보고서에 비밀이 나오지 않습니다 (위치: \(place.ko))")
    guard case .returned(let value) = outcome else {
      return unexpected(outcome, expected: hidden, caseIndex: index)
    }
    guard let report = value["report"], report.entries != nil else {
      return Finding(
        expected: hidden, seen: LocalizedText(en: "there is no report", ko: "보고서가 없습니다"), caseIndex: index)
    }
    if let leak = path(of: key["secret"]?.text ?? "", in: report) {
      return Finding(
        expected: hidden, seen: LocalizedText(en: "it is in \(leak)", ko: "\(leak)에 있습니다"), caseIndex: index)
    }
    guard path(of: key["visible"]?.text ?? "", in: report) == nil else { return nil }
    return Finding(
      expected: LocalizedText(
        en: "what is no secret stays readable beside one in \(place.en)",
        ko: "비밀이 아닌 값은 그대로 보입니다 (위치: \(place.ko))"),
      seen: LocalizedText(en: "it is nowhere in the report", ko: "보고서 어디에도 없습니다"), caseIndex: index)
  }

  /// Where in a value a text stands, as a path.
  private static func path(of text: String, in value: Value, at path: String = "") -> String? {
    switch value {
    case .string(let whole): return whole.contains(text) ? path : nil
    case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self).contains(text) ? path : nil
    case .list(let items), .tuple(let items), .set(let items):
      for (index, item) in items.enumerated() {
        if let found = self.path(of: text, in: item, at: "\(path)[\(index)]") { return found }
      }
      return nil
    case .map(let entries), .object(_, let entries):
      for entry in entries {
        let name = entry.key.text ?? entry.key.display(limit: 40)
        if name.contains(text) { return path.isEmpty ? "a key" : path }
        let place = path.isEmpty ? name : "\(path).\(name)"
        if let found = self.path(of: text, in: entry.value, at: place) { return found }
      }
      return nil
    default: return value.display(limit: 4000).contains(text) ? path : nil
    }
  }
}
