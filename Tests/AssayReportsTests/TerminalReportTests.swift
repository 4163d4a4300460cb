import AssayModel
import AssayTestSupport
import Foundation
import Testing

@testable import AssayReports

struct TerminalReportTests {
  static let grades: [(name: String, grade: Grade)] = [
    ("flawed", Sample.flawed), ("perfect", Sample.perfect), ("unloadable", Sample.unloadable),
    ("incomplete", Sample.incomplete), ("withheld", Sample.withheld), ("hostile", Sample.hostile),
  ]

  @Test("A grade looks as recorded", arguments: grades.map(\.name), Language.allCases)
  func looks(name: String, language: Language) throws {
    let grade = try #require(Self.grades.first { $0.name == name }?.grade)
    for width in [80, 40] {
      let options = TerminalOptions(language: language, width: width)
      expectGolden(TerminalReport(options).text(grade), "grade/\(name).\(language.rawValue).\(width).txt")
    }
  }

  @Test("Colour, ASCII and verbose reports look as recorded")
  func variants() {
    let colour = TerminalOptions(usesColor: true)
    expectGolden(TerminalReport(colour).text(Sample.flawed), "grade/flawed.en.80.colour.txt")
    expectGolden(TerminalReport(colour).text(Sample.withheld), "grade/withheld.en.80.colour.txt")
    expectGolden(TerminalReport(colour).text(Sample.unloadable), "grade/unloadable.en.80.colour.txt")
    let korean = TerminalOptions(language: .ko, usesColor: true, width: 40)
    expectGolden(TerminalReport(korean).text(Sample.flawed), "grade/flawed.ko.40.colour.txt")
    let ascii = TerminalOptions(usesUnicode: false)
    expectGolden(TerminalReport(ascii).text(Sample.flawed), "grade/flawed.en.80.ascii.txt")
    let verbose = TerminalOptions(width: 100, isVerbose: true)
    expectGolden(TerminalReport(verbose).text(Sample.flawed), "grade/flawed.en.100.verbose.txt")
  }

  @Test(
    "No line is wider than the terminal, whatever a learner wrote", arguments: [40, 41, 60, 79, 80, 100, 120])
  func width(_ width: Int) {
    for (name, grade) in Self.grades {
      for language in Language.allCases {
        for isVerbose in [false, true] {
          let options = TerminalOptions(language: language, width: width, isVerbose: isVerbose)
          let lines = TerminalReport(options).text(grade).split(separator: "\n")
          let widest = lines.map { DisplayWidth.columns(of: $0) }.max() ?? 0
          #expect(widest <= width, "\(name) \(language) verbose \(isVerbose)")
        }
      }
    }
  }

  @Test("Nothing a learner writes reaches the terminal or the CI service")
  func harmless() {
    for attack in ["::error::x", "  ::error::x", "a ##[error]x", "##vso[x]", "\u{1b}[2J", "\u{202e}", "a\rb"]
    {
      #expect(!Harm.found(in: attack).isEmpty, "the detector must see \(attack.debugDescription)")
    }
    for (name, grade) in Self.grades {
      for usesColor in [false, true] {
        for isVerbose in [false, true] {
          for width in [40, 57, 80] {
            let options = TerminalOptions(usesColor: usesColor, width: width, isVerbose: isVerbose)
            let harm = Harm.found(in: TerminalReport(options).text(grade))
            #expect(harm.isEmpty, "\(name): \(harm.prefix(3))")
          }
        }
      }
    }
  }

  @Test("A line that would begin with a workflow command begins with a backslash")
  func workflowCommand() {
    let finding = Finding(
      expected: LocalizedText(verbatim: String(repeating: "x", count: 64) + " ::error::owned"),
      seen: LocalizedText(verbatim: "y"))
    let grade = Grade.make(results: [.make(.make("a"), .unmet, findings: [finding])])
    let text = TerminalReport(TerminalOptions()).text(grade)
    #expect(text.contains("\n              \\::error::owned\n"))
  }

  @Test("ASCII means ASCII")
  func ascii() {
    for (name, grade) in Self.grades {
      let text = TerminalReport(TerminalOptions(usesUnicode: false)).text(grade)
      #expect(text.utf8.allSatisfy { $0 == 0x0a || (0x20..<0x7f).contains($0) }, "\(name)")
      let widest = text.split(separator: "\n").map(\.count).max() ?? 0
      #expect(widest <= 80, "\(name)")
    }
  }

  @Test("Why loading failed is said once, and what has its own evidence is still shown")
  func loadFailureOnce() {
    let text = TerminalReport(TerminalOptions()).text(Sample.unloadable)
    #expect(text.components(separatedBy: "SyntaxError").count == 2)
    #expect(!text.contains(GradeWords.toFix.en))
    var grade = Sample.unloadable
    grade.results[0].verdict.findings = Sample.matrixFindings
    let both = TerminalReport(TerminalOptions()).text(grade)
    #expect(both.contains("connection lost after 17 bytes"))
  }

  @Test("A withheld grade shows no total, and one fault once")
  func withheld() {
    let text = TerminalReport(TerminalOptions()).text(Sample.withheld)
    #expect(text.contains("Not graded"))
    #expect(!text.contains(" / 54"))
    #expect(text.components(separatedBy: "The launcher ended without a report").count == 2)
  }

  @Test("The caret stands below the column that Python names, also behind wide characters and indentation")
  func caret() {
    func caret(_ source: String, offset: Int, text: String) -> String? {
      let error = ExceptionRecord(
        type: "SyntaxError", attributes: .record(["offset": .int(offset), "text": .string(text)]))
      return Caret.line(for: error, below: source)?.shown
    }
    #expect(caret("x = (", offset: 5, text: "x = (\n") == "    ^")
    #expect(caret("x = (", offset: 9, text: "    x = (\n") == "    ^")
    #expect(caret("'한글' = 1", offset: 6, text: "'한글' = 1\n") == "       ^")
    #expect(Caret.line(for: ExceptionRecord(type: "SyntaxError"), below: "x = (")?.shown == "^^^^^")
    #expect(Caret.line(for: ExceptionRecord(type: "KeyError"), below: "x = (") == nil)
  }

  @Test("Points stand below one another and halves are shown")
  func points() {
    let grade = Grade.make(results: [
      .make(.make("a", points: 5), .partial(fraction: 0.5)), .make(.make("b", points: 95)),
    ])
    let text = TerminalReport(TerminalOptions(width: 40)).text(grade)
    #expect(text.contains(" 97.5 / 100 "))
    #expect(text.contains(" ◐ a                           2.5 /  5\n"))
    #expect(text.contains(" ✓ b                            95 / 95\n"))
  }
}
