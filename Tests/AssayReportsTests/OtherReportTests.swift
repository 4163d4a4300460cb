import AssayModel
import AssayTestSupport
import Testing

@testable import AssayReports

struct OtherReportTests {
  @Test("Plans, labs and explanations look as recorded", arguments: Language.allCases, [80, 40])
  func looks(language: Language, width: Int) {
    let options = TerminalOptions(language: language, width: width)
    let suffix = "\(language.rawValue).\(width).txt"
    expectGolden(PlanReport(options).text(Sample.plan), "other/plan.\(suffix)")
    expectGolden(LabListReport(options).text([Sample.shortLab, Sample.lab]), "other/labs.\(suffix)")
    expectGolden(LabReport(options).text(Sample.lab), "other/lab.\(suffix)")
    expectGolden(ExplainReport(options).text(Sample.explanation), "other/explain.\(suffix)")
    expectGolden(
      ExplainReport(options).list(graders: [Sample.explanation], workloads: [Sample.workload]),
      "other/graders.\(suffix)")
  }

  @Test("Their JSON looks as recorded")
  func json() throws {
    expectGolden(try EncodedPlan(Sample.plan).text(), "other/plan.json")
    expectGolden(try EncodedLabDocument(Sample.lab).text(), "other/lab.json")
    expectGolden(try EncodedLabList([Sample.shortLab]).text(), "other/labs.json")
    expectGolden(
      try EncodedExplanationDocument(
        graders: [Sample.explanation], workloads: [Sample.workload]
      ).text(), "other/explain.json")
  }

  @Test("A plan keeps its answers to itself unless it is asked")
  func answers() throws {
    let options = TerminalOptions(isVerbose: true)
    #expect(!PlanReport(options).text(Sample.plan).contains("secret"))
    #expect(try !EncodedPlan(Sample.plan).text().contains("secret"))
    #expect(PlanReport(options, revealsAnswers: true).text(Sample.plan).contains("the secret answer"))
    #expect(try EncodedPlan(Sample.plan, revealsAnswers: true).text().contains("the secret answer"))
  }

  @Test("No line is wider than the terminal", arguments: Language.allCases, [40, 80, 120])
  func width(language: Language, width: Int) {
    let options = TerminalOptions(language: language, width: width)
    let texts = [
      PlanReport(options, revealsAnswers: true).text(Sample.plan),
      LabListReport(options).text([Sample.shortLab, Sample.lab]), LabReport(options).text(Sample.lab),
      ExplainReport(options).text(Sample.explanation), LabListReport(options).text([]),
      ExplainReport(options).list(graders: [Sample.explanation], workloads: [Sample.workload]),
    ]
    for text in texts {
      #expect(text.split(separator: "\n").allSatisfy { DisplayWidth.columns(of: $0) <= width }, "\(text)")
    }
  }
}
