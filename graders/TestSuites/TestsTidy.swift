import AssayModel
import GraderKit

/// Judges what a run of tests leaves behind.
struct TestsTidy: Grader {
  static let description = GraderDescription(
    name: "tests.tidy",
    summary: LocalizedText(
      en: "No run leaves a file, an open connection, a task, a thread or a process behind.",
      ko: "어떤 실행도 파일, 열린 연결, 태스크, 스레드, 프로세스를 남기지 않습니다."),
    discussion: """
      Files are looked for in the working and the temporary folder; what pytest keeps of `tmp_path` does not count. \
      Tasks are those that an event loop has to cancel when it ends. Needs runs with `warm`.
      """,
    examples: testsTidyExamples)

  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict {
    let findings = try TestRun.read(criterion, in: evidence).compactMap { run -> Finding? in
      guard run.outcome == "passed" else { return run.goodFinding }
      let left = Self.left(run.value)
      guard !left.isEmpty else { return nil }
      return Finding(
        expected: LocalizedText(en: "nothing is left", ko: "아무것도 남지 않습니다"),
        seen: LocalizedText(
          en: left.map(\.en).joined(separator: ", "), ko: left.map(\.ko).joined(separator: ", ")))
    }
    return .judged(by: Array(findings.prefix(2)))
  }

  private static func left(_ value: Value) -> [LocalizedText] {
    let watch = value["watch"]
    let counts: [(Int?, String, String)] = [
      (value["left"]?.elements?.count, "files", "파일"), (value["survivors"]?.integer, "processes", "프로세스"),
      (watch?["files"]?.integer, "open files", "열린 파일"), (watch?["tasks"]?.integer, "tasks", "태스크"),
      (watch?["threads"]?.integer, "threads", "스레드"),
    ]
    return counts.compactMap { count, en, ko in
      guard let count else { return LocalizedText(en: "no figure of \(en)", ko: "\(ko) 수를 알 수 없음") }
      return count > 0 ? LocalizedText(en: "\(en): \(count)", ko: "\(ko) \(count)개") : nil
    }
  }
}
