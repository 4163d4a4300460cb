import AssayModel
import GraderKit

/// Judges one rewritten function: right results, fewer executed instructions, and less CPU time.
struct RewriteGrader: Grader {
  static let description = GraderDescription(
    name: "bytecode.rewrite",
    summary: LocalizedText(
      en: "Bounds the opcodes that a function executes, as a share of the starter's.",
      ko: "함수가 실행하는 opcode 수를 시작 코드 대비 비율로 제한합니다."),
    discussion: """
      `from:` names the counts of the submission and of the starter (workload bytecode.rewrites, operation \
      count), then their CPU time for many untraced runs. Opcodes are counted by the learner's own process; the \
      CPU time is measured from outside, so that instructions which escape the count still cost.
      """,
    options: [
      OptionSpec("function", .text, isRequired: true, summary: "The function of fast.py."),
      OptionSpec("at_most", .number, isRequired: true, summary: "The greatest ratio of executed opcodes."),
      OptionSpec("cpu", .number, isRequired: true, summary: "The greatest ratio of CPU time."),
    ],
    examples: RewriteExamples.rewrite)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    guard let function = criterion.options["function"]?.text,
      let bound = criterion.options["at_most"]?.number, let cpuBound = criterion.options["cpu"]?.number,
      criterion.scenarios.count == 4
    else {
      throw GraderError("Check '\(criterion.id)' needs function, at_most, cpu and four scenarios.")
    }
    let scenarios = criterion.scenarios
    if case .failure(let unusable) = try OpcodeCount.read(function, from: scenarios[0], in: evidence) {
      return .unmet(unexpected(unusable.outcome, expected: Self.returns(function)))
    }
    guard
      let counted = try OpcodeCount.ratio(
        function, own: scenarios[0], starter: scenarios[1], in: evidence)
    else { throw GraderError("Check '\(criterion.id)' found no count.") }
    let findings = [
      Self.wrongResult(counted.own, function), Self.disturbance(counted.own, function),
      Self.tooMany(counted, function, bound),
    ].compactMap { $0 }
    guard findings.isEmpty else { return .judged(by: findings) }
    return .judged(by: try Self.tooSlow(evidence, scenarios, function, cpuBound).map { [$0] } ?? [])
  }

  private static func returns(_ function: String) -> LocalizedText {
    LocalizedText(
      en: "\(function)() returns", ko: "\(KoreanParticle.subject.after(function + "()")) 값을 반환합니다")
  }

  private static func wrongResult(_ count: OpcodeCount, _ function: String) -> Finding? {
    guard let index = zip(count.results, count.expected).enumerated().first(where: { $1.0 != $1.1 })?.offset
    else { return nil }
    let isTraced = index == 1
    return Finding(
      expected: LocalizedText(
        en: "\(function)() is right" + (isTraced ? ", traced or not" : ""),
        ko: "\(function)()의 결과가 " + (isTraced ? "추적 여부와 상관없이 " : "") + "맞습니다"),
      seen: LocalizedText(
        en: isTraced
          ? "right without tracing, wrong while opcodes are counted"
          : "the result differs from the starter's",
        ko: isTraced
          ? "추적하지 않을 때는 맞지만 opcode를 세는 동안에는 틀립니다" : "결과가 시작 코드와 다릅니다"),
      caseIndex: 0)
  }

  private static func disturbance(_ count: OpcodeCount, _ function: String) -> Finding? {
    guard count.isDisturbed else { return nil }
    let names = count.events.isEmpty ? "sys.settrace" : count.events.joined(separator: ", ")
    return Finding(
      expected: LocalizedText(
        en: "all of \(function)() runs where its instructions can be counted",
        ko: "\(function)()의 모든 부분이 명령어를 셀 수 있는 곳에서 실행됩니다"),
      seen: LocalizedText(
        en: "while it was being counted it used \(names)", ko: "세는 동안 사용한 것: \(names)"),
      caseIndex: 0)
  }

  private static func tooMany(
    _ counted: (own: OpcodeCount, starter: Int, ratio: Double), _ function: String, _ bound: Double
  ) -> Finding? {
    guard counted.ratio > bound else { return nil }
    return Finding(
      expected: LocalizedText(
        en: "at most \(bound.display) of the opcodes that the starter's \(function)() executes"
          + " (\(counted.starter))",
        ko: "실행하는 opcode가 시작 코드 \(function)()(\(counted.starter)개)의 \(bound.display)배 이하"),
      seen: LocalizedText(
        en: "\(counted.own.opcodes), \(counted.ratio.display) of it",
        ko: "\(counted.own.opcodes)개, \(counted.ratio.display)배"),
      caseIndex: 0)
  }

  private static func tooSlow(
    _ evidence: Evidence, _ scenarios: [String], _ function: String, _ bound: Double
  ) throws -> Finding? {
    let own = evidence.runs(of: scenarios[2])
    if let broken = own.flatMap(\.calls).first(where: { $0.returned == nil }) {
      return unexpected(broken.outcome, expected: returns(function))
    }
    guard let learner = CPURatio.minimum(own),
      let starter = CPURatio.minimum(evidence.runs(of: scenarios[3])), starter > 0
    else { throw GraderError("There is no CPU time to compare with in '\(scenarios[3])'.") }
    let ratio = learner / starter
    guard ratio > bound else { return nil }
    return Finding(
      expected: LocalizedText(
        en: "fewer opcodes take less time: at most \(bound.display) of the starter's CPU time",
        ko: "opcode가 줄면 시간도 줍니다: CPU 시간이 시작 코드의 \(bound.display)배 이하"),
      seen: LocalizedText(
        en: "\(ratio.display) of it, so not all that \(function)() executes was counted",
        ko: "\(ratio.display)배입니다. \(KoreanParticle.subject.after(function + "()")) 실행한 것이 모두 세어지지는 않았습니다"),
      caseIndex: 0)
  }
}
