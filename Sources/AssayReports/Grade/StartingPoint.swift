import AssayModel

/// The lost check with which a learner does best to begin: the one that explains most of the others.
///
/// First counts how many checks are blocked by it, directly or through others. Between equals the check goes
/// first whose rule has the lowest number, because instructions state first what the rest builds on; between
/// those, the one that stands first in the rubric.
enum StartingPoint {
  /// The check to begin with; nil where none was lost.
  static func of(_ results: [CriterionResult]) -> CriterionResult? {
    let lost = results.filter { ($0.kind == .unmet || $0.kind == .partial) && !$0.verdict.findings.isEmpty }
    let ranked = lost.enumerated().min { first, second in
      rank(first.element, at: first.offset, in: results)
        < rank(second.element, at: second.offset, in: results)
    }
    return ranked?.element
  }

  private static func rank(
    _ result: CriterionResult, at position: Int, in results: [CriterionResult]
  ) -> (Int, Int, Int) {
    (-blocked(by: result.criterion.id, in: results), result.criterion.rules.min() ?? Int.max, position)
  }

  /// How many blocked checks build on `id`.
  private static func blocked(by id: String, in results: [CriterionResult]) -> Int {
    var causes: Set = [id]
    var count = 0
    var isComplete = false
    while !isComplete {
      let next = results.filter { result in
        guard case .blocked(let ids) = result.verdict.outcome, !causes.contains(result.criterion.id) else {
          return false
        }
        return !causes.isDisjoint(with: ids)
      }
      count += next.count
      causes.formUnion(next.map(\.criterion.id))
      isComplete = next.isEmpty
    }
    return count
  }
}
