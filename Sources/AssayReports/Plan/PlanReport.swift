import AssayModel

/// Everything that a grading will do, before it is done.
///
/// A plan holds the right answers of generated inputs. They are left out unless they are asked for, so that a
/// pasted plan gives nothing away.
public struct PlanReport: Sendable {
  private let options: TerminalOptions
  private let revealsAnswers: Bool

  /// Reports in the manner of `options`.
  public init(_ options: TerminalOptions, revealsAnswers: Bool = false) {
    self.options = options
    self.revealsAnswers = revealsAnswers
  }

  /// The report.
  public func text(_ plan: Plan) -> String {
    var page = Page(options)
    page.blankLine()
    page.line(StyledText(Sanitiser.line(plan.lab), .strong))
    page.line(StyledText(PlanWords.summary(plan)[options.language], .quiet))
    for (index, run) in plan.runs.enumerated() {
      page.blank()
      write(run, number: index + 1, digits: String(plan.runs.count).count, on: &page)
    }
    return page.text()
  }

  private func write(_ run: PlannedRun, number: Int, digits: Int, on page: inout Page) {
    let language = options.language
    let repetition = run.repetition > 0 ? " #\(run.repetition + 1)" : ""
    page.paragraph(
      StyledText(Sanitiser.line(run.scenario) + repetition, .strong),
      first: .spaces(page.margin) + StyledText(String(number), .quiet).rightAligned(in: digits) + "  ",
      right: StyledText(run.driver.rawValue, .quiet))
    let names = [PlanWords.code, PlanWords.calls, PlanWords.fixture, PlanWords.limits, PlanWords.input]
    let columns = names.map { DisplayWidth.columns(of: $0[language]) }.max() ?? 0
    let indent = page.margin + digits + 2
    for (name, text) in fields(of: run) {
      page.field(
        name[language], StyledText(Sanitiser.line(text[language])), indent: indent, nameColumns: columns)
    }
    page.field(
      PlanWords.limits[language], items: LimitsWords.items(run.limits).map { StyledText($0[language]) },
      indent: indent, nameColumns: columns)
    let shown = run.inputs.prefix(options.isVerbose ? 20 : 3)
    for input in shown {
      page.field(PlanWords.input[language], python(input), indent: indent, nameColumns: columns)
    }
    if run.inputs.count > shown.count {
      let note = PlanWords.moreInputs(run.inputs.count - shown.count)[language]
      page.line(StyledText(note, .quiet), indent: indent + columns + 2)
    }
    if revealsAnswers, run.answerKey != .null {
      page.field(PlanWords.answers[language], python(run.answerKey), indent: indent, nameColumns: columns)
    }
  }

  private func fields(of run: PlannedRun) -> [(LocalizedText, LocalizedText)] {
    var fields = [
      (PlanWords.code, PlanWords.subject(run.subject)),
      (
        PlanWords.calls,
        PlanWords.calls(run.inputs.count, of: run.target.name, limit: run.callLimitSeconds)
      ),
    ]
    if let fixture = run.fixture { fields.append((PlanWords.fixture, PlanWords.fixture(fixture))) }
    if !run.skippedWhenFailed.isEmpty {
      let checks = run.skippedWhenFailed.joined(separator: ", ")
      fields.append((PlanWords.skipped, PlanWords.skippedWhenFailed(checks)))
    }
    return fields
  }

  private func python(_ value: Value) -> StyledText {
    StyledText(Sanitiser.line(PythonText.text(of: value, maximum: options.isVerbose ? 2000 : 140)))
  }
}

extension Scenario.CallTarget {
  /// What is called, for a person.
  var name: String {
    switch self {
    case .operation(let name): name
    case .function(let module, let name): "\(module).\(name)"
    case .kit(let name): name
    }
  }
}
