import AssayModel

/// Turns evidence into results: asks each criterion's grader, applies `requires`, counts points.
public struct Judge: Sendable {
  private let registry: Registry

  /// Judges with the graders of `registry`.
  public init(registry: Registry) { self.registry = registry }

  /// The results in rubric order.
  ///
  /// A criterion whose scenario has no record, though nothing it requires failed, is `ungraded`.
  public func results(on evidence: Evidence, rubric: [Criterion]) -> [CriterionResult] {
    var verdicts: [String: Verdict] = [:]
    for criterion in Self.inDependencyOrder(rubric) {
      verdicts[criterion.id] = verdict(on: evidence, for: criterion, given: verdicts)
    }
    return rubric.map { criterion in
      let verdict = verdicts[criterion.id] ?? Verdict(.ungraded(Fault(.grader, "It was not judged.")))
      return CriterionResult(
        criterion: criterion, verdict: Self.withoutHiddenInputs(verdict, criterion.visibility),
        earned: Self.points(of: verdict.outcome, worth: criterion.points))
    }
  }

  private func verdict(
    on evidence: Evidence, for criterion: Criterion, given verdicts: [String: Verdict]
  ) -> Verdict {
    let missing = criterion.requires.filter { verdicts[$0]?.outcome != .met }
    guard missing.isEmpty else { return Verdict(.blocked(by: missing)) }
    for scenario in criterion.scenarios where evidence.runs(of: scenario).isEmpty {
      return Verdict(
        .ungraded(Fault(.grader, "There is no evidence of scenario '\(scenario)'; grade again.")))
    }
    if let verdict = Self.verdictWithoutCode(criterion.scenarios.flatMap(evidence.runs(of:))) {
      return verdict
    }
    do {
      return try registry.grader(criterion.grader).verdict(on: evidence, for: criterion)
    } catch let fault as Fault {
      return Verdict(.ungraded(fault))
    } catch {
      return Verdict(.ungraded(Fault(.grader, "Grader '\(criterion.grader)': \(error)")))
    }
  }

  /// The verdict when code could not be loaded: the learner's own is unmet, a yardstick's is the lab's fault.
  private static func verdictWithoutCode(_ runs: [RunRecord]) -> Verdict? {
    guard let run = runs.first(where: { $0.loadFailure != nil }), let failure = run.loadFailure else {
      return nil
    }
    guard run.plan.subject == .submission else {
      let fault = Fault(
        .lab, "The lab's \(run.plan.subject.rawValue) could not be loaded; tell the lab's author.")
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
