import AssayModel
import GraderKit

/// Values of `Retry-After`: both forms, and what only looks like them.
struct RetryAfterValuesWorkload: Workload {
  static let description = WorkloadDescription(
    name: "retry.retry-after-values",
    summary: LocalizedText(
      en: "Makes Retry-After values: digits, dates in three spellings, and invalid look-alikes.",
      ko: "Retry-After 값을 만듭니다: 숫자, 세 가지 표기의 날짜, 그리고 비슷하지만 잘못된 값."))

  func content(options: Value, seed: Seed) throws -> WorkloadContent {
    var random = SeededGenerator(seed: seed)
    let now = UTCMoment(
      year: Int.random(in: 2025...2030, using: &random), month: Int.random(in: 1...12, using: &random),
      day: Int.random(in: 1...9, using: &random)
    ).adding(Int.random(in: 7200..<79_200, using: &random))
    let values = Self.visible(now, &random) + Self.hidden(now, &random)
    return WorkloadContent(
      cases: values.map { ["value": $0.header, "now": .string(now.iso)] },
      answerKey: .list(
        values.map {
          [
            "seconds": $0.seconds.map { .float(Double($0)) } ?? .null, "kind": .string($0.kind.rawValue),
            "form": $0.form.map { .string($0.rawValue) } ?? .null,
          ]
        }))
  }

  private struct Sample {
    var header: Value
    var seconds: Int?
    var kind: RetryAfterKind
    var form: RetryAfterForm?
  }

  private static func visible(_ now: UTCMoment, _ random: inout SeededGenerator) -> [Sample] {
    let seconds = Int.random(in: 2...300, using: &random)
    return [
      Sample(header: .string("\(seconds)"), seconds: seconds, kind: .digits, form: .digits),
      Sample(header: "0", seconds: 0, kind: .digits, form: .digits),
      Sample(header: .string(now.adding(seconds).imf), seconds: seconds, kind: .date, form: .imfFixdate),
      Sample(header: .string(now.adding(-seconds).imf), seconds: 0, kind: .pastDate, form: .imfFixdate),
      Sample(header: .string(now.adding(seconds).rfc850), seconds: seconds, kind: .date, form: .rfc850),
      Sample(header: "soon", kind: .noNumber, form: .word),
      Sample(header: .string("-\(seconds)"), kind: .noNumber, form: .sign),
      Sample(header: .null, kind: .absent),
    ]
  }

  private static func hidden(_ now: UTCMoment, _ random: inout SeededGenerator) -> [Sample] {
    let digits = "\(Int.random(in: 2...9, using: &random))"
    let number = Int(digits) ?? 0
    let later = Int.random(in: 10...3600, using: &random)
    return [
      Sample(header: .string(" \(digits) "), seconds: number, kind: .digits, form: .paddedDigits),
      Sample(header: .string("\t00\(digits)"), seconds: number, kind: .digits, form: .paddedDigits),
      Sample(header: .string(now.adding(later).asctime), seconds: later, kind: .date, form: .asctime),
      Sample(header: .string(now.adding(-later).asctime), seconds: 0, kind: .pastDate, form: .asctime),
      Sample(header: .string(now.adding(-later).rfc850), seconds: 0, kind: .pastDate, form: .rfc850),
      Sample(
        header: .string(now.adding(86_400 + later).imf), seconds: 86_400 + later, kind: .date,
        form: .imfFixdate),
      Sample(header: .string(now.imf), seconds: 0, kind: .date, form: .imfFixdate),
      Sample(header: .string("\(digits).5"), kind: .noNumber, form: .fraction),
      Sample(header: .string("\(digits)e2"), kind: .noNumber, form: .exponent),
      Sample(header: .string("+\(digits)"), kind: .noNumber, form: .sign),
      Sample(header: .string("\(digits)_0"), kind: .noNumber, form: .underscore),
      Sample(header: .string("0x\(digits)"), kind: .noNumber, form: .hexadecimal),
      Sample(header: .string("\(digits)s"), kind: .noNumber, form: .unit),
      Sample(header: .string("\(digits), \(digits)"), kind: .noNumber, form: .list),
      Sample(header: "inf", kind: .noNumber, form: .word),
      Sample(header: "nan", kind: .noNumber, form: .word),
      Sample(header: "", kind: .noNumber, form: .empty),
      Sample(header: .string(digit(number, from: 0xFF10)), kind: .foreignDigit, form: .notASCII),
      Sample(header: .string(digit(number, from: 0x0660)), kind: .foreignDigit, form: .notASCII),  // Arabic
      Sample(header: .string(digit(number, from: 0x0966)), kind: .foreignDigit, form: .notASCII),
      Sample(header: "\u{B2}", kind: .foreignDigit, form: .notASCII),  // superscript 2
      Sample(header: .string(broken(now.imf, day: "99")), kind: .brokenDate, form: .likeFixdate),
      Sample(
        header: .string(now.adding(later).imf.replacing(" 20", with: " Foo 20")), kind: .brokenDate,
        form: .likeFixdate),
    ]
  }

  private static func digit(_ number: Int, from zero: UInt32) -> String {
    Unicode.Scalar(zero + UInt32(number)).map { String(Character($0)) } ?? ""
  }

  /// The date with another day of the month.
  private static func broken(_ imf: String, day: String) -> String {
    var parts = imf.split(separator: " ").map(String.init)
    if parts.count > 1 { parts[1] = day }
    return parts.joined(separator: " ")
  }
}

/// What a value of `Retry-After` is.
enum RetryAfterKind: String, Sendable, CaseIterable {
  case digits
  case date
  case pastDate = "past-date"
  case absent
  case noNumber = "no-number"
  case foreignDigit = "foreign-digit"
  case brokenDate = "broken-date"

  /// Why its meaning is what it is; it does not give the value away.
  var reason: LocalizedText {
    switch self {
    case .digits:
      LocalizedText(
        en: "ASCII digits, with spaces or tabs around them, are seconds", ko: "ASCII 숫자는(앞뒤 공백·탭 허용) 초 단위입니다")
    case .date:
      LocalizedText(
        en: "a date, in each of HTTP's three spellings, is the time until then",
        ko: "날짜는 HTTP의 세 표기 모두 그 시각까지 남은 시간입니다")
    case .pastDate: LocalizedText(en: "a date in the past means now", ko: "지난 날짜는 지금 바로를 뜻합니다")
    case .absent: LocalizedText(en: "there is no header", ko: "헤더가 없습니다")
    case .noNumber:
      LocalizedText(en: "only ASCII digits are a number of seconds", ko: "초 단위 값은 ASCII 숫자로만 씁니다")
    case .foreignDigit:
      LocalizedText(
        en: "digits of other scripts are invalid, although Python's int() takes some of them",
        ko: "다른 문자의 숫자는 Python의 int()가 일부 받아들이더라도 잘못된 값입니다")
    case .brokenDate: LocalizedText(en: "this is no date", ko: "날짜가 아닙니다")
    }
  }
}
