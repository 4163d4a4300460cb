import AssayModel
import AssayTestSupport
import Foundation
import GraderKit
import Testing

@Suite("Graders of a lab's own")
struct ExternalGraderTests {
  private let workspace: Workspace

  init() throws { workspace = try Workspace() }

  private func grade(_ lab: GraderLab, _ options: String...) async throws -> Outcome {
    try lab.write(to: workspace.folder)
    return try await workspace.assay(["grade", "work", "--lab", GraderLab.id] + options)
  }

  @Test(
    "the example is proved: its package of graders is built once and run, and so is its program in Python")
  func example() async throws {
    let swift = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let labs = Program.repository.appendingPathComponent("docs/examples/labs").path
    let environment = ["ASSAY_LABS": labs, "PATH": "\(swift):/usr/bin:/bin"]
    let verified = try await workspace.assay(
      ["verify", "01-fair-share", "--repeat", "1"], environment: environment)
    #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
    // Without a compiler from here on: what was built is found again.
    for isolation in ["auto", "none"] {
      let again = try await workspace.assay(
        [
          "grade", "\(labs)/01-fair-share/wrong/drops_the_rest", "--lab", "01-fair-share", "--format", "json",
          "--isolation", isolation,
        ], environment: environment)
      let checks = try again.json()["checks"].elements
      #expect(checks.map { $0["earned"].number } == [20, 50], "\(again.output)\(again.errors)")
      // The third bill is hidden: its input stays here.
      #expect(checks[0]["findings"].elements.map { $0["input"].text != nil } == [true, false, false])
    }
    #expect(try workspace.leftovers().isEmpty)
  }

  @Test(
    "a program that gives no verdict leaves its check ungraded, and the rest is judged",
    arguments: [
      ("exit 3", "ended with exit code 3"), ("echo why >&2; exit 1", "(why)"),
      ("kill -SEGV $$", "exit code 139"), ("while :; do :; done", "took more than 0.5 s"),
      ("sleep 60", "took more than 0.5 s"), ("echo", "its answer is no JSON"),
      ("echo null", "no JSON object"),
      ("yes", "its answer has more than"),
      (#"echo '{"schema": "grader-verdict/1", "outcome": "blocked"}'"#, "'outcome' must be met"),
      (#"echo '{"schema": "grader-verdict/1", "outcome": "met", "points": 60}'"#, "unknown key 'points'"),
      (#"echo '{"schema": "grader-verdict/1", "outcome": "partial", "fraction": 2}'"#, "'fraction' between"),
      (#"echo '{"schema": "grader-verdict/1", "error": "no table."}'"#, "could not judge (no table)"),
      (GraderLab.met + "; " + GraderLab.met, "its answer is no JSON"),
    ])
  func noVerdict(script: String, phrase: String) async throws {
    let lab = GraderLab(
      script: script, grader: "{run: [sh, graders/judge.sh], limits: {wall_s: 0.5, cpu_s: 0.5}}")
    let outcome = try await grade(lab, "--format", "json")
    #expect(outcome.status == 2, "\(outcome.output)\(outcome.errors)")
    let checks = try outcome.json()["checks"].elements
    #expect(checks.map { $0["outcome"].text } == ["ungraded", "met"])
    let fault = try #require(checks[0]["fault"]["message"].text)
    #expect(fault.contains(phrase), "\(fault)")
  }

  @Test("a program has its own file and the request, and no network, no other file of the lab, no submission")
  func confined() async throws {
    let script = """
      test -e graders/judge.sh || exit 10
      for path in hidden/key.txt graders/../lab.yaml /submission /lab /request.json.old; do
        test -e $path && exit 11
      done
      python3 - <<'END' || exit 12
      import os, socket, sys
      assert [name for _, name in socket.if_nameindex()] in ([], ["lo"]), "a network"
      try:
          open("/grader/graders/judge.sh", "a")
          sys.exit(1)
      except OSError:
          pass
      for descriptor in (3, 4):
          try:
              os.fstat(descriptor)
              sys.exit("a pipe of the sandbox")
          except OSError:
              pass
      END
      \(GraderLab.met)
      """
    let outcome = try await grade(GraderLab(script: script))
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
  }

  @Test("who returns more than a grader can take in loses the check, and withholds nothing")
  func tooMuch() async throws {
    let grader = "{run: [sh, graders/judge.sh], limits: {memory_mb: 16}}"
    try GraderLab(grader: grader).write(to: workspace.folder)
    try workspace.folder.write("def double(n):\n    return [2 * n] * 200000\n", to: "work/work.py")
    let outcome = try await workspace.assay("grade", "work", "--lab", GraderLab.id, "--format", "json")
    #expect(outcome.status == 1, "\(outcome.errors)")
    #expect(try outcomes(outcome) == ["unmet", "unmet"])
    #expect(outcome.output.contains("results of at most 256 KiB in all"))
  }

  @Test("files that are declared can be read, {python} is the lab's, and an answer needs no last line feed")
  func declared() async throws {
    let lab = GraderLab(
      script: "test \"$(cat hidden/key.txt)\" = secret && printf '%s' \"$(\(GraderLab.met))\"",
      grader: "{run: [\"{python}\", -c, \"import os; os.execvp('sh', ['sh', 'graders/judge.sh'])\"], "
        + "files: [hidden/key.txt, graders/judge.sh]}")
    let outcome = try await grade(lab)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
  }

  @Test("what a program is given is what its schema says")
  func request() async throws {
    let script = """
      exec python3 -c 'import json, sys
      print(json.dumps({"schema": "grader-verdict/1", "error": sys.stdin.read()}))'
      """
    let outcome = try await grade(GraderLab(script: script), "--format", "json")
    let given = try #require(try outcome.json()["checks"][0]["fault"]["detail"].text)
    #expect(given.contains(#""calls":[{"outcome":"returned","value":2"#), "\(given)")
    let criterion = Criterion(
      id: "c", points: 1, scenarios: ["main"], options: .record(["other": "yardstick"]),
      title: LocalizedText(verbatim: "c"))
    let sample = GraderRequest(.ofEveryKind, for: criterion)
    for (index, text) in [given, String(decoding: sample.bytes, as: UTF8.self)].enumerated() {
      try workspace.folder.write(text, to: "request-\(index).json")
      let valid = try await Program.validate(
        "\(workspace.path)/request-\(index).json", against: "grader-request-1")
      #expect(valid.status == 0, "\(valid.errors)")
    }
  }

  private static let answers: [(text: String, isRight: Bool)] = [
    (#"{"schema": "grader-verdict/1", "outcome": "met"}"#, true),
    (#"{"schema": "grader-verdict/1", "outcome": "met", "findings": []}"#, true),
    (#"{"schema": "grader-verdict/1", "outcome": "unmet"}"#, true),
    (#"{"schema": "grader-verdict/1", "outcome": "inconclusive", "findings": []}"#, true),
    (#"{"schema": "grader-verdict/1", "outcome": "partial", "fraction": 0.5}"#, true),
    (#"{"schema": "grader-verdict/1", "error": "no"}"#, true),
    (finding(#""expected": "a", "seen": {"en": "b", "ko": "나"}, "input": "", "case": 0, "hint": "h""#), true),
    (finding(#""expected": "a""#), false), (finding(#""expected": "", "seen": "b""#), false),
    (finding(#""expected": {"en": "a"}, "seen": "b""#), false),
    (finding(#""expected": "a", "seen": 1"#), false),
    (finding(#""expected": "a", "seen": "b", "case": -1"#), false),
    (finding(#""expected": "a", "seen": "b", "case": 1.5"#), false),
    (finding(#""expected": "a", "seen": "b", "points": 1"#), false),
    (#"{"schema": "grader-verdict/1"}"#, false), (#"{"outcome": "met"}"#, false), ("[]", false),
    (#"{"schema": "grader-verdict/2", "outcome": "met"}"#, false),
    (#"{"schema": "grader-verdict/1", "outcome": "ungraded"}"#, false),
    (#"{"schema": "grader-verdict/1", "outcome": "partial"}"#, false),
    (#"{"schema": "grader-verdict/1", "outcome": "partial", "fraction": 1}"#, false),
    (#"{"schema": "grader-verdict/1", "outcome": "partial", "fraction": "0.5"}"#, false),
    (#"{"schema": "grader-verdict/1", "outcome": "met", "fraction": 0.5}"#, false),
    (#"{"schema": "grader-verdict/1", "outcome": "met", "error": "no"}"#, false),
    (#"{"schema": "grader-verdict/1", "error": ""}"#, false),
  ]

  private static func finding(_ content: String) -> String {
    "{\"schema\": \"grader-verdict/1\", \"outcome\": \"unmet\", \"findings\": [{\(content)}]}"
  }

  @Test("the reader of answers decides as their schema does")
  func answersAndSchema() async throws {
    for (index, answer) in Self.answers.enumerated() {
      let file = "\(workspace.path)/answer-\(index).json"
      try workspace.folder.write(answer.text, to: "answer-\(index).json")
      let isRight = (try? GraderAnswer(reading: Array(answer.text.utf8))) != nil
      #expect(isRight == answer.isRight, "\(answer.text)")
      let valid = try await Program.validate(file, against: "grader-verdict-1")
      #expect((valid.status == 0) == answer.isRight, "\(answer.text)")
    }
  }

  @Test(
    "mistakes in the manifest are told with their place",
    arguments: [
      ("{run: [sh, graders/none.sh]}", "no file graders/none.sh"),
      ("{run: [sh], files: [lab.yaml]}", "a path below graders/, hidden/ or tool/"),
      ("{package: graders, name: a.b}", "no file graders/Package.swift"),
      ("{package: graders}", "'package' without 'name'"), ("{run: [sh], package: graders}", "exactly one of"),
      ("{run: []}", "a list that is not empty"), ("{runs: [sh]}", "the unknown key 'runs'"),
    ])
  func manifestMistakes(grader: String, phrase: String) async throws {
    let outcome = try await grade(GraderLab(grader: grader))
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("checks[0].grader"), "\(outcome.errors)")
    #expect(outcome.errors.contains(phrase), "\(outcome.errors)")
  }

  @Test("a grader's source is part of the lab's digest")
  func digest() async throws {
    var digests: Set<String> = []
    for script in [GraderLab.met, GraderLab.met + " # again", GraderLab.met] {
      let outcome = try await grade(GraderLab(script: script), "--format", "json")
      digests.insert(try outcome.json()["receipt"]["lab"].text ?? "none")
    }
    #expect(digests.count == 2)
  }

  @Test("a package that does not compile, or a machine without a compiler, leaves its checks ungraded")
  func unbuildable() async throws {
    let lab = GraderLab(grader: "{package: graders, name: a.b}")
    let folder = "labs/\(GraderLab.id)/graders"
    try workspace.folder.write("// swift-tools-version: 6.2\nimport Nothing\n", to: "\(folder)/Package.swift")
    let without = try await grade(lab, "--format", "json")
    #expect(without.status == 2)
    #expect(without.output.contains("there is no 'swift' in PATH"), "\(without.output)")
    let swift = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let broken = try await workspace.assay(
      ["grade", "work", "--lab", GraderLab.id, "--format", "json"],
      environment: ["PATH": "\(swift):/usr/bin:/bin"])
    #expect(broken.status == 2)
    #expect(broken.output.contains("cannot be built"), "\(broken.output)")
  }
}
