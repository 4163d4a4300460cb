import AssayModel
import GraderKit

extension Expectation.Predicate {
  /// The predicate with drawn names in its values replaced.
  func substituting(_ drawn: [String: String]) -> Self {
    switch self {
    case .equal(let value): .equal(value.substituting(drawn))
    case .allEqual(let value): .allEqual(value.substituting(drawn))
    case .contains(let value): .contains(value.substituting(drawn))
    default: self
    }
  }

  /// Whether it holds for `value`.
  func holds(for value: Value) -> Bool {
    switch self {
    case .equal(let wanted): value == wanted
    case .approximately(let wanted, let tolerance):
      value.number.map { abs($0 - wanted) <= tolerance } ?? false
    case .atMost(let bound): value.number.map { $0 <= bound } ?? false
    case .atLeast(let bound): value.number.map { $0 >= bound } ?? false
    case .between(let low, let high): value.number.map { low <= $0 && $0 <= high } ?? false
    case .allEqual(let wanted): value.elements?.allSatisfy { $0 == wanted } ?? false
    case .allBetween(let low, let high):
      value.elements?.allSatisfy { $0.number.map { low <= $0 && $0 <= high } ?? false } ?? false
    case .sorted(let descending):
      value.elements.map { Self.isSorted($0, descending: descending) } ?? false
    case .contains(let wanted):
      value.elements?.contains(wanted) ?? value.entries?.contains { $0.key == wanted } ?? false
    case .count(let wanted): (value.elements?.count ?? value.entries?.count) == wanted
    }
  }

  private static func isSorted(_ items: [Value], descending: Bool) -> Bool {
    let numbers = items.compactMap(\.number)
    guard numbers.count == items.count else { return false }
    return zip(numbers, numbers.dropFirst()).allSatisfy { descending ? $0 >= $1 : $0 <= $1 }
  }

  /// What is wrong with `value`; empty when the predicate holds.
  ///
  /// Lists are compared element by element.
  func findings(for value: Value, subject: String, run: RunRecord, caseIndex: Int?) -> [Finding] {
    guard !holds(for: value) else { return [] }
    if case .equal(.list(let wanted)) = self, case .list(let seen) = value, seen.count == wanted.count {
      return zip(wanted, seen).enumerated().filter { $1.0 != $1.1 }.prefix(5).map { index, pair in
        finding(subject: "\(subject) [\(index)]", .equal(pair.0), pair.1, run, caseIndex: caseIndex ?? index)
      }
    }
    if let wanted = elementwise, let seen = value.elements {
      return seen.enumerated().filter { !wanted.holds(for: $1) }.prefix(5).map { index, item in
        finding(subject: "\(subject) [\(index)]", wanted, item, run, caseIndex: caseIndex ?? index)
      }
    }
    return [finding(subject: subject, self, value, run, caseIndex: caseIndex ?? 0)]
  }

  private var elementwise: Self? {
    switch self {
    case .allEqual(let wanted): .equal(wanted)
    case .allBetween(let low, let high): .between(low, high)
    default: nil
    }
  }

  private func finding(
    subject: String, _ predicate: Self, _ seen: Value, _ run: RunRecord, caseIndex: Int
  ) -> Finding {
    Finding(
      expected: LocalizedText(
        en: "`\(subject)`: \(predicate.text.en)", ko: "`\(subject)`: \(predicate.text.ko)"),
      seen: LocalizedText(verbatim: seen.display()), input: run.inputText(caseIndex), caseIndex: caseIndex)
  }

  /// The predicate in words.
  var text: LocalizedText {
    switch self {
    case .equal(let wanted): LocalizedText(verbatim: wanted.display())
    case .approximately(let wanted, let tolerance):
      LocalizedText(verbatim: "\(wanted.display) ± \(tolerance.display)")
    case .atMost(let bound): LocalizedText(en: "at most \(bound.display)", ko: "\(bound.display) 이하")
    case .atLeast(let bound): LocalizedText(en: "at least \(bound.display)", ko: "\(bound.display) 이상")
    case .between(let low, let high):
      low == high
        ? LocalizedText(en: "exactly \(low.display)", ko: "정확히 \(low.display)")
        : LocalizedText(en: "\(low.display) to \(high.display)", ko: "\(low.display) 이상 \(high.display) 이하")
    case .allEqual(let wanted):
      LocalizedText(en: "every one is \(wanted.display())", ko: "모두 \(wanted.display())")
    case .allBetween(let low, let high):
      LocalizedText(
        en: "every one from \(low.display) to \(high.display)", ko: "모두 \(low.display)~\(high.display)")
    case .sorted(let descending):
      descending
        ? LocalizedText(en: "in descending order", ko: "내림차순")
        : LocalizedText(en: "in ascending order", ko: "오름차순")
    case .contains(let wanted):
      LocalizedText(
        en: "contains \(wanted.display())", ko: "\(KoreanParticle.object.after(wanted.display())) 포함")
    case .count(let wanted): LocalizedText(en: "\(wanted) of them", ko: "\(wanted)개")
    }
  }
}
