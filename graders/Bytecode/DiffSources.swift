import AssayModel

/// Pairs whose shortest edit script is the only one, with that script.
///
/// They hold for CPython 3.11.
enum DiffSources {
  /// A pair of texts of the form that ``FunctionPair`` describes, and its script.
  typealias Pair = (first: String, second: String, script: [Line])
  /// The sign, the opcode's name and the argument of one instruction.
  typealias Line = (sign: String, name: String, argument: Value)

  /// Those that the learner sees come first.
  static let all: [Pair] = [
    (
      "def $a($b, $c):\n    return $b + $c", "def $a($b, $c):\n    return $b - $c",
      [("-", "BINARY_OP", 0), ("+", "BINARY_OP", 10)]
    ),
    (
      "def $a($b):\n    return $b", "def $a($c):\n    return abs($c)",
      [("+", "LOAD_GLOBAL", "abs"), ("+", "PRECALL", 1), ("+", "CALL", 1)]
    ),
    ("def $a($b):\n    return $b * 12", "def $a($c):\n    \"\"\"Scales.\"\"\"\n    return $c * 12", []),
    (
      "def $a($b):\n    return $b + 1", "def $a($b):\n    return $b + True",
      [("-", "LOAD_CONST", 1), ("+", "LOAD_CONST", true)]
    ),
    (
      "def $a($b):\n    return [$c + 1 for $c in $b]", "def $a($b):\n    return [$c + 2 for $c in $b]",
      [("-", "LOAD_CONST", nil), ("+", "LOAD_CONST", nil)]
    ),
    (
      "def $a($b):\n    if $b:\n        $$b()\n    return $b",
      "def $a($b):\n    if not $b:\n        $$b()\n    return $b",
      [("-", "POP_JUMP_FORWARD_IF_FALSE", nil), ("+", "POP_JUMP_FORWARD_IF_TRUE", nil)]
    ),
  ]
}
