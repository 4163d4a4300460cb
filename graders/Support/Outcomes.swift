import AssayModel

/// What to say of a call that gave no value: it raised, hung, died, or could not be made.
///
/// `calling` names the call for people, for example `measure()`.
func unexpected(
  _ outcome: CallRecord.Outcome, calling name: String, input: String? = nil, caseIndex: Int? = nil
) -> Finding {
  var exception: ExceptionRecord?
  let seen: LocalizedText
  switch outcome {
  case .returned:
    seen = LocalizedText(
      en: "\(name) returned something of another shape", ko: "\(name)가 다른 형태의 값을 돌려줬습니다")
  case .raised(let error):
    exception = error
    let text = error.message.isEmpty ? error.type : "\(error.type): \(error.message)"
    seen = LocalizedText(en: "it raised \(text)", ko: "예외가 났습니다: \(text)")
  case .deadlocked:
    seen = LocalizedText(
      en: "it waits for something that never happens", ko: "일어나지 않을 일을 기다리고 있습니다")
  case .timedOut(let seconds):
    let limit = figure(seconds)
    seen = LocalizedText(
      en: "it had not returned after \(limit) s", ko: "\(limit)초가 지나도 돌아오지 않았습니다")
  case .died(let termination): seen = ending(termination)
  case .notRun:
    seen = LocalizedText(
      en: "it was not run, because the process had ended at an earlier call",
      ko: "앞선 호출에서 프로세스가 끝나서 실행하지 못했습니다")
  }
  return Finding(
    expected: LocalizedText(en: "\(name) returns", ko: "\(name)가 값을 돌려줘야 합니다"), seen: seen, input: input,
    caseIndex: caseIndex, exception: exception)
}

/// A number of seconds as people read it, to the millisecond.
func figure(_ seconds: Double) -> String {
  guard seconds.isFinite, abs(seconds) < 1e12 else { return "\(seconds)" }
  let thousandths = Int((abs(seconds) * 1000).rounded())
  let fraction = String(thousandths % 1000)
  let padded = String(repeating: "0", count: 3 - fraction.count) + fraction
  return (seconds < 0 && thousandths > 0 ? "-" : "") + "\(thousandths / 1000).\(padded)"
}

private func ending(_ termination: Termination) -> LocalizedText {
  switch termination {
  case .exited(let code):
    LocalizedText(
      en: "the process ended with exit code \(code)", ko: "프로세스가 종료 코드 \(code)로 끝났습니다")
  case .signaled(let number):
    LocalizedText(
      en: "the process was ended by signal \(number)", ko: "프로세스가 시그널 \(number)로 끝났습니다")
  case .exceeded(let kind):
    LocalizedText(
      en: "the process went over its \(kind.rawValue) limit",
      ko: "프로세스가 제한(\(kind.rawValue))을 넘었습니다")
  case .stopped: LocalizedText(en: "the process was stopped", ko: "프로세스가 중지됐습니다")
  }
}
