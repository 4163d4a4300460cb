import AssayModel

/// Turns evidence into results: asks each criterion's grader, applies `requires`, counts points.
public struct Judge: Sendable {
  private let registry: Registry

  /// Judges with the graders of `registry`.
  public init(registry: Registry) { self.registry = registry }

  /// The results in rubric order; criteria whose grader runs outside are left `inconclusive`.
  ///
  /// A criterion whose scenario has no record, though nothing it requires failed, is `ungraded`.
  public func results(on evidence: Evidence, rubric: [Criterion]) -> [CriterionResult] {
    var verdicts: [String: Verdict] = [:]
    for criterion in Self.inDependencyOrder(rubric) {
      verdicts[criterion.id] =
        verdictWithoutGrader(on: evidence, for: criterion, given: verdicts)
        ?? (criterion.external == nil ? asked(on: evidence, for: criterion) : Verdict(.inconclusive))
    }
    return Self.results(rubric, verdicts)
  }

  /// The results in rubric order, graders that run outside asked by `outside`.
  ///
  /// - Throws: `CancellationError`; whatever else goes wrong outside leaves its criterion `ungraded`.
  public func results(
    on evidence: Evidence, rubric: [Criterion], outside: any ExternalJudge
  ) async throws -> [CriterionResult] {
    var verdicts: [String: Verdict] = [:]
    for criterion in Self.inDependencyOrder(rubric) {
      if let verdict = verdictWithoutGrader(on: evidence, for: criterion, given: verdicts) {
        verdicts[criterion.id] = verdict
      } else if criterion.external == nil {
        verdicts[criterion.id] = asked(on: evidence, for: criterion)
      } else {
        do {
          verdicts[criterion.id] = try await outside.verdict(on: evidence, for: criterion)
        } catch {
          try Task.checkCancellation()
          verdicts[criterion.id] = Self.verdict(for: error, of: criterion.grader)
        }
      }
    }
    return Self.results(rubric, verdicts)
  }

  private static func results(_ rubric: [Criterion], _ verdicts: [String: Verdict]) -> [CriterionResult] {
    rubric.map { criterion in
      let verdict = verdicts[criterion.id] ?? Verdict(.ungraded(Fault(.grader, detail: "it was not judged")))
      return CriterionResult(
        criterion: criterion, verdict: withoutHiddenInputs(verdict, criterion.visibility),
        earned: points(of: verdict.outcome, worth: criterion.points))
    }
  }

  /// The verdict that follows without asking the grader; nil where it must be asked.
  private func verdictWithoutGrader(
    on evidence: Evidence, for criterion: Criterion, given verdicts: [String: Verdict]
  ) -> Verdict? {
    if let verdict = Self.verdict(given: criterion.requires.map { ($0, verdicts[$0]?.outcome) }) {
      return verdict
    }
    for scenario in criterion.scenarios where evidence.runs(of: scenario).isEmpty {
      return Verdict(.ungraded(Fault(.grader, detail: "there is no evidence of scenario '\(scenario)'")))
    }
    if let fault = criterion.neededScenarios.lazy.compactMap(evidence.fault).first {
      return Verdict(.ungraded(fault))
    }
    return Self.verdictWithoutCode(criterion.scenarios.flatMap(evidence.runs(of:)))
  }

  private func asked(on evidence: Evidence, for criterion: Criterion) -> Verdict {
    do {
      return try registry.grader(criterion.grader).verdict(on: evidence, for: criterion)
    } catch {
      return Self.verdict(for: error, of: criterion.grader)
    }
  }

  private static func verdict(for error: any Error, of grader: String) -> Verdict {
    switch error {
    case let fault as Fault: return Verdict(.ungraded(fault))
    case let forged as ForgedEvidence: return .unmet(forged.finding)
    default:
      let cause = LocalizedText(en: "Grader '\(grader)' failed", ko: "채점기 '\(grader)'에 문제가 발생했습니다")
      return Verdict(.ungraded(Fault(.grader, cause, detail: withoutFullStop("\(error)"))))
    }
  }

  private static func withoutFullStop(_ text: String) -> String {
    text.hasSuffix(".") ? String(text.dropLast()) : text
  }

  /// What follows from the criteria that one builds on; nil where they are all met.
  ///
  /// One that was judged and not met blocks. Where none was, but one could not be judged, this one cannot be
  /// either: the learner has not failed anything yet.
  private static func verdict(given required: [(id: String, outcome: Verdict.Outcome?)]) -> Verdict? {
    let open = required.filter { $0.outcome != .met }
    guard !open.isEmpty else { return nil }
    let faults = open.compactMap { if case .ungraded(let fault)? = $0.outcome { fault } else { nil } }
    let undecided = open.count { $0.outcome == .inconclusive }
    guard faults.count + undecided == open.count else { return Verdict(.blocked(by: open.map(\.id))) }
    return Verdict(faults.first.map { .ungraded($0) } ?? .inconclusive)
  }

  /// The verdict when code could not be loaded: the learner's own is unmet, a yardstick's is the lab's fault.
  private static func verdictWithoutCode(_ runs: [RunRecord]) -> Verdict? {
    guard let run = runs.first(where: { $0.loadFailure != nil }), let failure = run.loadFailure else {
      return nil
    }
    guard run.plan.subject == .submission else {
      let name = run.plan.subject.rawValue
      let fault = Fault(
        .lab,
        LocalizedText(en: "The lab's \(name) could not be loaded", ko: "랩의 \(name) 코드를 불러올 수 없습니다"))
      return Verdict(.ungraded(fault))
    }
    return .unmet(failure.finding)
  }

  /// The rubric with every criterion after those that it requires.
  static func inDependencyOrder(_ rubric: [Criterion]) -> [Criterion] {
    var ordered: [Criterion] = []
    var remaining = rubric
    while !remaining.isEmpty {
      let known = Set(ordered.map(\.id))
      let all = Set(rubric.map(\.id))
      let ready = remaining.filter { $0.requires.allSatisfy { known.contains($0) || !all.contains($0) } }
      guard !ready.isEmpty else { return ordered + remaining }
      ordered += ready
      remaining.removeAll { candidate in ready.contains { $0.id == candidate.id } }
    }
    return ordered
  }

  /// Points for an outcome, in hundredths, halves rounded up.
  static func points(of outcome: Verdict.Outcome, worth points: Int) -> Double {
    switch outcome {
    case .met: Double(points)
    case .partial(let fraction):
      (Double(points) * min(max(fraction, 0), 1) * 100 + 0.5).rounded(.down) / 100
    case .unmet, .blocked, .inconclusive, .ungraded: 0
    }
  }

  private static func withoutHiddenInputs(_ verdict: Verdict, _ visibility: Visibility) -> Verdict {
    var shown = verdict
    for index in shown.findings.indices {
      let caseIndex = shown.findings[index].caseIndex ?? 0
      if !visibility.shows(caseAt: caseIndex) { shown.findings[index].input = nil }
    }
    return shown
  }
}

/// Asks graders that run outside of this process.
public protocol ExternalJudge: Sendable {
  /// The verdict of the grader that `criterion` names.
  ///
  /// - Throws: ``Fault`` where there is none: it could not be built or started, crashed, or said no verdict.
  func verdict(on evidence: Evidence, for criterion: Criterion) async throws -> Verdict
}

extension Criterion {
  /// The scenarios that it judges, and those that its options name, as far as they name some.
  var neededScenarios: [String] { scenarios + (options.entries ?? []).compactMap(\.value.text) }
}
