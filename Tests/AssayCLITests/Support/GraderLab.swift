import AssayTestSupport

/// A lab with a check that a program of its own judges, and one that judges as usual.
struct GraderLab {
  static let id = "01-own"
  /// Says `met`.
  static let met = #"echo '{"schema": "grader-verdict/1", "outcome": "met"}'"#

  /// The program, a shell script.
  var script = Self.met
  /// The grader as the manifest has it.
  var grader = "{run: [sh, graders/judge.sh]}"

  /// Writes the lab below `labs/`, and a right submission in `work/`.
  func write(to directory: TemporaryDirectory) throws {
    let folder = "labs/\(Self.id)"
    try directory.write(manifest, to: "\(folder)/lab.yaml")
    try directory.write("# Own\n\n## Contract\n\n1. Twice.\n", to: "\(folder)/README.md")
    try directory.write("# 자체\n\n## 계약\n\n1. 두 배.\n", to: "\(folder)/README.ko.md")
    try directory.write(script + "\n", to: "\(folder)/graders/judge.sh")
    try directory.write("secret", to: "\(folder)/hidden/key.txt")
    for name in ["\(folder)/starter", "\(folder)/reference", "work"] {
      try directory.write(SmallLab.solution, to: "\(name)/work.py")
    }
  }

  private var manifest: String {
    """
    schema: lab/1
    id: \(Self.id)
    module: 1
    row: 1
    month: 1
    kind: [call]
    minutes: 1
    title: {ko: "자체", en: "Own"}
    row_text: {ko: "자체", en: "Own"}
    files: {submit: [{path: work.py}]}
    scenarios:
      main: {driver: call, function: work.double, cases: [{args: [1]}, {args: [2]}]}
    checks:
      - {id: own, points: 60, visible: {cases: 1}, from: main, rules: [1], title: {ko: "자체", en: "own"},
         grader: \(grader)}
      - {id: usual, points: 40, visible: true, from: main, rules: [1], title: {ko: "보통", en: "usual"},
         expect: [{path: "", eq: 2, case: 0}]}

    """
  }
}
