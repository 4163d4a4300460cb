import AssayModel
import GraderKit

/// Judges what the sink and the hooks that were there before are told.
struct HooksGrader: Grader {
  static let description = GraderDescription(
    name: "forensics.hooks",
    summary: LocalizedText(
      en:
        "Every uncaught exception reaches the sink once and then the hook of before; uninstalling undoes it.",
      ko: "잡히지 않은 예외는 sink에 한 번, 이어서 이전 훅에 전달되고, uninstall하면 원래대로 돌아갑니다."),
    discussion:
      "Judges the operation hooks: `where` it happened, what the `sink` does, whether a hook came later.",
    examples: ForensicsExamples.hooks)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    var findings: [Finding] = []
    for run in criterion.scenarios.flatMap(evidence.runs(of:)) {
      guard !run.plan.inputs.isEmpty, run.plan.inputs.count == run.calls.count else {
        throw GraderError("Check '\(criterion.id)' needs the operation hooks.")
      }
      for (index, pair) in zip(run.plan.inputs, run.calls).enumerated() {
        let situation = try Situation(pair.0, criterion.id)
        guard case .returned(let value) = pair.1.outcome else {
          findings.append(unexpected(pair.1.outcome, expected: situation.text, caseIndex: index))
          continue
        }
        if var finding = situation.finding(value) {
          finding.caseIndex = index
          findings.append(finding)
        }
      }
    }
    return .judged(by: Array(findings.prefix(mostFindings)))
  }
}

/// One case of the operation hooks.
private struct Situation {
  var place: String
  var sinkRaises: Bool
  var isCovered: Bool

  init(_ input: Value, _ check: String) throws {
    guard let place = input["where"]?.text else {
      throw GraderError("Check '\(check)' needs the operation hooks.")
    }
    self.place = place
    sinkRaises = input["sink"]?.text == "raises"
    isCovered = input["cover"]?.boolean == true
  }

  var text: LocalizedText {
    let name = LocalizedText(
      en: place == "no-exception" ? "an asyncio report without an exception" : "an exception in \(place)",
      ko: place == "no-exception" ? "예외 없는 asyncio 알림" : "\(place)에서 난 예외")
    if sinkRaises {
      return LocalizedText(en: "\(name.en), with a sink that raises", ko: "\(name.ko), sink가 예외를 낼 때")
    }
    guard isCovered else { return name }
    return LocalizedText(
      en: "\(name.en), after somebody put a hook over yours", ko: "\(name.ko), 누군가 그 위에 훅을 덧씌운 뒤")
  }

  private var installed: [Value] {
    guard place != "no-exception" else { return [["before", "asyncio"]] }
    return (isCovered ? [["later", "sys"]] : [])
      + [["sink", .string(place), "LookupError"], ["before", .string(place)]]
  }

  private var uninstalled: [Value] { installed.filter { $0[0] != "sink" } }

  func finding(_ value: Value) -> Finding? {
    if let escaped = value["escaped"]?.exception {
      return Finding(
        expected: LocalizedText(
          en: "\(text.en): nothing escapes from a hook", ko: "\(text.ko): 훅 밖으로 예외가 나가지 않습니다"),
        seen: LocalizedText(en: "\(escaped.type) did", ko: "\(escaped.type) 예외가 나갔습니다"), exception: escaped)
    }
    return calls(value["installed"], installed, LocalizedText(en: "while installed", ko: "설치된 동안"))
      ?? calls(value["uninstalled"], uninstalled, LocalizedText(en: "after uninstall()", ko: "uninstall() 뒤"))
      ?? restored(value["restored"])
  }

  private func calls(_ seen: Value?, _ right: [Value], _ time: LocalizedText) -> Finding? {
    guard seen?.elements != right else { return nil }
    return Finding(
      expected: LocalizedText(
        en: "\(text.en), \(time.en): \(Self.text(right))", ko: "\(text.ko), \(time.ko): \(Self.text(right))"),
      seen: LocalizedText(verbatim: Self.text(seen?.elements ?? [])))
  }

  private func restored(_ seen: Value?) -> Finding? {
    let names = ["sys.excepthook", "threading.excepthook", "sys.unraisablehook", "loop's exception handler"]
    let flags = seen?.elements ?? []
    guard
      let wrong = zip(names, flags).first(where: { $1.boolean != true })?.0
        ?? (flags.isEmpty ? names[0] : nil)
    else { return nil }
    return Finding(
      expected: LocalizedText(
        en: "\(text.en): after uninstall() the \(wrong) is the one that was there",
        ko: "\(text.ko): uninstall() 뒤 \(KoreanParticle.topic.after(wrong)) 원래의 것입니다"),
      seen: LocalizedText(en: "it is another", ko: "다른 것입니다"))
  }

  private static func text(_ calls: [Value]) -> String {
    calls.isEmpty
      ? "–"
      : calls.map { ($0.elements ?? []).map { $0.text ?? "?" }.joined(separator: " ") }.joined(
        separator: " → ")
  }
}
