import AssayModel
import GraderKit

/// Judges the cycles that are found against the strongly connected components of the same graph.
struct CyclesGrader: Grader {
  static let description = GraderDescription(
    name: "lifecycle.cycles",
    summary: LocalizedText(
      en: "Compares the cycles that are found with the strongly connected components of the graph.",
      ko: "찾아낸 순환을 같은 그래프의 강한 연결 요소와 비교합니다."),
    discussion: """
      The inputs say it all: objects and edges that are spelled out (operation cycles), a seed from which both \
      sides draw the same graph (graph), or `what` was built (chain, special). The order of cycles is free, that \
      of the names in a cycle is not.
      """,
    examples: LifecycleExamples.cycles)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    var findings: [Finding] = []
    for run in criterion.scenarios.flatMap(evidence.runs(of:)) {
      guard !run.plan.inputs.isEmpty, run.plan.inputs.count == run.calls.count else {
        throw GraderError("Check '\(criterion.id)' needs graphs.")
      }
      for (index, pair) in zip(run.plan.inputs, run.calls).enumerated() where findings.count < mostFindings {
        guard let question = CycleQuestion(pair.0) else {
          throw GraderError("Check '\(criterion.id)': the input of case \(index) is no graph.")
        }
        if var finding = question.finding(pair.1.outcome) {
          finding.input = run.inputText(index)
          finding.caseIndex = index
          findings.append(finding)
        }
      }
    }
    return .judged(by: findings)
  }
}

/// What is asked about, and the right answer.
private struct CycleQuestion {
  var right: [CycleNames]
  var about: LocalizedText

  init?(_ input: Value) {
    if let what = input["what"]?.text {
      guard let known = Self.known(what, length: input["length"]?.integer ?? 0) else { return nil }
      (right, about) = known
      return
    }
    guard let graph = ObjectGraph(spelledOut: input) ?? ObjectGraph(drawnFrom: input) else { return nil }
    right = graph.cycles.map { cycle in CycleNames(sorting: cycle.map { graph.types[$0] }) }
    about = LocalizedText(en: "a graph of \(graph.types.count) objects", ko: "객체 \(graph.types.count)개의 그래프")
  }

  private static func known(_ what: String, length: Int) -> ([CycleNames], LocalizedText)? {
    switch what {
    case "open": ([], LocalizedText(en: "a chain of \(length) objects", ko: "객체 \(length)개의 사슬"))
    case "ring":
      (
        [CycleNames(sorting: (0..<length).map { $0 % 2 == 1 ? "Link" : "list" })],
        LocalizedText(en: "a ring of \(length) objects", ko: "객체 \(length)개의 고리")
      )
    case "closure":
      (
        [CycleNames(sorting: ["cell", "function", "tuple"])],
        LocalizedText(en: "a nested function that refers to itself", ko: "자기 자신을 참조하는 안쪽 함수")
      )
    case "method":
      (
        [CycleNames(sorting: ["Holder", "method"])],
        LocalizedText(en: "an object that holds a method of its own", ko: "자신의 메서드를 쥔 객체")
      )
    case "globals":
      ([], LocalizedText(en: "a way through the globals of a function", ko: "함수의 전역 이름 공간을 지나는 길"))
    case "class": ([], LocalizedText(en: "a way through a class", ko: "클래스를 지나는 길"))
    case "module": ([], LocalizedText(en: "a way through a module", ko: "모듈을 지나는 길"))
    case "frame": ([], LocalizedText(en: "a way through a frame", ko: "프레임을 지나는 길"))
    default: nil
    }
  }

  func finding(_ outcome: CallRecord.Outcome) -> Finding? {
    guard case .returned(let value) = outcome else {
      return unexpected(
        outcome,
        expected: LocalizedText(
          en: "find_cycles() returns the cycles of \(about.en)",
          ko: "find_cycles()가 순환을 반환합니다 (대상: \(about.ko))"))
    }
    let cycles = value.elements?.compactMap(CycleNames.init) ?? []
    guard cycles.sorted() != right.sorted() else { return nil }
    guard right.count <= 4, cycles.count <= 8 else { return counted(cycles) }
    return Finding(
      expected: LocalizedText(
        en: "\(Self.text(right)) in \(about.en)", ko: "\(Self.text(right)) (대상: \(about.ko))"),
      seen: LocalizedText(verbatim: Self.text(cycles)))
  }

  /// A difference among many cycles: their number, and one that is missing or too much.
  private func counted(_ cycles: [CycleNames]) -> Finding {
    let missing = Set(right).subtracting(cycles).min { $0.size < $1.size }
    let surplus = Set(cycles).subtracting(right).min { $0.size < $1.size }
    let wanted = missing.map { LocalizedText(en: ", one of them \($0.text)", ko: ", 그 가운데 하나는 \($0.text)") }
    let got = surplus.map { LocalizedText(en: ", one of them \($0.text)", ko: ", 그 가운데 하나는 \($0.text)") }
    return Finding(
      expected: LocalizedText(
        en: "\(right.count) cycles in \(about.en)\(wanted?.en ?? "")",
        ko: "\(about.ko)에 순환 \(right.count)개\(wanted?.ko ?? "")"),
      seen: LocalizedText(
        en: "\(cycles.count) cycles\(got?.en ?? "")", ko: "순환 \(cycles.count)개\(got?.ko ?? "")"))
  }

  private static func text(_ cycles: [CycleNames]) -> String {
    "[" + cycles.sorted().map(\.text).joined(separator: ", ") + "]"
  }
}
