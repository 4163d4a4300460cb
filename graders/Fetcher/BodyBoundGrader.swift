import AssayModel
import GraderKit

/// Demands that bodies over the limit are refused without being read.
struct BodyBoundGrader: Grader {
  static let description = GraderDescription(
    name: "fetch.body-bound",
    summary: LocalizedText(
      en: "Demands right results while few of the bytes of oversized bodies are sent and kept.",
      ko: "너무 큰 본문을 거의 받지도 저장하지도 않으면서 결과가 맞아야 합니다."),
    discussion: "Some bytes are always on the way: what the system buffers between server and client.",
    options: [
      OptionSpec(
        "sent_mib", .number, isRequired: true, summary: "MiB of bodies that the server may have sent."),
      OptionSpec(
        "memory_mib", .number, isRequired: true, summary: "MiB by which the process's peak may rise."),
    ],
    examples: [
      GraderExample(
        "Refused by its length", criterion: .example(options: ["sent_mib": 24, "memory_mib": 24]),
        evidence: .fetch(["results": .list(fetchedResults), "memory_rise_kib": 800], bytesSent: 6 << 20),
        outcome: .met),
      GraderExample(
        "Read to the end and then refused", criterion: .example(options: ["sent_mib": 24, "memory_mib": 24]),
        evidence: .fetch(["results": .list(fetchedResults), "memory_rise_kib": 98_304], bytesSent: 96 << 20),
        outcome: .unmet),
    ])

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let sent = try criterion.requiredNumber("sent_mib")
    let memory = try criterion.requiredNumber("memory_mib")
    switch try FetchRun.read(evidence, for: criterion) {
    case .failed(let finding): return .unmet(finding)
    case .run(let run):
      let rise = (run.evidence["memory_rise_kib"]?.number ?? .infinity) / 1024
      let bounds = [
        excess(
          run, LocalizedText(en: "sent by the server", ko: "서버가 보낸 본문"),
          Double(run.trace.bytesSent) / 1_048_576, sent),
        excess(run, LocalizedText(en: "more memory at the peak", ko: "최대 메모리 증가"), rise, memory),
      ]
      return .judged(by: bounds.compactMap { $0 } + FetchComparison(run: run).findings(anyOrder: true))
    }
  }

  private func excess(_ run: FetchRun, _ what: LocalizedText, _ seen: Double, _ bound: Double) -> Finding? {
    guard seen > bound else { return nil }
    return run.finding(
      expected: LocalizedText(
        en: "at most \(bound.display) MiB \(what.en)", ko: "\(what.ko) \(bound.display) MiB 이하"),
      seen: LocalizedText(verbatim: "\(seen.rounded().display) MiB"))
  }
}
