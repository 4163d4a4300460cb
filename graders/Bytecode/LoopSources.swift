import AssayModel

/// Functions whose loops are asked for, with the answer: the first and last line of each loop.
enum LoopSources {
  /// A text of the form that ``FunctionPair`` describes, its loops, and what the learner is told of it.
  static let all: [(text: String, loops: [(Int, Int)], kind: Kind)] = [
    ("def $a($b):\n    for $c in $b:\n        $$b($c)\n        $$c($c)\n    return $b", [(2, 4)], .for),
    ("\n\ndef $a($b):\n    while $b:\n        $b = $b.$$b\n    return $b", [(4, 5)], .while),
    (
      """
      def $a($b):
          for $c in $b:
              $$b()
              for $d in $c:
                  $$c($d)
              while $c:
                  $c = $c.$$b
          return $b
      """, [(2, 7), (4, 5), (6, 7)], .nested
    ),
    (
      """
      def $a($b):
          while $b:
              $$b()
              if $b.$$c:
                  continue
              $b = $b.$$d
          return $b
      """, [(2, 6)], .continued
    ),
    (
      """
      def $a($b):
          while True:
              $b = $$b($b)
              if $b:
                  break
              $$c()
          return $b
      """, [(2, 6)], .endless
    ),
    ("def $a($b):\n    for $c in $b:\n        return $c\n    return None", [], .leaving),
    ("def $a($b):\n    while $b:\n        break\n    return $b", [], .leaving),
    ("def $a($b):\n    return [$c for $c in $b]", [], .comprehension),
    ("async def $a($b):\n    $c = await $b\n    return $c", [], .awaiting),
    ("def $a($b):\n    yield from $b\n    return $b", [], .awaiting),
    (
      """
      async def $a($b):
          async for $c in $b:
              await $c
          return $b
      """, [(2, 3)], .asyncFor
    ),
    (
      """
      def $a($b):
          try:
              $$b()
          finally:
              for $c in $b:
                  $c()
      """, [(5, 6)], .finally
    ),
  ]

  /// What is special about a function.
  enum Kind: String, Sendable, CaseIterable {
    case `for`, `while`, nested, continued, endless, leaving, comprehension, awaiting, asyncFor, finally

    /// It in words.
    var text: LocalizedText {
      switch self {
      case .for: LocalizedText(en: "a `for` loop", ko: "`for` 반복문 하나")
      case .while: LocalizedText(en: "a `while` loop", ko: "`while` 반복문 하나")
      case .nested:
        LocalizedText(
          en: "a `for` and a `while` loop inside a `for` loop", ko: "`for` 안에 `for`와 `while`이 있는 함수")
      case .continued: LocalizedText(en: "a `while` loop with `continue`", ko: "`continue`가 있는 `while` 반복문")
      case .endless: LocalizedText(en: "`while True` with `break`", ko: "`break`가 있는 `while True`")
      case .leaving:
        LocalizedText(en: "a loop whose body always leaves it", ko: "본문이 언제나 빠져나가는 반복문")
      case .comprehension:
        LocalizedText(en: "a comprehension, which is a function of its own", ko: "별도의 함수인 컴프리헨션")
      case .awaiting:
        LocalizedText(
          en: "`await` or `yield from`, without a loop", ko: "반복문 없이 `await`나 `yield from`만 있는 함수")
      case .asyncFor: LocalizedText(en: "an `async for` loop with `await`", ko: "`await`가 있는 `async for` 반복문")
      case .finally:
        LocalizedText(en: "a loop in `finally`, which is compiled twice", ko: "두 번 컴파일되는 `finally` 안의 반복문")
      }
    }
  }
}
