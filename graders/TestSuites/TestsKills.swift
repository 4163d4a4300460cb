import AssayModel
import GraderKit

/// Judges a learner's tests by what they would have caught.
struct TestsKills: Grader {
  static let description = GraderDescription(
    name: "tests.kills",
    summary: LocalizedText(
      en: "The learner's tests pass on every good build, the same way twice, and fail on each mutant.",
      ko: "작성한 테스트가 올바른 빌드에서는 두 번 모두 통과하고, 결함을 넣은 빌드(뮤턴트)마다 실패합니다."),
    discussion: """
      Where a good build fails, nothing counts. Otherwise the points are shared out by mutants killed; a hang \
      or a crash of the test run on a mutant counts as a kill. `mutants` limits the check to some of them.
      """,
    options: [
      OptionSpec("mutants", .list, summary: "Names of the mutants that count; all without it."),
      OptionSpec("at_least", .integer, summary: "Good builds that there must be; 2."),
    ],
    examples: testsKillsExamples)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let runs = try TestRun.read(criterion, in: evidence)
    let good = runs.filter(\.isGood)
    let least = criterion.options["at_least"]?.integer ?? 2
    guard Set(good.map(\.name)).count >= least else {
      throw GraderError("Check '\(criterion.id)' needs at least \(least) good builds under `builds`.")
    }
    let failures = good.filter { $0.outcome != "passed" }.map(\.goodFinding)
    guard failures.isEmpty else { return Verdict(.unmet, findings: Array(failures.prefix(3))) }
    guard Self.isSteady(good) else { return .unmet(Self.unsteady) }
    let chosen = criterion.options["mutants"]?.elements?.compactMap(\.text)
    let mutants = runs.filter { run in !run.isGood && chosen?.contains(run.name) != false }
    if let missing = chosen?.first(where: { name in !mutants.contains { $0.name == name } }) {
      throw GraderError("Check '\(criterion.id)' names the mutant '\(missing)', which `builds` lacks.")
    }
    let alive = mutants.filter { !$0.isKilled }
    guard !alive.isEmpty else { return .met }
    let fraction = Double(mutants.count - alive.count) / Double(mutants.count)
    return Verdict(
      fraction > 0 ? .partial(fraction: fraction) : .unmet,
      findings: [Self.survivors(alive.count, of: mutants.count)])
  }

  /// Whether both runs of each good build had the same number of passing tests.
  private static func isSteady(_ good: [TestRun]) -> Bool {
    Dictionary(grouping: good, by: \.name).values.allSatisfy { Set($0.map(\.passed)).count == 1 }
  }

  private static let unsteady = Finding(
    expected: LocalizedText(en: "the same tests pass each time", ko: "매번 같은 테스트가 통과합니다"),
    seen: LocalizedText(en: "two runs on one good build differ", ko: "같은 빌드에서 두 번의 결과가 다릅니다"))

  private static func survivors(_ alive: Int, of all: Int) -> Finding {
    Finding(
      expected: LocalizedText(
        en: "at least one test fails on each of the \(all) wrong builds",
        ko: "결함이 있는 빌드 \(all)개마다 실패하는 테스트가 있습니다"),
      seen: LocalizedText(
        en: "\(alive) of them pass unnoticed", ko: "그중 \(alive)개가 모든 테스트를 통과했습니다"))
  }
}
