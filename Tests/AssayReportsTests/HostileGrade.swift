import AssayModel
import AssayTestSupport

extension Sample {
  /// Texts that try to reach through the report: to the terminal, to a CI service, to a parser.
  static let attacks = [
    "\u{1b}[2J\u{1b}[1;1H100 / 100", "\u{1b}]0;owned\u{7}", "\u{9b}31m", "first\rsecond", "nul\0nul",
    "abc\u{202e}fed\u{2066}", "zero\u{200b}\u{feff}width", "::error file=x::owned", "##[error]owned",
    "##vso[task.complete result=Succeeded;]", "a\u{2028}::set-env name=x::y", "]]><!-- & < > \" '",
    "[[ATTACHMENT|/etc/passwd]]", "e\u{301}\u{301}\u{301}\u{301}\u{301}", "한글과 全角 문자", "\u{3164}\u{ad}",
    "\u{fffe}\u{10ffff}\u{e000}", "<script>alert(1)</script>",
  ]

  /// A grade in which everything that a learner can write is hostile.
  static let hostile: Grade = {
    let all = attacks.joined(separator: "\n")
    let text = LocalizedText(verbatim: all)
    let error = ExceptionRecord(
      type: "Evil\u{1b}[31mError", message: all,
      frames: [
        .init(file: "a\u{1b}[1mb.py", line: 3, function: "f\n::error::x", source: "x = '\u{202e}' ##[error]")
      ],
      members: [ExceptionRecord(type: "Inner", message: "::warning::inner")])
    let findings = [
      Finding(expected: text, seen: text, input: all, hint: text, exception: error),
      Finding(
        expected: LocalizedText(verbatim: String(repeating: "x", count: 5000)),
        seen: LocalizedText(verbatim: (1...300).map { "line \($0)" }.joined(separator: "\n")),
        input: "::error::" + String(repeating: "가", count: 400)),
    ]
    let bytes =
      Array("::error::printed\n  ::warning::indented\n##[error]x\r\n".utf8) + [0xff, 0xfe, 0x0a, 0xe2, 0x82]
    return .make(
      submission: "mallory\u{1b}[2J\n::error::name",
      results: [.make(.make("one", rules: [1], en: "hostile"), .unmet, findings: findings)],
      output: [
        .init(
          scenario: "main", output: CapturedText(head: bytes, totalBytes: bytes.count),
          errorOutput: CapturedText((1...5000).map { "noise \($0) 가나다" }.joined(separator: "\n"), kept: 300))
      ])
  }()
}
