import AssayModel
import GraderKit

/// Judges that different faults have different fingerprints.
struct OtherFingerprintGrader: Grader {
  static let description = GraderDescription(
    name: "forensics.other-fingerprint",
    summary: LocalizedText(
      en: "Different types, call paths, links and members have different fingerprints.",
      ko: "타입, 호출 경로, 연결, 그룹 구성원이 다르면 지문도 다릅니다."),
    options: Fingerprints.options,
    examples: [
      Fingerprints.example("Two faults, two fingerprints", ["a", "a", "b"], .met),
      Fingerprints.example("One fingerprint for everything", ["a", "a", "a"], .unmet),
      Fingerprints.example("No fingerprint", ["", "", ""], .unmet),
    ])

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let samples = try Fingerprints(evidence, criterion).samples
    if let broken = samples.lazy.compactMap(\.fault).first { return .unmet(broken) }
    var findings: [Finding] = []
    for (index, sample) in samples.enumerated() where findings.count < mostFindings {
      guard
        let same = samples[..<index].first(where: {
          $0.faultClass != sample.faultClass && $0.text == sample.text
        })
      else { continue }
      let difference = Self.difference(same.input, sample.input)
      let finding = Finding(
        expected: LocalizedText(
          en: "two fingerprints for two faults that differ in \(difference.en)",
          ko: "\(KoreanParticle.subject.after(difference.ko)) 다른 두 결함의 지문은 서로 다릅니다"),
        seen: LocalizedText(en: "both have \(sample.text ?? "–")", ko: "둘 다 \(sample.text ?? "–")"),
        caseIndex: sample.index)
      if !findings.contains(where: { $0.expected == finding.expected }) { findings.append(finding) }
    }
    return .judged(by: findings)
  }

  private static func difference(_ first: Value, _ second: Value) -> LocalizedText {
    if first["entry"] == second["entry"] {
      return LocalizedText(en: "the type of an exception", ko: "예외의 타입")
    }
    let linked: [Value?] = ["translated", "hidden", "together"]
    guard linked.contains(first["entry"]) || linked.contains(second["entry"]) else {
      return LocalizedText(en: "the call path", ko: "호출 경로")
    }
    return LocalizedText(en: "what is linked to the exception", ko: "예외에 연결된 것")
  }
}
