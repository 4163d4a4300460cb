import AssayModel

/// How a value of `Retry-After` is spelled: it can be told where the value itself is hidden.
enum RetryAfterForm: String, Sendable, CaseIterable {
  case digits
  case paddedDigits = "padded-digits"
  case imfFixdate = "imf-fixdate"
  case likeFixdate = "like-fixdate"
  case rfc850
  case asctime
  case notASCII = "not-ascii"
  case fraction
  case exponent
  case sign
  case underscore
  case hexadecimal
  case unit
  case list
  case word
  case empty

  /// The spelling in words.
  var text: LocalizedText {
    switch self {
    case .digits: LocalizedText(en: "digits", ko: "숫자")
    case .paddedDigits:
      LocalizedText(en: "digits with blanks around or zeros before them", ko: "앞뒤 공백이나 앞의 0이 붙은 숫자")
    case .imfFixdate: LocalizedText(en: "a date as IMF-fixdate", ko: "IMF-fixdate 형식의 날짜")
    case .likeFixdate:
      LocalizedText(en: "something that only looks like IMF-fixdate", ko: "IMF-fixdate와 비슷하지만 잘못된 값")
    case .rfc850: LocalizedText(en: "a date in the RFC 850 form", ko: "RFC 850 형식의 날짜")
    case .asctime: LocalizedText(en: "a date in the asctime form", ko: "asctime 형식의 날짜")
    case .notASCII: LocalizedText(en: "digits that are not ASCII's", ko: "ASCII가 아닌 숫자")
    case .fraction: LocalizedText(en: "a decimal fraction", ko: "소수")
    case .exponent: LocalizedText(en: "a number with an exponent", ko: "지수 표기")
    case .sign: LocalizedText(en: "a number with a sign", ko: "부호가 붙은 숫자")
    case .underscore: LocalizedText(en: "digits with an underscore", ko: "밑줄이 들어간 숫자")
    case .hexadecimal: LocalizedText(en: "a hexadecimal number", ko: "16진수")
    case .unit: LocalizedText(en: "digits with a unit", ko: "단위가 붙은 숫자")
    case .list: LocalizedText(en: "two values in one header", ko: "값 두 개를 나열한 헤더")
    case .word: LocalizedText(en: "a word", ko: "단어")
    case .empty: LocalizedText(en: "an empty value", ko: "빈 값")
    }
  }
}
