import AssayTestSupport
import Foundation
import Testing

/// What a user can get wrong: a sentence that says what to do, and the right exit code.
@Suite("Wrong input")
struct WrongInputTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try SmallLab().write(to: workspace.folder)
    try workspace.folder.write(SmallLab.solution, to: "work/work.py")
  }

  private func grade(
    _ submission: String = "work", _ options: String..., ko: Bool = false
  ) async throws -> Outcome {
    let language = ko ? ["--lang", "ko"] : []
    return try await workspace.assay(["grade", submission, "--lab", "01-small"] + options + language)
  }

  @Test("a lab that does not exist: the nearest name")
  func noSuchLab() async throws {
    let wrong = try await workspace.assay("grade", "work", "--lab", "smal-l")
    expectFailure(wrong, 64, "no lab 'smal-l'", "did you mean '01-small'?")
    let far = try await workspace.assay("grade", "work", "--lab", "quantum")
    expectFailure(far, 64, "no lab 'quantum'", "`assay labs`")
    let korean = try await workspace.assay("show", "smal-l", "--lang", "ko")
    expectKorean(korean, 64, "'smal-l' 랩이 없습니다")
  }

  @Test("no folder of labs")
  func noLabsFolder() async throws {
    let outcome = try await workspace.assay("labs", environment: ["ASSAY_LABS": "\(workspace.path)/nowhere"])
    expectFailure(outcome, 64, "no folder of labs", "--labs", "ASSAY_LABS")
    expectFailure(try await workspace.assay("labs", "--labs", "nowhere"), 64, "nowhere", "--labs")
  }

  @Test("submissions that are not there, empty or no folder")
  func noSubmission() async throws {
    try workspace.folder.makeFolder("empty")
    expectFailure(try await grade("nowhere"), 65, "nowhere", "no such folder")
    expectFailure(try await grade("empty"), 65, "empty", "`assay start`")
    expectFailure(try await grade("work/work.py"), 65, "neither a folder nor an archive")
    expectKorean(try await grade("empty", ko: true), 65, "폴더가 비어 있습니다")
  }

  @Test("a missing file, and one with nearly the right name")
  func missingFile() async throws {
    try workspace.folder.write("x = 1\n", to: "other/readme.txt")
    expectFailure(try await grade("other"), 65, "work.py", "missing")
    try workspace.folder.write(SmallLab.solution, to: "near/wrok.py")
    expectFailure(try await grade("near"), 65, "work.py", "'wrok.py'")
    expectKorean(try await grade("near", ko: true), 65, "'wrok.py' 파일입니까?")
  }

  @Test("a manifest with ten mistakes tells all ten with their lines")
  func tenMistakes() async throws {
    let good = SmallLab().manifest
    let swaps = [
      ("module: 1", "module: 12"), ("row: 1", "row: one"),
      ("month: 1", "month: 0"), ("kind: [call]", "kind: [cal]"), ("minutes: 1", "minutes: -4"),
      ("limits: {}", "limits: {wall: 3}"), ("points: 30", "points: ten"), ("visible: true", "visible: maybe"),
      ("from: main", "from: mian"), ("rules: [1]", "rules: [first]"),
    ]
    var bad = good
    for (old, new) in swaps {
      let range = try #require(bad.firstRange(of: old), "the sample has no \(old)")
      bad.replaceSubrange(range, with: new)
    }
    try workspace.folder.write(bad, to: "labs/01-small/lab.yaml")
    let outcome = try await grade()
    #expect(outcome.status == 65)
    #expect(outcome.output.isEmpty)
    let lines = outcome.errors.split(separator: "\n").map(String.init)
    #expect(lines.first == "assay: The manifest has 10 mistakes.", "\(outcome.errors)")
    let told = lines.dropFirst()
    #expect(told.count == 10, "\(outcome.errors)")
    let source = bad.split(separator: "\n", omittingEmptySubsequences: false)
    for ((_, new), line) in zip(swaps, told) {
      let at = source.firstIndex { $0.contains(new) }.map { $0 + 1 } ?? 0
      #expect(line.hasPrefix("labs/01-small/lab.yaml:\(at):"), "\(line)")
    }
    #expect(try await grade(ko: true).errors.contains("매니페스트에 오류가 10개 있습니다."))
  }

  @Test("a manifest that names a grader that does not exist is not answered with a list of all")
  func unknownGrader() async throws {
    let wanted = "expect: [{path: \"\", eq: 2, case: 0}]"
    let bad = SmallLab().manifest.replacingOccurrences(of: wanted, with: "grader: retry.jiter")
    try #require(bad != SmallLab().manifest)
    try workspace.folder.write(bad, to: "labs/01-small/lab.yaml")
    let outcome = try await grade()
    expectFailure(outcome, 65, "'retry.jiter'", "Did you mean 'retry.jitter'?", "`assay explain`")
    #expect(outcome.errors.utf8.count < 500)
  }

  @Test("10,000 files: the declared one is found and graded, the rest left out")
  func manyFiles() async throws {
    for number in 0..<10_000 { try workspace.folder.write("", to: "work/f\(number).txt") }
    #expect(try await grade().status == 0)
    try FileManager.default.removeItem(atPath: "\(workspace.path)/work/work.py")
    expectFailure(try await grade(), 65, "work.py", "missing")
  }

  @Test("a file of 1 GB is refused by its size")
  func hugeFile() async throws {
    truncate("\(workspace.path)/work/work.py", 1 << 30)
    expectFailure(try await grade(), 65, "1024 MiB", "at most 64 KiB")
    expectKorean(try await grade(ko: true), 65, "최대 64 KiB")
  }

  @Test("a binary, a link, a pipe and a folder are no .py")
  func notSource() async throws {
    let file = "\(workspace.path)/work/work.py"
    let files = FileManager.default
    try workspace.folder.write([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1], to: "work/work.py")
    expectFailure(try await grade(), 65, "not Python source text")
    expectKorean(try await grade(ko: true), 65, "파이썬 소스 텍스트가 아닙니다")
    try files.removeItem(atPath: file)
    try files.createSymbolicLink(atPath: file, withDestinationPath: "/etc/passwd")
    let link = try await grade()
    expectFailure(link, 65, "symbolic link")
    #expect(!link.errors.contains("root:"))
    try files.removeItem(atPath: file)
    mkfifo(file, 0o644)
    expectFailure(try await grade(), 65, "regular file")
    try files.removeItem(atPath: file)
    try files.createDirectory(atPath: file, withIntermediateDirectories: false)
    expectFailure(try await grade(), 65, "regular file")
  }

  @Test("an output file that cannot be written is told before anything is run")
  func badOutput() async throws {
    expectFailure(try await grade("work", "--format", "json=nowhere/x.json"), 65, "nowhere", "make it first")
    expectFailure(try await grade("work", "--json", "--output", "/proc/x/y"), 65, "/proc/x")
    expectFailure(try await grade("work", "--json", "--output", "work"), 65, "'work' cannot be written")
    expectFailure(try await grade("work", "--evidence", "nowhere/e.json"), 65, "nowhere/e.json")
    expectKorean(try await grade("work", "--json", "-o", "nowhere/x", ko: true), 65, "먼저 만드십시오")
  }

  @Test(
    "a wrong command line is told in the parser's words, with the usage",
    arguments: [
      (["grade", "work", "--lab", "01-small", "--format", "xml"], "provide one of the following"),
      (["grade", "work", "--lab", "01-small", "--pass-mark", "101"], "from 0 to 100"),
      (["grade", "work", "--lab", "01-small", "--pass-mark", "nan"], "from 0 to 100"),
      (["grade", "work", "--lab", "01-small", "--pass-mark", "ten"], "'ten' is invalid"),
      (["grade", "work"], "'--lab <lab>'"),
      (["grade", "work", "--lab", "01-small", "--json", "--format", "junit"], "Only one report"),
      (["grade", "work", "--lab", "01-small", "--format", "json=a", "--output", "b"], "--output b"),
      (["grade", "work", "--lab", "01-small", "--fromat", "json"], "'--format'"),
      (["verify"], "--all"), (["verify", "small", "--jobs", "0"], "from 1 to 64"),
      (["plan", "small", "--seed", "x"], "'x' is invalid"), (["labs", "--lang", "fr"], "'en' and 'ko'"),
    ])
  func usage(_ arguments: [String], _ phrase: String) async throws {
    let outcome = try await workspace.assay(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains(phrase), "\(outcome.errors)")
    #expect(outcome.errors.contains("--help"))
  }

  @Test("the lab as an argument, the two swapped, one folder too many: what was meant")
  func wrongOrder() async throws {
    let meant = "assay grade work --lab 01-small?"
    expectFailure(try await workspace.assay("grade", "01-small", "work"), 64, "did you mean", meant)
    expectFailure(try await workspace.assay("grade", "work", "01-small"), 64, meant)
    expectFailure(try await workspace.assay("grade", "01-small", "--lab", "work"), 64, "is a folder", meant)
    expectFailure(try await grade("work", "more"), 64, "'more' is one too many")
    expectKorean(try await workspace.assay("grade", "01-small", "work", "--lang", "ko"), 64, "혹시 다음을 뜻합니까?")
    expectKorean(try await grade("work", "more", ko: true), 64, "한 번에 제출물 하나만")
  }

  @Test("where every report goes to a file, one line says so on stderr", arguments: ["en", "ko"])
  func summary(_ language: String) async throws {
    let outcome = try await grade(
      "work", "--format", "json=a.json", "--format", "junit=b.xml", ko: language == "ko")
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
    let expected =
      language == "en"
      ? "work · 100 / 100 · 3 of 3 checks met · reports in a.json, b.xml\n"
      : "work · 100 / 100 · 검사 3개 중 3개 통과 · 보고서: a.json, b.xml\n"
    #expect(outcome.errors == expected)
  }

  @Test("an unknown command: the nearest one")
  func unknownCommand() async throws {
    expectFailure(try await workspace.assay("grad"), 64, "no command 'grad'", "did you mean 'grade'?")
    expectKorean(try await workspace.assay("grad", "--lang", "ko"), 64, "'grade'입니까?")
  }

  @Test("an interpreter that does not exist")
  func noInterpreter() async throws {
    expectFailure(try await grade("work", "--python", "/nowhere/python"), 64, "/nowhere/python", "--python")
  }
}
