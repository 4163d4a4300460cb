import AssayTestSupport
import Foundation

/// A lab of two scenarios, `main` and `net`, each with a check: what fails in one must not touch the other.
struct FaultLab {
  static let id = "01-two"
  /// Right, and quick.
  static let solution = """
    import urllib.request
    def double(n):
        return 2 * n
    def visit(host):
        with urllib.request.urlopen("http://" + host + "/") as answer:
            return answer.status

    """

  var hasFixture = true
  var python = "3.11"
  var limits = "{}"
  var callLimit = 10.0

  /// Writes the lab below `labs/`.
  func write(to directory: TemporaryDirectory) throws {
    let folder = "labs/\(Self.id)"
    try directory.write(manifest, to: "\(folder)/lab.yaml")
    try directory.write("# Two\n\n## Contract\n\n1. It works.\n", to: "\(folder)/README.md")
    try directory.write("# 둘\n\n## 계약\n\n1. 됩니다.\n", to: "\(folder)/README.ko.md")
    for name in ["starter", "reference"] {
      try directory.write(Self.solution, to: "\(folder)/\(name)/work.py")
    }
  }

  private var manifest: String {
    let net =
      hasFixture
      ? """
      driver: client, function: work.visit, cases: [{args: ["${fixture:1}"]}],
           fixture: {routes: {"/": [{status: 200}]}}
      """ : "driver: call, function: work.double, cases: [{args: [100]}]"
    return """
      schema: lab/1
      id: \(Self.id)
      module: 1
      row: 1
      month: 1
      kind: [call]
      minutes: 1
      title: {ko: "둘", en: "Two"}
      row_text: {ko: "둘", en: "Two"}
      environment: {python: "\(python)"}
      services: [\(hasFixture ? "fixture-http" : "")]
      limits: \(limits)
      files: {submit: [{path: work.py}]}
      scenarios:
        main: {driver: call, function: work.double, cases: [{args: [2]}], call_limit_s: \(callLimit)}
        net: {\(net), call_limit_s: \(callLimit)}
      checks:
        - {id: main, points: 60, visible: true, from: main, rules: [1], title: {ko: "주", en: "main"},
           expect: [{path: "", eq: 4}]}
        - {id: net, points: 40, visible: true, from: net, rules: [1], title: {ko: "망", en: "net"},
           expect: [{path: "", eq: 200}]}

      """
  }
}

extension Workspace {
  /// Writes a lab of two scenarios and a submission of it.
  func prepare(_ lab: FaultLab, _ code: String = FaultLab.solution) throws {
    try lab.write(to: folder)
    try folder.write(code, to: "work/work.py")
  }

  /// The command that grades what was prepared.
  var gradingTwo: [String] { ["grade", "work", "--lab", FaultLab.id] }

  /// A folder of helper programs in which `assay-fixture-http` is this script.
  func helpers(fixture script: String) throws -> [String: String] {
    try folder.makeFolder("helpers")
    try? FileManager.default.createSymbolicLink(
      atPath: "\(path)/helpers/assay-launcher",
      withDestinationPath: Program.folder.appendingPathComponent("assay-launcher").path)
    try folder.write(script, to: "helpers/assay-fixture-http")
    chmod("\(path)/helpers/assay-fixture-http", 0o755)
    return ["ASSAY_LIBEXEC": "\(path)/helpers"]
  }

  /// Runs a shell script in a mount namespace of its own; `$ASSAY` is the program.
  func privately(_ script: String, environment changes: [String: String] = [:]) async throws -> Outcome {
    var all = environment(changes)
    all["ASSAY"] = Program.path
    return try await Program.run(
      "/usr/bin/unshare", ["--mount", "/bin/sh", "-c", script], environment: all, in: path)
  }
}
