/// The pairs that `equivalent` is asked about.
///
/// The verdicts hold for CPython 3.11.
enum FunctionPairs {
  /// Those that the learner sees.
  static let visible: [FunctionPair] = [
    FunctionPair(
      .locals, same: true,
      """
      def $a(b, $c):
          $d = b + $c
          return $d * 2
      """,
      """
      def $a(e, $c):
          $d = e + $c
          return $d * 2
      """),
    FunctionPair(
      .globals, same: false,
      "def $a($b):\n    return len($b) + 1",
      "def $a($b):\n    return sum($b) + 1"),
    FunctionPair(
      .docstring, same: true,
      "def $a($b):\n    return $b * 12 + 5",
      "\n\ndef $a($b):\n    \"\"\"Scales and shifts.\"\"\"\n\n    return $b * 12 + 5"),
  ]

  /// Those that stay hidden.
  static let hidden: [FunctionPair] = same + different + [long]

  private static let same: [FunctionPair] = [
    FunctionPair(
      .closures, same: true,
      "def $a($b, $c):\n    def $d($e):\n        return $b + $c * $e\n    return $d",
      "def $a($b, $c):\n    def $d($f):\n        return $b + $c * $f\n    return $d"),
    FunctionPair(
      .nested, same: true,
      "def $a($b):\n    $c = lambda $d: $d + $b\n    return $c",
      "def $a($b):\n    def $c($d):\n        return $d + $b\n    return $c"),
    FunctionPair(
      .finally, same: true,
      "def $a($b):\n    try:\n        $$b($b)\n    finally:\n        $$c($b)",
      "def $a($b):\n\n    try: $$b($b)\n    finally: $$c($b)"),
    FunctionPair(
      .dead, same: true,
      "def $a($b):\n    return $b - 7",
      "def $a($b):\n    if False:\n        $$b($b, 'never', 99)\n    return $b - 7\n    $$c()"),
    FunctionPair(
      .formatting, same: true,
      "def $a($b, $c):\n    return '%s-%s' % ($b, $c)",
      "def $a($b, $c):\n    return f'{$b!s}-{$c!s}'"),
    FunctionPair(
      .folding, same: true,
      "def $a($b):\n    return $b + 24 * 60 * 60",
      "def $a($b):\n    return $b + 86400"),
    FunctionPair(
      .folding, same: true,
      "def $a($b):\n    return not $b in [1, 2, 3]",
      "def $a($b):\n    return $b not in (1, 2, 3)"),
    FunctionPair(
      .locals, same: true,
      "def $a($b):\n    $c: int = 4\n    return $b ** $c",
      "def $a($b):\n    $c = 4\n    return $b ** $c"),
  ]

  private static let different: [FunctionPair] = [
    FunctionPair(
      .handlers, same: false,
      "def $a($b, $c):\n    try:\n        $b()\n        $c()\n    except ValueError:\n        pass",
      "def $a($b, $c):\n    try:\n        $b()\n    except ValueError:\n        pass\n    else:\n        $c()"
    ),
    FunctionPair(
      .constants, same: false, "def $a($b):\n    return $b + 1", "def $a($b):\n    return $b + True"),
    FunctionPair(
      .constants, same: false, "def $a($b):\n    return $b * 0.0", "def $a($b):\n    return $b * -0.0"),
    FunctionPair(
      .constants, same: false,
      "def $a($b):\n    return $b in (1, (2, 3))", "def $a($b):\n    return $b in (1, (2, 3.0))"),
    FunctionPair(
      .attributes, same: false,
      "def $a($b):\n    return $b.$$b($b.$$c)", "def $a($b):\n    return $b.$$c($b.$$b)"),
    FunctionPair(
      .keywords, same: false, "def $a($b):\n    return $$b($$c=$b)", "def $a($b):\n    return $$b($$d=$b)"),
    FunctionPair(
      .swapped, same: false, "def $a($b, $c):\n    return $b - $c", "def $a($b, $c):\n    return $c - $b"),
    FunctionPair(
      .nested, same: false,
      "def $a($b):\n    return [$c + 1 for $c in $b]", "def $a($b):\n    return [$c + 2 for $c in $b]"),
    FunctionPair(
      .operation, same: false,
      "def $a($b, $c):\n    $b = $b + $c\n    return $b", "def $a($b, $c):\n    $b += $c\n    return $b"),
    FunctionPair(
      .parameters, same: false,
      "def $a($b, $c):\n    return $b, $c", "def $a($b, *, $c):\n    return $b, $c"),
    FunctionPair(
      .targets, same: false,
      "def $a($b, $c):\n    if $b:\n        if $c:\n            $$b()\n        else:\n            $$c()",
      "def $a($b, $c):\n    if $b:\n        if $c:\n            $$b()\n    else:\n        $$c()"),
    FunctionPair(
      .formatting, same: false,
      "def $a($b, $c):\n    return '%s-%s' % ($b, $c)", "def $a($b, $c):\n    return f'{$b}-{$c}'"),
  ]

  /// So many constants that one more before them, which is never used, gives the last one a second byte.
  private static let long: FunctionPair = {
    let lines = (1000..<1255).map { "        $b = $b * \($0)\n" }.joined()
    let body = "    for $c in $$b:\n\(lines)    try:\n        $$c()\n    finally:\n        return $b"
    return FunctionPair(
      .long, same: true, "def $a($b):\n\(body)", "def $a($b):\n    if 0:\n        $$c()\n\(body)")
  }()
}
