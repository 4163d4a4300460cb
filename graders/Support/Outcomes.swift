import AssayModel
import GraderKit

/// What a call that returned nothing did instead, as a finding.
func unexpected(
  _ outcome: CallRecord.Outcome, expected: LocalizedText? = nil, input: String? = nil, caseIndex: Int? = nil
) -> Finding {
  var finding = Finding(
    expected: expected ?? LocalizedText(en: "the call returns", ko: "호출이 값을 반환합니다"),
    seen: sentence(for: outcome), input: input, caseIndex: caseIndex)
  if case .raised(let error) = outcome { finding.exception = error }
  return finding
}

private func sentence(for outcome: CallRecord.Outcome) -> LocalizedText {
  switch outcome {
  case .returned(let value):
    return LocalizedText(
      en: "it returned \(value.display())", ko: "\(KoreanParticle.object.after(value.display())) 반환했습니다")
  case .raised(let error):
    let text = error.message.isEmpty ? error.type : "\(error.type): \(error.message)"
    return LocalizedText(en: "it raised \(text)", ko: "예외가 발생했습니다: \(text)")
  case .deadlocked(let waiting):
    let places = waiting.isEmpty ? "" : " (\(waiting.joined(separator: ", ")))"
    return LocalizedText(
      en: "it waits for something that nobody will ever do: a deadlock\(places)",
      ko: "아무도 끝내지 않을 대기에 빠졌습니다: 교착 상태\(places)")
  case .timedOut(let seconds):
    return LocalizedText(
      en: "it had not finished after \(seconds.display) s", ko: "\(seconds.display)초가 지나도 끝나지 않았습니다")
  case .died(let termination):
    return LocalizedText(
      en: "the process ended before it answered (\(termination.text.en))",
      ko: "응답하기 전에 프로세스가 끝났습니다(\(termination.text.ko))")
  case .notRun:
    return LocalizedText(
      en: "it was not called, because the process had ended before",
      ko: "앞선 호출에서 프로세스가 끝나 호출하지 못했습니다")
  }
}

extension Termination {
  /// How a process ended, in words.
  var text: LocalizedText {
    switch self {
    case .exited(let code): LocalizedText(en: "exit code \(code)", ko: "종료 코드 \(code)")
    case .signaled(let number): LocalizedText(en: "signal \(number)", ko: "시그널 \(number)")
    case .exceeded(let limit):
      LocalizedText(en: "over its \(limit.text.en) limit", ko: "\(limit.text.ko) 제한 초과")
    case .stopped: LocalizedText(en: "stopped by the grader", ko: "채점기가 중단")
    }
  }
}

extension LocalizedText {
  /// The times that a function of ours notes of itself.
  static func timesOf(_ role: String) -> LocalizedText {
    LocalizedText(en: "the times of '\(role)'", ko: "'\(role)'의 시간")
  }
}

extension LimitKind {
  /// The limit's name.
  var text: LocalizedText {
    switch self {
    case .wall: LocalizedText(en: "time", ko: "시간")
    case .cpu: LocalizedText(en: "CPU time", ko: "CPU 시간")
    case .memory: LocalizedText(en: "memory", ko: "메모리")
    case .processes: LocalizedText(en: "process", ko: "프로세스 수")
    case .output: LocalizedText(en: "output", ko: "출력량")
    case .fixture: LocalizedText(en: "test server", ko: "테스트 서버")
    }
  }
}

extension Double {
  /// The number with at most three decimals and no trailing zeros.
  var display: String {
    guard isFinite, abs(self) < 1e15 else { return "\(self)" }
    let thousandths = (self * 1000).rounded()
    let whole = Int(thousandths / 1000)
    let rest = abs(Int(thousandths.truncatingRemainder(dividingBy: 1000)))
    guard rest > 0 else { return thousandths < 0 && whole == 0 ? "0" : "\(whole)" }
    var decimals = String(rest)
    decimals = String(repeating: "0", count: 3 - decimals.count) + decimals
    while decimals.hasSuffix("0") { decimals.removeLast() }
    return (thousandths < 0 && whole == 0 ? "-" : "") + "\(whole).\(decimals)"
  }
}
