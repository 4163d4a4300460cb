import AssayModel
import GraderKit

/// Two function definitions, and whether their instructions are the same.
///
/// In the texts `$a` stands for a local name, which the two functions have different ones for, and `$$a` for a
/// name that both share. Drawn names keep the order of the letters: CPython sorts closure variables by name.
struct FunctionPair: Sendable {
  var first: String
  var second: String
  var isEquivalent: Bool
  var reason: Reason

  init(_ reason: Reason, same: Bool, _ first: String, _ second: String) {
    self.first = first
    self.second = second
    self.isEquivalent = same
    self.reason = reason
  }

  /// The two texts with names drawn for them.
  func drawn(_ random: inout SeededGenerator) -> (first: String, second: String) {
    let shared = Self.names(&random)
    return (
      Self.replacing(first, own: Self.names(&random), shared: shared),
      Self.replacing(second, own: Self.names(&random), shared: shared)
    )
  }

  private static let letters = Array("abcdefg")

  private static func names(_ random: inout SeededGenerator) -> [Character: String] {
    let drawn = letters.map { _ in random.name() }.sorted()
    return Dictionary(zip(letters, drawn), uniquingKeysWith: { first, _ in first })
  }

  private static func replacing(
    _ text: String, own: [Character: String], shared: [Character: String]
  ) -> String {
    var result = ""
    var dollars = 0
    for character in text {
      if character == "$" {
        dollars += 1
      } else if dollars > 0 {
        result += (dollars == 1 ? own : shared)[character] ?? String(character)
        dollars = 0
      } else {
        result.append(character)
      }
    }
    return result
  }

  /// What a pair is about.
  enum Reason: String, Sendable, CaseIterable {
    case locals, globals, docstring, constants, closures, finally, handlers, dead, formatting, folding
    case attributes, keywords, swapped, nested, operation, parameters, targets, long

    /// Which rule the pair is about; it does not give the pair away.
    var text: LocalizedText {
      switch self {
      case .locals: LocalizedText(en: "names of locals do not count", ko: "지역 변수의 이름은 비교하지 않습니다")
      case .globals: LocalizedText(en: "names of globals count", ko: "전역 이름은 비교합니다")
      case .docstring:
        LocalizedText(
          en: "neither the docstring nor line numbers count", ko: "독스트링과 줄 번호는 비교하지 않습니다")
      case .constants:
        LocalizedText(
          en: "constants count by value and type, inside tuples too", ko: "상수는 튜플 안까지 값과 타입으로 비교합니다")
      case .closures:
        LocalizedText(en: "names of closure variables do not count", ko: "클로저 변수의 이름은 비교하지 않습니다")
      case .finally:
        LocalizedText(en: "these are two spellings of one try statement", ko: "같은 try 문의 두 가지 표기")
      case .handlers:
        LocalizedText(
          en: "the instructions may be the same, the exception table is not",
          ko: "명령어가 같아도 예외 테이블이 다를 수 있습니다")
      case .dead:
        LocalizedText(
          en: "what the compiler removes does not count, nor does the NOP that it leaves",
          ko: "컴파일러가 없앤 코드와 그 자리에 남은 NOP은 비교하지 않습니다")
      case .formatting:
        LocalizedText(
          en: "it is the compiled formatting that counts, not its spelling", ko: "서식은 표기가 아니라 컴파일된 결과로 비교합니다")
      case .folding:
        LocalizedText(
          en: "what counts is what the compiler made of an expression", ko: "표현식은 컴파일러가 만든 결과로 비교합니다")
      case .attributes: LocalizedText(en: "names of attributes count", ko: "속성 이름은 비교합니다")
      case .keywords: LocalizedText(en: "names of keyword arguments count", ko: "키워드 인자의 이름은 비교합니다")
      case .swapped:
        LocalizedText(en: "which variable it is counts, whatever its name", ko: "이름과 상관없이 어느 변수인지는 비교합니다")
      case .nested:
        LocalizedText(en: "nested functions are compared by the same rules", ko: "안쪽 함수도 같은 규칙으로 비교합니다")
      case .operation: LocalizedText(en: "the kind of operation counts", ko: "연산의 종류는 비교합니다")
      case .parameters: LocalizedText(en: "kinds of parameters count", ko: "매개변수의 종류는 비교합니다")
      case .targets: LocalizedText(en: "where jumps lead counts", ko: "점프의 목적지는 비교합니다")
      case .long:
        LocalizedText(
          en: "places are those among the instructions that count, not offsets in bytes",
          ko: "위치는 바이트 오프셋이 아니라 비교 대상 명령어 사이의 순서입니다")
      }
    }
  }
}
