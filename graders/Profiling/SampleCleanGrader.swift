import AssayModel
import GraderKit

/// Judges what the sampler costs and what it leaves behind.
struct SampleCleanGrader: Grader {
  static let description = GraderDescription(
    name: "profiling.sample-clean",
    summary: LocalizedText(
      en: "The sampler's thread ends with the block, and sampling costs little CPU.",
      ko: "블록이 끝나면 샘플러 스레드도 끝나고, 샘플링이 CPU를 적게 씁니다."),
    options: [
      OptionSpec(
        "overhead", .number, summary: "The most CPU that sampling may add, as a share of the program's; 0.35."
      )
    ],
    examples: ProfilingExamples.sampleClean)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let (sampled, failures) = try SampledEvidence.read(criterion, in: evidence)
    guard let sampled else { return Verdict(.unmet, findings: failures) }
    guard try sampled.hasSamples else { return .unmet(Self.nothingSampled) }
    let allowed = criterion.options["overhead"]?.number ?? 0.35
    var findings = CleanUpGrader.leftovers(sampled.left, after: "WallSampler", index: 0)
    let program = try TwoThreadsWorkload.roles.reduce(0) { $0 + (try sampled.own($1).cpu) }
    let added = (sampled.cpuSeconds - program) / max(program, .leastNormalMagnitude)
    if added > allowed {
      findings.append(
        Finding(
          expected: LocalizedText(
            en: "sampling adds at most \(Self.percent(allowed)) of the program's CPU time",
            ko: "샘플링이 더하는 CPU 시간은 프로그램의 \(Self.percent(allowed)) 이하입니다"),
          seen: LocalizedText(
            en: "it added \(Self.percent(added))", ko: "\(Self.percent(added))를 더했습니다"),
          caseIndex: 0))
    }
    return .judged(by: findings)
  }

  /// A sampler that does nothing is cheap and leaves nothing behind: that is no merit.
  private static let nothingSampled = Finding(
    expected: LocalizedText(
      en: "there are samples whose cost can be judged", ko: "비용을 판정할 샘플이 있어야 합니다"),
    seen: LocalizedText(
      en: "seconds() has none of the program's functions", ko: "seconds()에 프로그램의 함수가 하나도 없습니다"),
    caseIndex: 0)

  private static func percent(_ share: Double) -> String {
    share.isFinite && abs(share) < 1e6 ? "\(Int((share * 100).rounded())) %" : "\(share)"
  }
}
