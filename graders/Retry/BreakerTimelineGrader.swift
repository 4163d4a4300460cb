import AssayModel
import GraderKit

/// Follows a breaker through a timeline: state, requests that arrived and refusals, moment by moment.
struct BreakerTimelineGrader: Grader {
  static let description = GraderDescription(
    name: "retry.breaker-timeline",
    summary: LocalizedText(
      en: "Compares the breaker's state and the requests that arrived with the rules, moment by moment.",
      ko: "시점마다 브레이커의 상태와 도착한 요청 수를 규칙과 비교합니다."),
    discussion: """
      Judges the timelines of one group of the workload retry.timelines. Only the first moment that differs is \
      told: what follows is its consequence.
      """,
    options: [
      OptionSpec("timeline", .text, isRequired: true, summary: "The group of timelines, for example states."),
      OptionSpec(
        "retry_in", .boolean, summary: "Judges the `retry_in` of refusals, and nothing else; default false."),
    ],
    examples: [
      example("Refused while open", [seen(1, "open"), refusal(retryIn: 9)], .met),
      example("It stays closed", [seen(1, "closed"), seen(1, "closed")], .unmet),
      example(
        "`retry_in` is not the time until the probe", [seen(1, "open"), refusal(retryIn: 10)], retryIn: true,
        .unmet),
      example("`retry_in` has a check of its own", [seen(1, "open"), refusal(retryIn: 10)], .met),
      GraderExample(
        "The operation raised", criterion: .example(options: ["timeline": "states"]),
        evidence: .example(
          [.raised(ExceptionRecord(type: "NotImplementedError"))], inputs: [exampleTimeline.input(seed: 1)],
          answerKey: [exampleTimeline.key]),
        outcome: .unmet),
    ])

  private static let exampleTimeline = BreakerTimeline(
    group: "states", breaker: BreakerTimeline.Settings(failures: 1, resetAfter: 10),
    answers: [.status(500)],
    moments: [
      BreakerTimeline.Moment(
        at: 0, arrivals: 1, state: "open", reason: LocalizedText(en: "it opens", ko: "열립니다")),
      BreakerTimeline.Moment(
        at: 1, arrivals: 0, state: "open", retryIn: 9,
        reason: LocalizedText(en: "it is open", ko: "열려 있습니다")),
    ])

  private static func seen(_ arrivals: Int, _ state: String) -> Value {
    ["arrivals": .int(arrivals), "state": .string(state), "outcomes": [["count": 1, "kind": "500"]]]
  }

  private static func refusal(retryIn: Double) -> Value {
    let error = ExceptionRecord(type: "CircuitOpen", attributes: ["retry_in": .float(retryIn)])
    return [
      "arrivals": 0, "state": "open",
      "outcomes": [["count": 1, "kind": "CircuitOpen", "raised": .exception(error)]],
    ]
  }

  private static func example(
    _ title: String, _ seen: [Value], retryIn: Bool = false, _ outcome: Verdict.Outcome
  ) -> GraderExample {
    GraderExample(
      title, criterion: .example(options: ["timeline": "states", "retry_in": .bool(retryIn)]),
      evidence: .example(
        [.returned(.list(seen))], inputs: [exampleTimeline.input(seed: 1)], answerKey: [exampleTimeline.key]),
      outcome: outcome)
  }

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    guard let group = criterion.options["timeline"]?.text else {
      throw GraderError("Check '\(criterion.id)' must name its timeline under `with:`.")
    }
    var findings: [Finding] = []
    var count = 0
    for run in criterion.scenarios.flatMap(evidence.runs(of:)) {
      let keys = run.plan.answerKey.elements ?? []
      for (index, call) in run.calls.enumerated()
      where keys.indices.contains(index) && keys[index]["group"]?.text == group {
        count += 1
        let moments = try (keys[index]["moments"]?.elements ?? []).map(BreakerTimeline.Moment.init(key:))
        let timeline = Timeline(
          index: index, moments: moments, input: run.plan.inputs[index],
          judgesRetryIn: criterion.options["retry_in"] == true)
        if let finding = timeline.finding(call.outcome) { findings.append(finding) }
      }
    }
    guard count > 0 else { throw GraderError("Check '\(criterion.id)': there is no timeline '\(group)'.") }
    return .judged(by: Array(findings.prefix(mostFindings)))
  }
}

private struct Timeline {
  var index: Int
  var moments: [BreakerTimeline.Moment]
  var input: Value
  var judgesRetryIn: Bool

  private var text: String {
    let breaker = input["breaker"]
    return "failures=\(breaker?["failures"]?.display() ?? "?"), "
      + "reset_after=\(breaker?["reset_after"]?.display() ?? "?"), probes=\(breaker?["probes"]?.display() ?? "?")"
  }

  func finding(_ outcome: CallRecord.Outcome) -> Finding? {
    guard case .returned(let value) = outcome, let seen = value.elements, seen.count == moments.count else {
      return unexpected(
        outcome,
        expected: LocalizedText(en: "every call of the timeline comes to an end", ko: "타임라인의 모든 호출이 끝납니다"),
        input: text, caseIndex: index)
    }
    for (moment, value) in zip(moments, seen) {
      let finding =
        judgesRetryIn
        ? wrongRetryIn(moment, value) : wrongArrivalsOrState(moment, value) ?? wrongRefusal(moment, value)
      if let finding { return finding }
    }
    return nil
  }

  private func wrongArrivalsOrState(_ moment: BreakerTimeline.Moment, _ seen: Value) -> Finding? {
    let arrivals = seen["arrivals"]?.integer ?? -1
    let state = seen["state"]?.text ?? seen["state"]?.display() ?? "None"
    guard arrivals != moment.arrivals || state != moment.state else { return nil }
    return finding(
      at: moment,
      expected: LocalizedText(
        en:
          "\(arrived(moment.arrivals, of: moment).en), then the breaker is \(moment.state): \(moment.reason.en)",
        ko: "\(arrived(moment.arrivals, of: moment).ko), 이후 브레이커는 \(moment.state): \(moment.reason.ko)"),
      seen: LocalizedText(
        en: "\(arrived(arrivals, of: moment).en), then the breaker is \(state)",
        ko: "\(arrived(arrivals, of: moment).ko), 이후 브레이커는 \(state)"),
      seen)
  }

  /// Every call that did not arrive must have got CircuitOpen.
  private func wrongRefusal(_ moment: BreakerTimeline.Moment, _ seen: Value) -> Finding? {
    guard !moment.isLeft, moment.calls > moment.arrivals else { return nil }
    let count = refusal(in: seen)?["count"]?.integer ?? 0
    let wanted = moment.calls - moment.arrivals
    guard count != wanted else { return nil }
    return finding(
      at: moment,
      expected: LocalizedText(
        en: "\(wanted) of \(moment.calls) calls get CircuitOpen",
        ko: "호출 \(moment.calls)번 중 \(wanted)번이 CircuitOpen을 받습니다"),
      seen: LocalizedText(en: "\(count) got it", ko: "\(count)번 받았습니다"), seen)
  }

  private func refusal(in seen: Value) -> Value? {
    seen["outcomes"]?.elements?.first { $0["kind"]?.text == "CircuitOpen" }
  }

  private func wrongRetryIn(_ moment: BreakerTimeline.Moment, _ seen: Value) -> Finding? {
    guard let retryIn = moment.retryIn else { return nil }
    let told = refusal(in: seen)?["raised"]?.exception?.attributes["retry_in"] ?? .null
    guard told.number.map({ abs($0 - retryIn) > timeTolerance }) ?? true else { return nil }
    return finding(
      at: moment,
      expected: LocalizedText(
        en: "`retry_in` is \(retryIn.display): the seconds until the breaker is half-open",
        ko: "`retry_in`은 \(retryIn.display), 곧 half-open이 될 때까지의 초입니다"),
      seen: LocalizedText(
        en: "`retry_in` was \(told.number?.display ?? told.display())",
        ko: "`retry_in`이 \(KoreanParticle.was.after(told.number?.display ?? told.display()))"), seen)
  }

  private func arrived(_ count: Int, of moment: BreakerTimeline.Moment) -> LocalizedText {
    let requests = count == 1 ? "1 request" : "\(count) requests"
    let calls = moment.calls == 1 ? "1 call" : "\(moment.calls) calls"
    return LocalizedText(
      en: "\(requests) of \(calls) reached the service", ko: "호출 \(moment.calls)번에서 요청 \(count)번이 서비스에 도달")
  }

  private func finding(
    at moment: BreakerTimeline.Moment, expected: LocalizedText, seen: LocalizedText, _ value: Value
  ) -> Finding {
    let time = moment.at.display
    let errors = (value["outcomes"]?.elements ?? []).compactMap { $0["raised"]?.exception }
    return Finding(
      expected: LocalizedText(en: "at \(time) s \(expected.en)", ko: "\(time)초에 \(expected.ko)"), seen: seen,
      input: text, caseIndex: index,
      exception: errors.first { $0.type != "CircuitOpen" && !$0.frames.isEmpty })
  }
}
