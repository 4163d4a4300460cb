import AssayModel
import GraderKit

/// Judges `deep_sizeof` by the sizes of the parts that belong to each object.
struct SizeGrader: Grader {
  static let description = GraderDescription(
    name: "lifecycle.sizes",
    summary: LocalizedText(
      en: "deep_sizeof() is the sum of the parts that belong to the object, each once.",
      ko: "deep_sizeof()는 객체에 속한 부분의 크기를 한 번씩만 더한 값입니다."),
    discussion: """
      Judges the operations size and chain. The parts are named and measured by the exercise, in the learner's \
      process; the word, whose size CPython 3.11 fixes, shows a getsizeof that was tampered with.
      """,
    examples: LifecycleExamples.sizes)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    var findings: [Finding] = []
    for run in criterion.scenarios.flatMap(evidence.runs(of:)) {
      guard !run.plan.inputs.isEmpty, run.plan.inputs.count == run.calls.count else {
        throw GraderError("Check '\(criterion.id)' needs the operation size.")
      }
      for (index, pair) in zip(run.plan.inputs, run.calls).enumerated() where findings.count < mostFindings {
        guard let what = pair.0["what"]?.text else {
          throw GraderError("Check '\(criterion.id)': case \(index) does not say what was measured.")
        }
        if let finding = Self.finding(pair.1.outcome, what, seed: pair.0["seed"]?.integer ?? 0, index) {
          findings.append(finding)
        }
      }
    }
    return .judged(by: findings)
  }

  private static func finding(
    _ outcome: CallRecord.Outcome, _ what: String, seed: Int, _ index: Int
  ) -> Finding? {
    let about = text(of: what)
    guard case .returned(let value) = outcome, let parts = value["parts"]?.elements?.compactMap(\.integer)
    else {
      return unexpected(
        outcome,
        expected: LocalizedText(
          en: "deep_sizeof() measures \(about.en)", ko: "deep_sizeof()가 크기를 잽니다 (대상: \(about.ko))"),
        input: what, caseIndex: index)
    }
    // An ASCII str of n characters takes 49 + n bytes.
    let right = what == "words" ? 49 + 20 + seed % 50 : parts.reduce(0, +)
    guard value["size"]?.integer != right else { return nil }
    let sum = parts.count > 1 ? " = " + parts.map(String.init).joined(separator: " + ") : ""
    return Finding(
      expected: LocalizedText(
        en: "\(right) bytes\(sum) for \(about.en)", ko: "\(right)바이트\(sum) (대상: \(about.ko))"),
      seen: LocalizedText(verbatim: value["size"]?.display() ?? "–"), input: what, caseIndex: index)
  }

  private static func text(of what: String) -> LocalizedText {
    switch what {
    case "words": LocalizedText(en: "one str", ko: "str 하나")
    case "nested":
      LocalizedText(
        en: "a dict with a tuple and a list that share two texts", ko: "텍스트 두 개를 공유하는 tuple과 list가 든 dict")
    case "sets":
      LocalizedText(
        en: "a deque with None, True, a set and a frozenset that is in both",
        ko: "None, True, set, 그리고 양쪽에 든 frozenset이 있는 deque")
    case "looped": LocalizedText(en: "a list that contains itself", ko: "자기 자신을 담은 list")
    case "slots":
      LocalizedText(
        en: "an object with slots, one private and one never assigned", ko: "비공개 슬롯과 대입한 적 없는 슬롯이 있는 객체")
    case "hidden-slot":
      LocalizedText(
        en: "an object whose class hides a slot of its base", ko: "기반 클래스의 슬롯을 가리는 클래스의 객체")
    case "weakly":
      LocalizedText(
        en: "an object with a weak reference, which is not followed", ko: "약한 참조를 지닌 객체 (참조 대상은 따라가지 않음)")
    case "with-dict":
      LocalizedText(en: "an object with slots and a `__dict__`", ko: "슬롯과 `__dict__`가 모두 있는 객체")
    case "plain":
      LocalizedText(
        en: "an object that refers to itself, a function, a class and a module",
        ko: "자신, 함수, 클래스, 모듈을 참조하는 객체")
    case "subclass":
      LocalizedText(en: "a list of a subclass, with an attribute", ko: "속성이 있는 list 하위 클래스의 객체")
    default: LocalizedText(en: "a chain of many thousand objects", ko: "수만 개 객체의 사슬")
    }
  }
}
