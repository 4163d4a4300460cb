import AssayModel
import GraderKit

/// Judges the order and the length of the lists that `hotspots` gives, and what it leaves behind.
struct HotOrderGrader: Grader {
  static let description = GraderDescription(
    name: "profiling.hot-order",
    summary: LocalizedText(
      en: "Rows come hottest first, at most `top`, without the profiler's own frames.",
      ko: "가장 뜨거운 행부터 최대 `top`개이며, 프로파일러 자신의 프레임은 없습니다."),
    examples: ProfilingExamples.hotOrder)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let (planted, failures) = try PlantedEvidence.read(0, of: criterion, in: evidence)
    guard let planted else { return Verdict(.unmet, findings: failures) }
    var findings = try Self.hottest(in: planted)
    findings += Self.order(of: planted.bySelf.map(\.selfSeconds), name: "self_s", sort: "self", in: planted)
    findings += Self.order(
      of: planted.byCumulative.map(\.cumulativeSeconds), name: "cum_s", sort: "cumulative", in: planted)
    findings += Self.profilerFrames(in: planted)
    findings += CleanUpGrader.leftovers(planted.left, after: "hotspots()", index: planted.index)
    return .judged(by: findings)
  }

  /// The function that burns all the CPU stands among the first three by self time, within `top` rows.
  private static func hottest(in planted: PlantedEvidence) throws -> [Finding] {
    let burn = try planted.function("burn").name
    var findings: [Finding] = []
    if !planted.bySelf.prefix(3).contains(where: { $0.name == burn }) {
      findings.append(
        planted.finding(
          expected: LocalizedText(
            en: "the function that computes is among the first 3 by self time",
            ko: "계산하는 함수가 자기 시간 순으로 앞의 3개 안에 있습니다"),
          seen: LocalizedText(
            en: "it is not; \(planted.bySelf.count) rows came", ko: "없습니다. 행은 \(planted.bySelf.count)개입니다")))
    }
    if planted.bySelf.count > planted.top {
      findings.append(
        planted.finding(
          expected: LocalizedText(
            en: "top=\(planted.top) gives at most \(planted.top) rows",
            ko: "top=\(planted.top)이면 최대 \(planted.top)행입니다"),
          seen: LocalizedText(en: "\(planted.bySelf.count) rows", ko: "\(planted.bySelf.count)행입니다")))
    }
    return findings
  }

  private static func order(
    of seconds: [Double?], name: String, sort: String, in planted: PlantedEvidence
  ) -> [Finding] {
    let numbers = seconds.compactMap(\.self)
    let wrong = zip(numbers, numbers.dropFirst()).first { $0 < $1 }
    guard let wrong else { return [] }
    return [
      planted.finding(
        expected: LocalizedText(
          en: "sort=\"\(sort)\" gives `\(name)` in descending order",
          ko: "sort=\"\(sort)\"이면 `\(name)`의 내림차순입니다"),
        seen: LocalizedText(
          en: "\(wrong.0.display) stands before \(wrong.1.display)",
          ko: "\(wrong.0.display) 다음에 \(KoreanParticle.subject.after(wrong.1.display)) 있습니다"))
    ]
  }

  private static func profilerFrames(in planted: PlantedEvidence) -> [Finding] {
    let own = planted.byCumulative.first { $0.name.contains("_lsprof") }
    guard let own else { return [] }
    return [
      planted.finding(
        expected: LocalizedText(
          en: "the profiler's own frames are left out", ko: "프로파일러 자신의 프레임은 빠져야 합니다"),
        seen: LocalizedText(en: "there is a row for \(own.name)", ko: "\(own.name)의 행이 있습니다"))
    ]
  }
}
