import AssayModel
import GraderKit

/// The general grader: predicates on returned values and on the fixture's counters.
struct Expectations: Grader {
  static let description = GraderDescription(
    name: "expectations",
    summary: LocalizedText(
      en: "States what must hold of returned values and of what the fixture server counted.",
      ko: "반환값과 픽스처 서버의 집계가 만족해야 할 조건을 나열합니다."),
    discussion: """
      Written as `expect:` in a check. Each entry selects evidence with `path` (into the returned value; into \
      the list of returned values where the scenario has several cases) or `server` (a counter of the fixture), \
      and states one predicate: eq, approx, le, ge, between, all_eq, all_between, sorted, contains, count.
      """,
    examples: expectationExamples)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    guard !criterion.expectations.isEmpty else {
      throw GraderError("Check '\(criterion.id)' states no expectation; give it `expect:` or a grader.")
    }
    var findings: [Finding] = []
    for run in criterion.scenarios.flatMap(evidence.runs(of:)) where findings.isEmpty {
      findings = try Self.findings(in: run, criterion.expectations)
    }
    return .judged(by: findings)
  }

  private static func findings(in run: RunRecord, _ expectations: [Expectation]) throws -> [Finding] {
    let cases = expectations.compactMap(\.caseIndex)
    let isAboutAll = cases.count < expectations.count
    let broken = run.calls.enumerated().compactMap { index, call -> Finding? in
      guard call.returned == nil, isAboutAll || cases.contains(index) else { return nil }
      return unexpected(call.outcome, input: run.inputText(index), caseIndex: index)
    }
    guard broken.isEmpty else { return Array(broken.prefix(3)) }
    return try expectations.flatMap { try findings(in: run, $0) }
  }

  private static func findings(in run: RunRecord, _ expectation: Expectation) throws -> [Finding] {
    let predicate = expectation.predicate.substituting(run.plan.drawn)
    switch expectation.selector {
    case .server(let counter):
      guard let trace = run.trace else {
        throw GraderError("'server: \(counter.rawValue)' needs a scenario with a fixture.")
      }
      let seen = counter.value(in: trace)
      let value = Int(exactly: seen).map(Value.int) ?? .float(seen)
      guard !predicate.holds(for: value) else { return [] }
      return [counter.finding(expected: predicate, seen: seen)]
    case .path(let text):
      let path = try EvidencePath(text, drawn: run.plan.drawn)
      switch path.value(in: run.root(caseIndex: expectation.caseIndex)) {
      case .failure(let missing): return [missing.finding(path: text)]
      case .success(let value):
        return predicate.findings(for: value, subject: text, run: run, caseIndex: expectation.caseIndex)
      }
    }
  }
}

extension RunRecord {
  /// The value in which paths begin.
  fileprivate func root(caseIndex: Int?) -> Value {
    if let caseIndex { return calls.indices.contains(caseIndex) ? calls[caseIndex].returned ?? .null : .null }
    return calls.count == 1 ? calls[0].returned ?? .null : .list(calls.map { $0.returned ?? .null })
  }

  /// The input of a case, as a learner would write it.
  func inputText(_ index: Int) -> String? {
    guard plan.inputs.indices.contains(index) else { return nil }
    guard case .map(let entries) = plan.inputs[index] else { return plan.inputs[index].display(limit: 200) }
    return Value.map(entries.filter { $0.key != "capture" }).display(limit: 200)
  }
}

extension EvidencePath.Missing {
  fileprivate func finding(path: String) -> Finding {
    Finding(
      expected: LocalizedText(en: "there is a value at `\(path)`", ko: "`\(path)`에 값이 있습니다"),
      seen: LocalizedText(
        en: "`\(step)` is missing in \(container.display(limit: 80))",
        ko: "\(container.display(limit: 80))에 \(KoreanParticle.subject.after("`\(step)`")) 없습니다"))
  }
}

extension FixtureCounter {
  fileprivate func finding(expected predicate: Expectation.Predicate, seen: Double) -> Finding {
    Finding(
      expected: LocalizedText(
        en: "\(title.en), as the server saw: \(predicate.text.en)",
        ko: "서버가 본 \(title.ko): \(predicate.text.ko)"),
      seen: LocalizedText(verbatim: seen.display))
  }

  /// What the counter counts.
  private var title: LocalizedText {
    switch self {
    case .accepted: LocalizedText(en: "connections", ko: "연결 수")
    case .open: LocalizedText(en: "connections still open", ko: "아직 열린 연결 수")
    case .maxOpen: LocalizedText(en: "connections open at once", ko: "최대 동시 연결 수")
    case .total: LocalizedText(en: "requests", ko: "요청 수")
    case .inFlight: LocalizedText(en: "requests still in flight", ko: "아직 진행 중인 요청 수")
    case .maxInFlight: LocalizedText(en: "requests in flight at once", ko: "최대 동시 요청 수")
    case .maxInFlightPerHost:
      LocalizedText(en: "requests in flight at once at one host", ko: "한 호스트의 최대 동시 요청 수")
    case .maxArrivalsPerRoute:
      LocalizedText(en: "requests for the same resource", ko: "같은 자원에 대한 요청 수")
    case .aborts: LocalizedText(en: "requests that the client gave up", ko: "클라이언트가 중단한 요청 수")
    case .bytesSent: LocalizedText(en: "body bytes sent", ko: "전송한 본문 바이트 수")
    case .overload: LocalizedText(en: "connections refused", ko: "거절한 연결 수")
    case .span: LocalizedText(en: "seconds from first request to last answer", ko: "첫 요청부터 마지막 응답까지의 시간(초)")
    }
  }
}
