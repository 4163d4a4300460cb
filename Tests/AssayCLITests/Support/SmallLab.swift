import AssayTestSupport

/// A lab that is graded in a moment: `work.double(n)` for 1, 2 and 3, a check for each.
struct SmallLab {
  static let solution = "def double(n):\n    return 2 * n\n"

  var id = "01-small"
  var profile = "stdlib"
  var services = "[]"
  var limits = "{}"
  var callLimit = 10.0
  var api: [String] = []
  var submit = "[{path: work.py}]"
  var wrong = ""
  var isVisible = true
  /// Folders of wrong submissions and their work.py.
  var wrongCode: [(id: String, code: String)] = []
  /// What the three calls must return, as YAML.
  var expected = ["2", "4", "6"]

  /// Writes the lab below `labs/`.
  func write(to directory: TemporaryDirectory) throws {
    let folder = "labs/\(id)"
    try directory.write(manifest, to: "\(folder)/lab.yaml")
    try directory.write("# Small\n\n## Contract\n\n1. Twice the number.\n", to: "\(folder)/README.md")
    try directory.write("# 작은 랩\n\n## 계약\n\n1. 두 배.\n", to: "\(folder)/README.ko.md")
    try directory.write("def double(n):\n    raise NotImplementedError\n", to: "\(folder)/starter/work.py")
    try directory.write(Self.solution, to: "\(folder)/reference/work.py")
    for wrong in wrongCode { try directory.write(wrong.code, to: "\(folder)/wrong/\(wrong.id)/work.py") }
  }

  var manifest: String {
    let signatures = api.map { "\"\($0)\"" }.joined(separator: ", ")
    return """
      schema: lab/1
      id: \(id)
      module: 1
      row: 1
      month: 1
      kind: [call]
      minutes: 1
      title: {ko: "두 배", en: "Twice"}
      row_text: {ko: "함수", en: "Functions"}
      environment: {profile: \(profile)}
      services: \(services)
      limits: \(limits)
      files: {submit: \(submit)}
      api: [\(signatures)]
      scenarios:
        main: {driver: call, function: work.double, call_limit_s: \(callLimit),
               cases: [{args: [1]}, {args: [2]}, {args: [3]}]}
      checks:
      \(check("one", points: 30, case: 0))
      \(check("two", points: 30, case: 1))
      \(check("three", points: 40, case: 2))
      wrong: [\(wrong)]

      """
  }

  private func check(_ id: String, points: Int, case index: Int) -> String {
    """
      - id: \(id)
        points: \(points)
        visible: \(isVisible)
        from: main
        rules: [1]
        title: {ko: "\(id) 번째", en: "case \(id)"}
        expect: [{path: "", eq: \(expected[index]), case: \(index)}]
    """
  }
}
