import AssayModel
import GraderKit

/// Judges that the same fault has the same fingerprint wherever and whenever it happens.
struct SameFingerprintGrader: Grader {
  static let description = GraderDescription(
    name: "forensics.same-fingerprint",
    summary: LocalizedText(
      en: "The same fault has one fingerprint across lines, paths, messages and processes.",
      ko: "같은 결함의 지문은 줄, 경로, 메시지, 프로세스가 달라도 하나입니다."),
    options: Fingerprints.options,
    examples: [
      Fingerprints.example("One fingerprint for one fault", ["a", "a", "b"], .met),
      Fingerprints.example("Another line, another fingerprint", ["a", "c", "b"], .unmet),
      Fingerprints.example(
        "Another process, another fingerprint", ["a", "a", "b"], again: ["d", "d", "e"], .unmet),
    ])

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let samples = try Fingerprints(evidence, criterion).samples
    if let broken = samples.lazy.compactMap(\.fault).first { return .unmet(broken) }
    var findings: [Finding] = []
    for sample in samples {
      guard let first = samples.first(where: { $0.faultClass == sample.faultClass }),
        first.text != sample.text, findings.count < mostFindings
      else { continue }
      let change = Self.change(from: first, to: sample)
      let finding = Finding(
        expected: LocalizedText(
          en: "the fingerprint stays the same when only \(change.en) is another",
          ko: "\(change.ko)만 다르면 지문은 그대로입니다"),
        seen: LocalizedText(verbatim: "\(first.text ?? "–") ≠ \(sample.text ?? "–")"), caseIndex: sample.index
      )
      if !findings.contains(where: { $0.expected == finding.expected }) { findings.append(finding) }
    }
    return .judged(by: findings)
  }

  /// What differs between two cases of one fault.
  private static func change(
    from first: Fingerprints.Sample, to other: Fingerprints.Sample
  ) -> LocalizedText {
    let changes = [
      ("shift", LocalizedText(en: "the line", ko: "줄 번호")),
      ("file", LocalizedText(en: "the directory", ko: "디렉터리")),
      ("detail", LocalizedText(en: "the message", ko: "메시지")),
      ("depth", LocalizedText(en: "the depth of the recursion", ko: "재귀의 깊이")),
    ]
    return changes.first { first.input[$0.0] != other.input[$0.0] }?.1
      ?? LocalizedText(en: "the process", ko: "프로세스")
  }
}
