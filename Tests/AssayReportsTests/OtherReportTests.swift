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
    let labs = [Sample.shortLab, Sample.lab]
    expectGolden(
      LabListReport(options).text(labs, obstacles: Sample.obstacles), "other/labs.\(suffix)")
    expectGolden(
      LabReport(options).text(Sample.lab, obstacles: Sample.obstacles[Sample.lab.id] ?? []),
      "other/lab.\(suffix)")
    expectGolden(
      EnvironmentListReport(options).text(Sample.environments, folder: "/home/kim/.local/share/assay"),
      "other/environments.\(suffix)")
    expectGolden(ExplainReport(options).text(Sample.explanation), "other/explain.\(suffix)")
    expectGolden(
      ExplainReport(options).list(graders: [Sample.explanation], workloads: [Sample.workload]),
      "other/graders.\(suffix)")
  }

  @Test("Their JSON looks as recorded")
  func json() throws {
    expectGolden(try EncodedPlan(Sample.plan).text(), "other/plan.json")
    expectGolden(try EncodedLabDocument(Sample.lab).text(), "other/lab.json")
    expectGolden(
      try EncodedLabList([Sample.lab], obstacles: Sample.obstacles).text(), "other/labs.json")
    expectGolden(
      try EncodedEnvironmentList(Sample.environments, folder: "/store").text(), "other/environments.json")
    expectGolden(
      try EncodedExplanationDocument(
        graders: [Sample.explanation], workloads: [Sample.workload]
      ).text(), "other/explain.json")
  }

  @Test("A machine that lacks nothing is told nothing")
  func noObstacles() {
    let text = LabListReport(TerminalOptions()).text([Sample.lab], obstacles: [Sample.lab.id: []])
    #expect(!text.contains("✗") && text.contains("1 lab\n"))
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
      LabListReport(options).text([Sample.shortLab, Sample.lab], obstacles: Sample.obstacles),
      LabReport(options).text(Sample.lab),
      EnvironmentListReport(options).text(Sample.environments, folder: "/x"),
      ExplainReport(options).text(Sample.explanation), LabListReport(options).text([]),
      ExplainReport(options).list(graders: [Sample.explanation], workloads: [Sample.workload]),
    ]
    for text in texts {
      #expect(text.split(separator: "\n").allSatisfy { DisplayWidth.columns(of: $0) <= width }, "\(text)")
    }
  }
}
