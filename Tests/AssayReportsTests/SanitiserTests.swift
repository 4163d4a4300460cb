import AssayModel
import Foundation
import Testing

@testable import AssayReports

struct SanitiserTests {
  @Test(
    "What does something, or shows nothing, is shown by its escape",
    arguments: [
      ("\u{1b}[31mred", #"\x1b[31mred"#), ("a\u{7f}b", #"a\x7fb"#), ("\u{9b}2J", #"\x9b2J"#),
      ("a\rb", #"a\rb"#), ("a\nb", #"a\nb"#), ("a\0b", #"a\x00b"#), ("\u{85}", #"\x85"#),
      ("\u{2028}\u{2029}", #"\u2028\u2029"#), ("\u{202e}\u{2066}\u{2069}", #"\u202e\u2066\u2069"#),
      ("\u{200b}\u{200d}\u{feff}\u{ad}", #"\u200b\u200d\ufeff\xad"#), ("\u{a0}", #"\xa0"#),
      ("\u{3164}", #"\u3164"#), ("\u{e0041}", #"\U000e0041"#), ("\u{fffe}", #"\ufffe"#),
      ("\u{301}a", #"\u0301a"#), ("e\u{301}\u{302}\u{303}", "e\u{301}\u{302}\\u0303"),
      ("##[error]x", #"##\[error]x"#),
      ("x ##VSO[a]", #"x ##\[a]"#.replacingOccurrences(of: "##", with: "##VSO")),
      ("# [1] ##x y[0] #[1]", "# [1] ##x y[0] #[1]"), ("\tx\ty", "    x   y"), ("한글 é ✓ 全", "한글 é ✓ 全"),
    ])
  func escapes(text: String, safe: String) {
    #expect(Sanitiser.line(text) == safe)
  }

  @Test("Bytes that are no UTF-8 appear as bytes; lines end at LF and CR LF only")
  func bytes() {
    #expect(
      Sanitiser.lines([0x61, 0xff, 0x62, 0x0d, 0x0a, 0xed, 0xa0, 0x80]) == [#"a\xffb"#, #"\xed\xa0\x80"#])
    #expect(Sanitiser.lines([0x0a, 0x61, 0x0a]) == ["", "a"])
    #expect(Sanitiser.lines([0xf0, 0x9f, 0x98]) == [#"\xf0\x9f\x98"#])
    #expect(Sanitiser.lines([]).isEmpty)
    #expect(Sanitiser.decoded([0x1b, 0xc3, 0x28, 0x0a]) == "\u{1b}\\xc3(\n")
  }

  @Test("Every byte string gives safe lines")
  func random() {
    var generator = SeededGenerator(seed: Seed(1))
    for _ in 0..<500 {
      let bytes = (0..<64).map { _ in UInt8.random(in: 0...255, using: &generator) }
      for line in Sanitiser.lines(bytes) {
        #expect(line.unicodeScalars.allSatisfy { !SafeWriter.isUnsafe($0) })
      }
    }
  }

  @Test("What is left out is said, and how much")
  func excerpt() {
    let limits = ExcerptLimits(columns: 10, head: 2, tail: 1)
    func shown(_ text: String) -> [String] { Excerpt(text, limits: limits, language: .en).lines.map(\.shown) }
    #expect(shown("1\n2\n3\n4") == ["1", "2", "3", "4"])
    #expect(shown("1\n2\n3\n4\n5") == ["1", "2", "… 2 lines cut", "5"])
    #expect(shown("0123456789") == ["0123456789"])
    #expect(shown("0123456789a") == ["0123456789 … 1 more character"])
    #expect(shown("한글한글한글") == ["한글한글한 … 1 more character"])
    #expect(shown("x한글한글한글") == ["x한글한글 … 2 more characters"])
  }

  @Test("A capture that lost its middle says so and shows no half characters")
  func captured() {
    let limits = ExcerptLimits(columns: 80, head: 5, tail: 5)
    let half = Array("한".utf8)
    let captured = CapturedText(
      head: Array("a\nb".utf8) + half.prefix(2), tail: half.suffix(1) + Array("c\nd\n".utf8),
      totalBytes: 5_000)
    let lines = Excerpt(captured, limits: limits, language: .en).lines
    #expect(lines == [.text("a"), .text("b"), .note("… 4.9 kB cut"), .text("c"), .text("d")])
    let whole = CapturedText(head: Array("ab".utf8), tail: Array("cd\n".utf8), totalBytes: 5)
    #expect(Excerpt(whole, limits: limits, language: .en).lines == [.text("abcd")])
  }

  @Test("Widths agree with Python's Unicode data")
  func widths() throws {
    let script = """
      import unicodedata as u
      for c in range(0x20, 0x30000):
          ch = chr(c)
          if u.category(ch) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"): continue
          if 0x1160 <= c <= 0x11ff or 0xd7b0 <= c <= 0xd7ff: continue
          w = 0 if u.category(ch) in ("Mn", "Me") else 2 if u.east_asian_width(ch) in "WF" else 1
          print(f"{c:x} {w}")
      """
    let result = try Validators.run("/usr/bin/python3", ["-c", script])
    #expect(result.status == 0)
    var compared = 0
    var wrong: [String] = []
    for line in result.output.split(separator: "\n") {
      let parts = line.split(separator: " ")
      guard parts.count == 2, let code = UInt32(parts[0], radix: 16), let scalar = Unicode.Scalar(code) else {
        continue
      }
      compared += 1
      if String(DisplayWidth.columns(of: scalar)) != parts[1] { wrong.append(String(line)) }
    }
    #expect(compared > 100_000)
    // The two may speak different versions of Unicode, which reclassify a few rare characters each time.
    #expect(wrong.count < compared / 500, "\(wrong.count): \(wrong.prefix(40))")
  }

  @Test(
    "What reports are full of has its known width",
    arguments: [
      ("abc", 3), ("한글", 4), ("\u{1112}\u{1161}\u{11ab}", 2), ("全角", 4), ("e\u{301}", 1), ("✓✗◐–·…━", 7),
      ("🎉", 2), ("❤\u{fe0f}", 2), ("🇰🇷", 2), ("ｱ", 1),
    ])
  func knownWidths(text: String, columns: Int) {
    #expect(DisplayWidth.columns(of: text) == columns)
  }

  @Test("Text is broken at spaces, long words where they must be, wide characters never in two")
  func breaking() {
    func rows(_ text: String, _ width: Int) -> [String] {
      LineBreaker.rows(of: StyledText(text), width: width).map { $0.spans.map(\.text).joined() }
    }
    #expect(rows("aa bb cc", 5) == ["aa bb", "cc"])
    #expect(rows("aa bbbb", 5) == ["aa ", "bbbb"])
    #expect(rows("aaaaaaaaaaaa", 5) == ["aaaaa", "aaaaa", "aa"])
    #expect(rows("a 한글한글한글", 6) == ["a ", "한글한", "글한글"])
    #expect(rows("한글한글", 3) == ["한", "글", "한", "글"])
    #expect(rows("", 5) == [""])
  }

  @Test("Numbers read well")
  func figures() {
    #expect(Figures.short(7.5) == "7.5")
    #expect(Figures.short(100) == "100")
    #expect(Figures.short(0.005) == "0.01")
    #expect(Figures.short(-1.25) == "-1.25")
    #expect(Figures.grouped(1_234_567) == "1,234,567")
    #expect(Figures.grouped(-12) == "-12")
    #expect(Figures.bytes(1023) == "1023 B")
    #expect(Figures.bytes(256 << 20) == "256 MB")
    #expect(Figures.seconds(0.0042) == "4.2 ms")
    #expect(Figures.seconds(0.081) == "81 ms")
    #expect(Figures.seconds(1.417) == "1.42 s")
    #expect(Figures.seconds(41.37) == "41.4 s")
    #expect(Figures.fixed(.nan, 2) == "nan")
  }

  @Test("Values are written as Python writes them, and cut")
  func python() {
    let value = Value.record([
      "a": [1, 2.5, true, nil], "t": .tuple([1]), "b": .bytes([0x41, 0xff]), "it's": "q\"\n",
    ])
    #expect(
      PythonText.text(of: value) == #"{'a': [1, 2.5, True, None], 't': (1,), 'b': b'A\xff', "it's": 'q"\n'}"#)
    #expect(PythonText.text(of: .list((0..<1000).map { .int($0) }), maximum: 10) == "[0, 1, 2,  …")
    #expect(PythonText.text(of: .string(String(repeating: "x", count: 9)), maximum: 5) == "'xxxx …")
  }
}
