import AssayModel
import GraderKit

/// Compares the results that a call returned with the right ones.
struct FetchComparison {
  let run: FetchRun
  /// How many differing results are shown one by one.
  private static let shown = 3

  /// What differs; `anyOrder` compares by `index` instead of by position.
  func findings(anyOrder: Bool) -> [Finding] {
    guard let returned = run.evidence["results"] else { return [shapeFinding(.null)] }
    guard case .list(let results) = returned else { return [shapeFinding(returned)] }
    guard results.count == run.expected.count else {
      return [
        run.finding(
          expected: LocalizedText(en: "\(run.expected.count) results", ko: "결과 \(run.expected.count)개"),
          seen: LocalizedText(en: "\(results.count) results", ko: "결과 \(results.count)개"))
      ]
    }
    let indices = results.map { $0[0]?.integer ?? -1 }
    guard indices.sorted() == Array(results.indices) else { return [indexFinding(indices)] }
    let byIndex = zip(indices, results).sorted { $0.0 < $1.0 }.map(\.1)
    return (anyOrder ? [] : orderFindings(indices)) + differences(byIndex)
  }

  private func shapeFinding(_ seen: Value) -> Finding {
    run.finding(
      expected: LocalizedText(en: "a list of results", ko: "결과의 리스트"),
      seen: LocalizedText(verbatim: seen.display(limit: 80)))
  }

  private func indexFinding(_ indices: [Int]) -> Finding {
    let missing = Set(indices.indices).subtracting(indices).sorted().prefix(5).map(String.init)
    return run.finding(
      expected: LocalizedText(
        en: "a `Result` for each index from 0 to \(indices.count - 1)",
        ko: "0부터 \(indices.count - 1)까지 index마다 `Result` 하나"),
      seen: LocalizedText(
        en: "none for index \(missing.joined(separator: ", "))",
        ko: "index \(missing.joined(separator: ", "))의 결과가 없습니다"))
  }

  private func orderFindings(_ indices: [Int]) -> [Finding] {
    guard let position = indices.indices.first(where: { indices[$0] != $0 }) else { return [] }
    let misplaced = indices.indices.count { indices[$0] != $0 }
    return [
      run.finding(
        expected: LocalizedText(en: "results in the order of the URLs", ko: "URL 순서대로 정렬된 결과"),
        seen: LocalizedText(
          en:
            "\(misplaced) of \(indices.count) are out of place, the first at \(position): index \(indices[position])",
          ko: "\(indices.count)개 중 \(misplaced)개의 자리가 다릅니다. 첫 번째는 \(position)번 자리의 index \(indices[position])"
        ))
    ]
  }

  private func differences(_ results: [Value]) -> [Finding] {
    let wrong = results.indices.filter { !matches(results[$0], run.expected[$0]) }
    var findings = wrong.prefix(Self.shown).map { difference(at: $0, results[$0]) }
    if wrong.count > 1 {
      findings[0].seen.en += " (\(wrong.count) of \(results.count) results differ)"
      findings[0].seen.ko += " (결과 \(results.count)개 중 \(wrong.count)개가 다름)"
    }
    return findings
  }

  private func matches(_ result: Value, _ expected: ExpectedResult) -> Bool {
    guard result.elements?.count == 5, let url = result[1]?.text, url.hasSuffix(expected.path) else {
      return false
    }
    return result[2] == (expected.status.map { .int($0) } ?? .null)
      && result[3] == (expected.body?.value ?? .null)
      && result[4] == (expected.error.map { .string($0) } ?? .null)
  }

  private func difference(at index: Int, _ result: Value) -> Finding {
    let expected = run.expected[index]
    let right = text(
      status: expected.status.map { .int($0) } ?? .null,
      body: bodyText(expected.body?.value ?? .null, at: index),
      error: expected.error.map { .string($0) } ?? .null)
    return run.finding(
      expected: LocalizedText(
        en: "result \(index) (\(expected.kind.en)): \(right.en)",
        ko: "결과 \(index) (\(expected.kind.ko)): \(right.ko)"),
      seen: seenText(result, at: index))
  }

  private func seenText(_ result: Value, at index: Int) -> LocalizedText {
    guard result.elements?.count == 5, let status = result[2], let body = result[3], let error = result[4]
    else {
      return LocalizedText(verbatim: result.display(limit: 80))
    }
    guard let url = result[1]?.text, url.hasSuffix(run.expected[index].path) else {
      return LocalizedText(en: "its `url` is not that of the input", ko: "`url`이 입력과 다릅니다")
    }
    return text(status: status, body: bodyText(body, at: index), error: error)
  }

  private func text(status: Value, body: LocalizedText, error: Value) -> LocalizedText {
    LocalizedText(
      en: "status \(status.display(limit: 40)), \(body.en), error \(error.display(limit: 40))",
      ko: "status \(status.display(limit: 40)), \(body.ko), error \(error.display(limit: 40))")
  }

  private func bodyText(_ body: Value, at index: Int) -> LocalizedText {
    if body == .null { return LocalizedText(en: "no body", ko: "본문 없음") }
    guard let digest = BodyDigest(body) else {
      return LocalizedText(en: "body \(body.display(limit: 40))", ko: "본문 \(body.display(limit: 40))")
    }
    if digest == run.expected[index].body {
      return LocalizedText(en: "its body of \(digest.length) bytes", ko: "본문 \(digest.length)바이트")
    }
    if let owner = run.expected.firstIndex(where: { $0.body == digest }) {
      return LocalizedText(en: "the body that belongs to result \(owner)", ko: "결과 \(owner)의 본문")
    }
    return run.expected[index].body == nil
      ? LocalizedText(en: "a body of \(digest.length) bytes", ko: "본문 \(digest.length)바이트")
      : LocalizedText(en: "another body of \(digest.length) bytes", ko: "서버가 보낸 것과 다른 본문 \(digest.length)바이트")
  }
}
