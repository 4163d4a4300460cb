import AssayTestSupport
import Foundation
import Testing

/// Exit codes, the learner's way of working, and the reading commands.
@Suite("Policies and commands")
struct PolicyTests {
  private let workspace: Workspace
  /// Right for 1 and 2: 60 points.
  private let partly = "def double(n):\n    return 2 * n if n < 3 else 0\n"

  init() throws {
    workspace = try Workspace()
    try SmallLab().write(to: workspace.folder)
  }

  @Test("the pass mark decides between 0 and 1, at the mark itself too")
  func passMark() async throws {
    #expect(try await workspace.grade(partly).status == 1)
    #expect(try await workspace.grade(partly, "--pass-mark", "60").status == 0)
    #expect(try await workspace.grade(partly, "--pass-mark", "60.5").status == 1)
    #expect(try await workspace.grade(partly, "--pass-mark", "0").status == 0)
    #expect(try await workspace.grade(SmallLab.solution).status == 0)
  }

  @Test("--exit-zero hides a bad grade, but no error")
  func exitZero() async throws {
    #expect(try await workspace.grade(partly, "--exit-zero").status == 0)
    try FileManager.default.removeItem(atPath: "\(workspace.path)/work/work.py")
    #expect(try await workspace.assay("grade", "work", "--lab", "small", "--exit-zero").status == 65)
  }

  @Test("start makes a folder that check knows, from outside and from within")
  func startAndCheck() async throws {
    let start = try await workspace.assay("start", "small", "mine")
    #expect(start.status == 0, "\(start.errors)")
    #expect(start.output.contains("assay check mine"))
    for name in ["work.py", "README.md", "README.ko.md", ".assay-lab"] {
      #expect(FileManager.default.fileExists(atPath: "\(workspace.path)/mine/\(name)"))
    }
    let starter = try await workspace.assay("check", "mine", "--json")
    #expect(starter.status == 1)
    #expect(try outcomes(starter) == ["unmet", "unmet", "unmet"])
    try workspace.folder.write(SmallLab.solution, to: "mine/work.py")
    #expect(try await workspace.assay("check", "mine").status == 0)
    let inside = try await Program.run(
      Program.path, ["check"], environment: workspace.environment, in: "\(workspace.path)/mine")
    #expect(inside.status == 0, "\(inside.errors)")
    #expect(inside.output.contains("100 / 100"))
  }

  @Test("start never overwrites work")
  func startTwice() async throws {
    try workspace.folder.write("my = 'work'\n", to: "mine/work.py")
    let outcome = try await workspace.assay("start", "small", "mine")
    expectFailure(outcome, 65, "'mine/work.py' exists already", "assay start small FOLDER")
    expectKorean(
      try await workspace.assay("start", "small", "mine", "--lang", "ko"), 65, "이미 있습니다")
    #expect(try String(contentsOfFile: "\(workspace.path)/mine/work.py", encoding: .utf8) == "my = 'work'\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(workspace.path)/mine") == ["work.py"])
    expectFailure(try await workspace.assay("start", "small", "/proc/nowhere"), 65, "cannot be written")
  }

  @Test("check of a folder that says nothing about its lab")
  func checkUnknown() async throws {
    try workspace.folder.write(SmallLab.solution, to: "mine/work.py")
    expectFailure(try await workspace.assay("check", "mine"), 64, "--lab", "`assay start LAB`")
    expectFailure(try await workspace.assay("check", "nowhere"), 65, "'nowhere'")
    expectKorean(try await workspace.assay("check", "mine", "--lang", "ko"), 64, "--lab")
    #expect(try await workspace.assay("check", "mine", "--lab", "small").status == 0)
  }

  @Test("check --watch grades again after a save, survives bad saves and ends on SIGINT")
  func watch() async throws {
    #expect(try await workspace.assay("start", "small", "mine").status == 0)
    let program = try LiveProgram(["check", "mine", "--watch"], in: workspace)
    try program.wait(for: "0 / 100")
    try program.wait(for: "Waiting for a file to be saved")
    try workspace.folder.write(partly, to: "mine/work.py")
    try program.wait(for: "60 / 100")
    try program.wait(for: "Waiting")
    // A file that is not handed in changes nothing; had it, this would be the next thing to come.
    try workspace.folder.write("x", to: "mine/notes.txt")
    try FileManager.default.removeItem(atPath: "\(workspace.path)/mine/work.py")
    try program.wait(for: "work.py: this file is missing")
    try program.wait(for: "Waiting")
    // As editors save: a new file under the old name.
    try workspace.folder.write(SmallLab.solution, to: "mine/.work.py.swp")
    rename("\(workspace.path)/mine/.work.py.swp", "\(workspace.path)/mine/work.py")
    try program.wait(for: "100 / 100")
    try program.wait(for: "Waiting")
    program.signal(SIGINT)
    let end = try program.end()
    #expect(end.status == 130)
    #expect(!end.output.contains("100"), "\(end.output)")
    #expect(try workspace.leftovers().isEmpty)
  }

  @Test("a plan is the same for the same seed, differs for another, and keeps its answers")
  func plan() async throws {
    let labs = ["--labs", Program.realLabs]
    for name in ["02-profiling-io-vs-cpu", "03-asyncio-concurrent-fetcher", "06-retry-backoff-breaker"] {
      let first = try await workspace.assay(["plan", name, "--json", "--seed", "7"] + labs)
      let again = try await workspace.assay(["plan", name, "--json", "--seed", "7"] + labs)
      let other = try await workspace.assay(["plan", name, "--json", "--seed", "8"] + labs)
      #expect(first.status == 0, "\(first.errors)")
      #expect(first.stdout == again.stdout)
      #expect(first.stdout != other.stdout)
      let revealed = try await workspace.assay(
        ["plan", name, "--json", "--seed", "7", "--reveal-answers"] + labs)
      #expect(revealed.stdout.count > first.stdout.count)
      #expect(revealed.output.contains("\"answer_key\""), "\(name)")
      #expect(!first.output.contains("\"answer_key\""), "\(name)")
      let text = try await workspace.assay(["plan", name, "--seed", "7"] + labs)
      #expect(text.status == 0 && !text.output.isEmpty)
    }
  }

  @Test("explain: a known name, a misspelt one, and the list")
  func explain() async throws {
    let list = try await workspace.assay("explain")
    #expect(list.status == 0)
    #expect(list.output.contains("retry.jitter"))
    let known = try await workspace.assay("explain", "retry.jitter")
    #expect(known.status == 0)
    expectFailure(try await workspace.assay("explain", "retry.jiter"), 64, "did you mean 'retry.jitter'?")
    expectFailure(try await workspace.assay("explain", "jitter"), 64, "did you mean 'retry.jitter'?")
    expectFailure(try await workspace.assay("explain", "qqqqqq"), 64, "`assay explain` lists them")
    expectKorean(try await workspace.assay("explain", "jiter", "--lang", "ko"), 64, "'retry.jitter'입니까?")
  }

  @Test(
    "every reading command's --json is one document of its published schema, in both languages",
    arguments: [
      (["labs"], "labs-1"), (["show", "small"], "show-1"), (["plan", "small"], "plan-1"),
      (["plan", "small", "--reveal-answers"], "plan-1"), (["explain", "retry.jitter"], "explanation-1"),
      (["explain"], "explanation-1"), (["verify", "small", "--repeat", "1"], "verification-1"),
      (["verify", "--all", "--repeat", "1"], "verification-1"),
    ])
  func json(_ arguments: [String], _ schema: String) async throws {
    for language in ["en", "ko"] {
      let outcome = try await workspace.assay(arguments + ["--json", "--lang", language])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors.isEmpty)
      try workspace.folder.write(outcome.stdout, to: "document.json")
      let validation = try await Program.validate("\(workspace.path)/document.json", against: schema)
      #expect(validation.status == 0, "\(validation.errors)")
    }
  }

  @Test(
    "the real labs' documents are of their schemas",
    arguments: ["02-profiling-io-vs-cpu", "03-asyncio-concurrent-fetcher", "06-retry-backoff-breaker"])
  func realDocuments(_ lab: String) async throws {
    for (arguments, schema) in [
      (["labs"], "labs-1"), (["show", lab], "show-1"), (["plan", lab, "--reveal-answers"], "plan-1"),
    ] {
      let outcome = try await workspace.assay(arguments + ["--json", "--labs", Program.realLabs])
      try workspace.folder.write(outcome.stdout, to: "document.json")
      let validation = try await Program.validate("\(workspace.path)/document.json", against: schema)
      #expect(validation.status == 0, "\(arguments): \(validation.errors)")
    }
  }

  @Test("the version, and help for every command at 80 columns, with the exit codes")
  func help() async throws {
    let version = try await workspace.assay("--version")
    #expect(version.status == 0)
    #expect(try version.output.wholeMatch(of: Regex(#"assay \d+\.\d+\.\d+\n"#)) != nil)
    let top = try await workspace.assay("--help", environment: ["COLUMNS": "80"])
    #expect(top.status == 0)
    for code in ["0 ", "1 ", "2 ", "64 ", "65 ", "69 ", "70 ", "130 "] {
      #expect(top.output.contains("\n  \(code)"), "\(code)")
    }
    for command in ["labs", "show", "start", "check", "grade", "plan", "verify", "explain", "env", "doctor"] {
      #expect(top.output.contains("\n  \(command) "))
      let help = try await workspace.assay(command, "--help", environment: ["COLUMNS": "80"])
      #expect(help.status == 0 && help.errors.isEmpty)
    }
  }

  @Test("completion scripts", arguments: ["bash", "zsh", "fish"])
  func completion(_ shell: String) async throws {
    let outcome = try await workspace.assay("--generate-completion-script", shell)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("verify"))
    guard shell == "bash" else { return }
    try workspace.folder.write(outcome.stdout, to: "completion.bash")
    let bash = try await Program.run("/bin/bash", ["-n", "\(workspace.path)/completion.bash"])
    #expect(bash.status == 0, "\(bash.errors)")
  }

  @Test("verify: a lab that holds what it declares is proved")
  func proved() async throws {
    var lab = SmallLab()
    lab.wrong = "{id: stops, lose: [three]}"
    lab.wrongCode = [("stops", partly)]
    try lab.write(to: workspace.folder)
    let outcome = try await workspace.assay("verify", "small", "--repeat", "2")
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("stops"))
  }

  @Test("verify: a false declaration is named")
  func notProved() async throws {
    var lab = SmallLab()
    lab.wrong = "{id: stops, lose: [one]}"
    lab.wrongCode = [("stops", partly)]
    try lab.write(to: workspace.folder)
    let outcome = try await workspace.assay("verify", "small", "--repeat", "1")
    #expect(outcome.status == 1, "\(outcome.errors)")
    #expect(outcome.output.contains("stops"))
    let document = try await workspace.assay("verify", "small", "--repeat", "1", "--json").json()
    #expect(document["labs"][0]["wrong"][0]["id"].text == "stops")
  }
}
