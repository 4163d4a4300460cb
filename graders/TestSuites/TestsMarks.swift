import AssayModel
import GraderKit

/// Judges whether a mark divides the tests and whether parametrised ids can be read.
struct TestsMarks: Grader {
  static let description = GraderDescription(
    name: "tests.marks",
    summary: LocalizedText(
      en:
        "A mark divides the tests into two parts that both pass, and parametrised tests have ids one can read.",
      ko: "마커가 테스트를 둘로 나누고 양쪽이 모두 통과하며, 매개변수 테스트의 id를 읽을 수 있습니다."),
    discussion: """
      The scenario's first case runs all tests, the second those with the mark, the third those without it. An id \
      that pytest made from a position (`item0`) or an address cannot be read.
      """,
    options: [OptionSpec("parametrised", .integer, summary: "Parametrised tests that there must be; 2.")],
    examples: testsMarksExamples)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let runs = try TestRun.read(criterion, in: evidence)
    guard Set(runs.map(\.caseIndex)) == [0, 1, 2] else {
      throw GraderError("tests.marks needs three cases: all tests, those with the mark, those without it.")
    }
    if let broken = runs.first(where: { $0.caseIndex == 0 && $0.outcome != "passed" }) {
      return .unmet(broken.goodFinding)
    }
    let parts = Dictionary(grouping: runs, by: \.caseIndex).mapValues { $0.map { Set($0.ids) } }
    let divides = zip(zip(parts[0] ?? [], parts[1] ?? []), parts[2] ?? []).allSatisfy { pair, rest in
      !pair.1.isEmpty && !rest.isEmpty && pair.1.isDisjoint(with: rest) && pair.1.union(rest) == pair.0
    }
    let passes = runs.allSatisfy { $0.outcome == "passed" }
    let names = runs.first { $0.caseIndex == 0 }?.ids.compactMap(Self.parameters) ?? []
    let least = criterion.options["parametrised"]?.integer ?? 2
    var findings: [Finding] = []
    if !divides || !passes { findings.append(Self.undivided) }
    if names.count < least { findings.append(Self.tooFew(names.count, least)) }
    if let unreadable = names.first(where: Self.isMadeUp) { findings.append(Self.unreadable(unreadable)) }
    return .judged(by: findings)
  }

  /// What stands in brackets at the end of a test's name.
  private static func parameters(_ id: String) -> String? {
    guard id.hasSuffix("]"), let open = id.lastIndex(of: "[") else { return nil }
    return String(id[id.index(after: open)...].dropLast())
  }

  /// Whether pytest made a part of the id from the name of the argument and a position.
  private static func isMadeUp(_ name: String) -> Bool {
    name.contains("0x")
      || name.split(separator: "-").contains { part in
        let digits = part.reversed().prefix { $0.isNumber }.count
        let word = part.dropLast(digits)
        return digits > 0 && !word.isEmpty && word.allSatisfy { $0.isLetter || $0 == "_" }
      }
  }

  private static let undivided = Finding(
    expected: LocalizedText(
      en: "the tests with the mark and those without it are two parts that both pass",
      ko: "마커가 있는 테스트와 없는 테스트로 나뉘고 양쪽이 모두 통과합니다"),
    seen: LocalizedText(en: "one part is empty or does not pass", ko: "한쪽이 비어 있거나 통과하지 못했습니다"))

  private static func tooFew(_ count: Int, _ least: Int) -> Finding {
    Finding(
      expected: LocalizedText(en: "at least \(least) parametrised tests", ko: "매개변수 테스트가 \(least)개 이상 있습니다"),
      seen: LocalizedText(en: "\(count)", ko: "\(count)개"))
  }

  private static func unreadable(_ name: String) -> Finding {
    Finding(
      expected: LocalizedText(en: "ids that say what is tested", ko: "무엇을 시험하는지 알 수 있는 id"),
      seen: LocalizedText(verbatim: "[\(name)]"))
  }
}
