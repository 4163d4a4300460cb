import AssayModel
import AssayTestSupport
import Foundation
import Testing

@testable import AssayReports

struct SinkTests {
  @Test("Literals are ours, what is interpolated is escaped, finished text is not escaped twice")
  func markup() {
    let name = "<b>&"
    let inner: HTML = "<i>\(name)</i>"
    #expect(inner.text == "<i>&lt;b&gt;&amp;</i>")
    #expect(("<p>\(inner)\(3)</p>" as HTML).text == "<p><i>&lt;b&gt;&amp;</i>3</p>")
    #expect([inner, inner].joined(" · ").text == "<i>&lt;b&gt;&amp;</i> · <i>&lt;b&gt;&amp;</i>")
  }

  @Test(
    "Cells of CSV",
    arguments: [
      ("plain", #""plain""#), ("a \"b\", c", #""a ""b"", c""#), ("=1+1", #""'=1+1""#), ("-1", #""'-1""#),
      ("  @x", #""'  @x""#), ("\t=1", #""'    =1""#), ("\r=1", #""'\r=1""#), ("＝1", #""'＝1""#),
      ("1=1", #""1=1""#),
      ("a\nb", #""a\nb""#), ("\"\u{301}", "\"\"\"\u{301}\""), ("", #""""#),
    ])
  func csv(text: String, cell: String) {
    #expect(Array(CSVSink.escaped(text).utf8) == Array(cell.utf8))
  }

  @Test(
    "Code spans of Markdown",
    arguments: [
      ("plain", "`plain`"), ("a`b", "``a`b``"), ("`a``", "``` `a`` ```"), ("", "` – `"), (" a", "`  a `"),
      ("`\u{301}", "`` `\u{301} ``"), ("@all #1", "`@all #1`"),
    ])
  func codeSpans(text: String, span: String) {
    #expect(Array(MarkdownSink.escaped(text).utf8) == Array(span.utf8))
  }

  @Test("Fences are longer than what they hold, and no line of theirs is a command")
  func fences() {
    #expect(
      MarkdownSink.fence(["a", "````", "::error::x"]).text == "`````text\na\n````\n\\::error::x\n`````\n")
    #expect(
      MarkdownSink.prose("a*b_c [d](e) <f> #1 @g\n| 3.5 / 4").text
        == ##"a\*b\_c \[d\](e) \<f\> \#1 \@g\\n\| 3.5 / 4"##)
  }

  @Test("Commands to CI services by the beginning of a line")
  func commands() {
    for line in ["::a", "  ::a", "\u{2003}::a", "\u{85}::a"] { #expect(CILog.isCommand(line)) }
    for line in ["a ::", ":a:", "\\::a", "", ":"] { #expect(!CILog.isCommand(line)) }
    #expect(LogText.safe("a\n ::x\u{1b}[2J\r\n##[e]") == "a\n \\::x\\x1b[2J\n##\\[e]")
  }

  @Test("Reports look as recorded")
  func golden() {
    expectGolden(MarkdownReport().text(Sample.flawed), "markdown/flawed.en.md")
    expectGolden(MarkdownReport(language: .ko).text(Sample.withheld), "markdown/withheld.ko.md")
    expectGolden(MarkdownReport().text(Sample.hostile), "markdown/hostile.en.md")
    expectGolden(HTMLReport().text(Sample.flawed), "html/flawed.en.html")
    expectGolden(HTMLReport(language: .ko).text(Sample.unloadable), "html/unloadable.ko.html")
    expectGolden(HTMLReport(language: .ko).text(Sample.withheld), "html/withheld.ko.html")
    expectGolden(CSVReport().text(Sample.withheld), "csv/withheld.en.csv")
    expectGolden(CSVReport().text(Sample.hostile), "csv/hostile.en.csv")
  }

  @Test("Markdown that is too long is cut between checks, says so, and keeps its foot")
  func cut() {
    let all = MarkdownReport().text(Sample.flawed)
    let short = MarkdownReport(maximumBytes: all.utf8.count - 1).text(Sample.flawed)
    #expect(short.utf8.count < all.utf8.count)
    #expect(short.contains(DocumentWords.cut.en) && short.contains("seed 7"))
    #expect(!all.contains(DocumentWords.cut.en))
  }

  @Test("Points that could not be given are empty cells; what was earned is a number")
  func points() {
    let rows = CSVReport().text(Sample.withheld).components(separatedBy: "\r\n")
    #expect(rows.contains { $0.contains("\"ungraded\",,") })
    #expect(!rows.contains { $0.contains("\"ungraded\",0") })
  }
}
