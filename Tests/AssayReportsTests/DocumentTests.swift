import AssayModel
import AssayTestSupport
import Foundation
import Testing

@testable import AssayReports

struct DocumentTests {
  static let names = TerminalReportTests.grades.map(\.name)

  private func grade(_ name: String) throws -> Grade {
    try #require(TerminalReportTests.grades.first { $0.name == name }?.grade)
  }

  private func validate(_ document: String, against schema: String) throws -> (status: Int32, output: String)
  {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("document.json")
      try Data(document.utf8).write(to: file)
      return try Validators.run(
        "/usr/bin/python3", ["-c", Validators.closedValidation, Validators.schema(schema), file.path])
    }
  }

  @Test("A grade as JSON is what its schema says", arguments: names)
  func gradeSchema(name: String) throws {
    let result = try validate(JSONReport().text(grade(name)), against: "grade-1.schema.json")
    #expect(result.status == 0, "\(result.output)")
  }

  @Test("A receipt names the packages of the runs")
  func packages() throws {
    var grade = Sample.perfect
    let plain = try JSONReport().text(grade)
    grade.receipt.environment.packages = .init(profile: "web", digest: .make("4"))
    let document = try JSONReport().text(grade)
    let result = try validate(document, against: "grade-1.schema.json")
    #expect(result.status == 0, "\(result.output)")
    #expect(document.contains("\"profile\": \"web\"") && !plain.contains("\"packages\""))
    let line = "environment web 444444444444"
    let text = TerminalReport(TerminalOptions()).text(grade)
    #expect(text.contains(line) && !TerminalReport(TerminalOptions()).text(Sample.perfect).contains(line))
  }

  @Test("Labs and environments as JSON are what their schemas say")
  func machineSchemas() throws {
    let labs = try EncodedLabList([Sample.lab, Sample.shortLab], obstacles: Sample.obstacles).text()
    let lab = try EncodedLabDocument(Sample.lab, obstacles: Sample.obstacles[Sample.lab.id] ?? []).text()
    let environments = try EncodedEnvironmentList(Sample.environments, folder: "/store").text()
    for (text, schema) in [(labs, "labs-1"), (lab, "show-1"), (environments, "environments-1")] {
      let result = try validate(text, against: "\(schema).schema.json")
      #expect(result.status == 0, "\(schema): \(result.output)")
    }
  }

  @Test("The schema refuses what is no grade")
  func schemaRefuses() throws {
    let good = try JSONReport().text(Sample.withheld)
    let broken = [
      good.replacingOccurrences(of: "assay-grade/1", with: "assay-grade/2"),
      good.replacingOccurrences(of: "\"withheld\"", with: "\"lost\""),
      good.replacingOccurrences(of: "sha256:", with: "md5:"),
      good.replacingOccurrences(of: "\"fault\"", with: "\"failure\""),
    ]
    for document in broken {
      #expect(document != good)
      #expect(try validate(document, against: "grade-1.schema.json").status == 1)
    }
  }

  @Test("JSON is read back as it was, hostile texts included", arguments: names)
  func roundTrip(name: String) throws {
    let encoded = try EncodedGrade(grade(name))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let text = try OrderedEncoder.text(encoded)
    #expect(try decoder.decode(EncodedGrade.self, from: Data(text.utf8)) == encoded)
    #expect(Harm.found(in: text).isEmpty)
  }

  @Test("JSON documents look as recorded")
  func jsonGolden() throws {
    expectGolden(try JSONReport().text(Sample.flawed), "json/flawed.json")
    expectGolden(try JSONReport().text(Sample.withheld), "json/withheld.json")
    expectGolden(try JSONReport().text(Sample.unloadable), "json/unloadable.json")
  }

  @Test("A number that is none is refused and never written")
  func noNumber() {
    var grade = Sample.perfect
    grade.results[0].earned = .nan
    #expect(throws: Never.self) { try JSONReport().text(grade) }  // rounding has made it 0
    #expect(throws: EncodingError.self) { try OrderedEncoder.text([Double.infinity]) }
  }

  @Test("Members keep their order, texts their characters")
  func ordered() throws {
    struct Part: Encodable {
      var zebraCount = 1
      var alpha: [Double] = [0.5, 3, -2]
      var missing: String?
      var text = "\u{1b}\u{202e}##[x\u{1f600}\"\\/\n"
      var nested: [[String: Int]] = [["k": 1], [:]]
    }
    #expect(
      try OrderedEncoder.text(Part()) == #"""
        {
          "zebra_count": 1,
          "alpha": [
            0.5,
            3,
            -2
          ],
          "text": "\u001b\u202e##\u005bx😀\"\\/\n",
          "nested": [
            {
              "k": 1
            },
            {}
          ]
        }

        """#)
  }

  // MARK: JUnit

  private func xmllint(_ xml: String, _ xsd: String) throws -> (status: Int32, output: String) {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("report.xml")
      try Data(xml.utf8).write(to: file)
      return try Validators.run(
        "/usr/bin/xmllint", ["--noout", "--nonet", "--schema", Validators.xsd(xsd), file.path])
    }
  }

  @Test("JUnit is valid for the strict and the older schema", arguments: names, Language.allCases)
  func junitSchema(name: String, language: Language) throws {
    let strict = JUnitReport(language: language).text(try grade(name))
    for xsd in ["junit-10-strict.xsd", "junit-10-2018.xsd"] {
      let result = try xmllint(strict, xsd)
      #expect(result.status == 0, "\(xsd): \(result.output)")
    }
    let gitlab = JUnitReport(language: language, dialect: .gitlab).text(try grade(name))
    #expect(try xmllint(gitlab, "junit-10-2018.xsd").status == 0)
    #expect(Harm.found(in: strict).isEmpty)
  }

  @Test("Only the GitLab form names file and line, which the strict schema refuses")
  func dialects() throws {
    let gitlab = JUnitReport(dialect: .gitlab).text(Sample.flawed)
    #expect(gitlab.contains(#"file="resilience.py" line="171""#))
    #expect(try xmllint(gitlab, "junit-10-strict.xsd").status != 0)
  }

  @Test("JUnit looks as recorded")
  func junitGolden() {
    expectGolden(JUnitReport().text(Sample.flawed), "junit/flawed.en.xml")
    expectGolden(JUnitReport(language: .ko).text(Sample.withheld), "junit/withheld.ko.xml")
    expectGolden(JUnitReport(dialect: .gitlab).text(Sample.hostile), "junit/hostile.en.gitlab.xml")
  }

  @Test("Another reader finds the same counts, and the learner's text as text")
  func otherReader() throws {
    let script = """
      import sys, xml.etree.ElementTree as E
      suite = E.parse(sys.argv[1]).getroot()[0]
      cases = suite.findall("testcase")
      print(len(cases), *(sum(c.find(k) is not None for c in cases) for k in ("failure", "error", "skipped")))
      print(*(suite.get(k) for k in ("tests", "failures", "errors", "skipped")))
      print(len({c.get("name") for c in cases}), "[[ATTACHMENT|" in "".join(suite.itertext()))
      """
    for (grade, counts) in [(Sample.flawed, "10 3 0 1"), (Sample.withheld, "5 0 4 0")] {
      try withTemporaryFolder { folder in
        let file = folder.appendingPathComponent("report.xml")
        try Data(JUnitReport().text(grade).utf8).write(to: file)
        let result = try Validators.run("/usr/bin/python3", ["-c", script, file.path])
        #expect(result.output == "\(counts)\n\(counts)\n\(grade.results.count) False\n")
      }
    }
  }

  @Test("Why nothing could be loaded stands in every failure")
  func loadFailure() {
    let xml = JUnitReport().text(Sample.incomplete)
    #expect(xml.components(separatedBy: "takes no parameter `probes`").count == Sample.checks.count + 1)
  }

  @Test("Checks of one title keep names of their own")
  func uniqueNames() {
    let twice = Grade.make(results: [.make(.make("a", en: "same")), .make(.make("b", en: "same"))])
    let xml = JUnitReport().text(twice)
    #expect(xml.contains(#"name="same""#) && xml.contains(#"name="same [b]""#))
  }

  // MARK: Other documents

  @Test("Plans, labs and explanations are what their schemas say")
  func otherSchemas() throws {
    let documents = [
      ("plan-1", try EncodedPlan(Sample.plan, revealsAnswers: true).text()),
      ("show-1", try EncodedLabDocument(Sample.lab).text()),
      ("labs-1", try EncodedLabList([Sample.lab, Sample.shortLab]).text()),
      (
        "explanation-1",
        try EncodedExplanationDocument(graders: [Sample.explanation], workloads: [Sample.workload]).text()
      ),
    ]
    for (schema, document) in documents {
      let result = try validate(document, against: "\(schema).schema.json")
      #expect(result.status == 0, "\(schema): \(result.output)")
      let foreign = try validate(document, against: "grade-1.schema.json")
      #expect(foreign.status == 1)
    }
  }

  @Test("A verification is what its schema says", arguments: [false, true])
  func verificationSchema(isBroken: Bool) throws {
    let document = try EncodedVerificationDocument([.sample(isBroken: isBroken)]).text()
    let result = try validate(document, against: "verification-1.schema.json")
    #expect(result.status == 0, "\(result.output)")
  }
}
