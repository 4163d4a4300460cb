import AssayModel
import Foundation

/// What is said of a grader of the lab's own that gave no verdict.
struct GraderWords {
  private let name: String

  init(_ name: String) { self.name = name }

  /// It did not end well.
  func ended(_ process: ProcessRecord, _ limits: Limits) -> Fault {
    fault(end(process.termination, limits), detail: Self.lastLine(process.errorOutput))
  }

  /// It said by itself that it cannot judge.
  func failed(_ reason: String) -> Fault {
    fault(
      LocalizedText(en: "Grader '\(name)' could not judge", ko: "채점기 '\(name)'의 판정이 불가능합니다"),
      detail: Self.withoutFullStop(reason))
  }

  /// What it said is no verdict.
  func unreadable(_ reason: String) -> Fault {
    fault(
      LocalizedText(en: "Grader '\(name)' gave no verdict", ko: "채점기 '\(name)'의 판정 결과를 읽을 수 없습니다"),
      detail: reason)
  }

  /// More was returned than it could take in.
  func tooMuchEvidence(_ bytes: Int, _ most: Int) -> Finding {
    Finding(
      expected: LocalizedText(
        en: "results of at most \(most >> 10) KiB in all", ko: "전체 결과의 크기가 \(most >> 10)KiB 이하입니다"),
      seen: LocalizedText(verbatim: "\(bytes >> 10) KiB"))
  }

  private func fault(_ cause: LocalizedText, detail: String?) -> Fault {
    Fault(.grader, cause, detail: detail)
  }

  private func end(_ termination: Termination, _ limits: Limits) -> LocalizedText {
    switch termination {
    case .exited(let code):
      LocalizedText(
        en: "Grader '\(name)' ended with exit code \(code)",
        ko: "채점기 '\(name)'의 실행이 종료 코드 \(code)번으로 끝났습니다")
    case .signaled(let number):
      LocalizedText(
        en: "Grader '\(name)' was ended by signal \(number)",
        ko: "채점기 '\(name)'의 실행이 시그널 \(number)번으로 중단되었습니다")
    case .exceeded(.wall): exceeded("\(limits.wallSeconds) s", "실행 시간", "\(limits.wallSeconds)초")
    case .exceeded(.cpu): exceeded("\(limits.cpuSeconds) s of CPU", "CPU 시간", "\(limits.cpuSeconds)초")
    case .exceeded(.memory):
      exceeded("\(limits.memoryBytes >> 20) MiB of memory", "메모리", "\(limits.memoryBytes >> 20)MiB")
    case .exceeded(.processes): exceeded("\(limits.processes) processes", "프로세스", "\(limits.processes)개")
    case .exceeded(.output), .exceeded(.fixture):
      exceeded("\(limits.outputBytes >> 10) KiB of output", "출력", "\(limits.outputBytes >> 10)KiB")
    case .stopped: LocalizedText(en: "Grader '\(name)' was stopped", ko: "채점기 '\(name)'의 실행을 중단했습니다")
    }
  }

  private func exceeded(_ en: String, _ what: String, _ ko: String) -> LocalizedText {
    LocalizedText(
      en: "Grader '\(name)' took more than \(en)",
      ko: "채점기 '\(name)'의 \(KoreanParticle.subject.after(what)) 한도(\(ko))를 넘었습니다")
  }

  private static func lastLine(_ output: CapturedText) -> String? {
    let bytes = output.tail.isEmpty ? output.head : output.tail
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    return lines.last { !$0.allSatisfy(\.isWhitespace) }.map { String($0.prefix(300)) }
  }

  private static func withoutFullStop(_ text: String) -> String {
    text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}
