import AssayModel

/// Why the code could not be loaded: said once, before everything else.
struct LoadFailureBlock {
  let failure: LoadFailure

  func write(on page: inout Page) {
    let language = page.language
    page.blank()
    page.paragraph(
      StyledText(headline[language], .strong),
      first: .spaces(page.margin) + OutcomeKind.unmet.mark + " ")
    let indent = page.margin + 2
    switch failure {
    case .raised(let exception):
      let columns = DisplayWidth.columns(of: GradeWords.raised[language])
      ExceptionBlock(exception: exception, indent: indent, nameColumns: columns).write(on: &page)
    case .interface(let problems):
      for problem in problems {
        page.paragraph(
          StyledText(Excerpt.cut(Sanitiser.line(problem[language]), to: 400, language)),
          first: .spaces(indent) + StyledText("· ", .bad))
      }
    case .ended(let termination):
      page.line(StyledText(GradeWords.endedLoading(termination)[language]), indent: indent)
    }
  }

  private var headline: LocalizedText { failure.headline }
}

extension LoadFailure {
  /// What it means, in one sentence.
  var headline: LocalizedText {
    switch self {
    case .interface: GradeWords.incompleteInterface
    case .raised, .ended: GradeWords.notLoaded
    }
  }

  /// What happened, one sentence each.
  var reasons: [LocalizedText] {
    switch self {
    case .raised(let exception): [LocalizedText(verbatim: ExceptionBlock.sentence(exception))]
    case .interface(let problems): problems
    case .ended(let termination): [GradeWords.endedLoading(termination)]
    }
  }
}

/// What failed on our side, each failure once, with the checks that it left ungraded.
struct FaultBlock {
  let grade: Grade

  func write(on page: inout Page) {
    let language = page.language
    page.blank()
    page.line(StyledText(GradeWords.withheldReason[language]))
    let names = [GradeWords.cause, GradeWords.affects, GradeWords.remedy]
    let columns = names.map { DisplayWidth.columns(of: $0[language]) }.max() ?? 0
    for (fault, results) in grade.faults {
      page.blank()
      let titles = results.map { $0.criterion.title[language] }
      let texts = [
        fault.explanation[language] + GradeWords.attempts(fault.attempts)[language],
        titles.joined(separator: ", "), fault.remedy[language],
      ]
      for (name, text) in zip(names, texts) {
        page.excerpt(name[language], text, indent: page.margin, nameColumns: columns)
      }
    }
  }
}

/// What the code printed, what it used, how it was isolated, by what the grade can be reproduced.
struct GradeFoot {
  let grade: Grade

  func write(on page: inout Page) {
    printed(on: &page)
    page.blank()
    let language = page.language
    let names = [
      GradeWords.time, GradeWords.memory, GradeWords.sandbox, GradeWords.receipt, GradeWords.machine,
    ]
    let columns = names.map { DisplayWidth.columns(of: $0[language]) }.max() ?? 0
    let field = { (name: LocalizedText, items: [LocalizedText], page: inout Page) in
      page.field(
        name[language], items: items.map { StyledText(Sanitiser.line($0[language]), .quiet) },
        indent: page.margin, nameColumns: columns)
    }
    field(GradeWords.time, GradeWords.timeItems(grade.usage), &page)
    field(GradeWords.memory, [GradeWords.peak(grade.usage.peakMemoryBytes)], &page)
    isolation(nameColumns: columns, on: &page)
    field(GradeWords.receipt, GradeWords.receiptItems(grade.receipt), &page)
    if page.options.isVerbose {
      let machine = grade.receipt.environment
      let items = [
        "Python \(machine.python)", "Linux \(machine.kernel)",
        "\(machine.architecture) × \(machine.processors)", "assay \(machine.tool)", grade.receipt.time,
      ]
      field(GradeWords.machine, items.map(LocalizedText.init(verbatim:)), &page)
    }
  }

  private func isolation(nameColumns: Int, on page: inout Page) {
    let isolation = grade.isolation
    let tone: Tone = isolation.isFull ? .quiet : isolation.tier == .none ? .bad : .caution
    let summary = IsolationWords.summary(isolation)[page.language]
    page.field(
      GradeWords.sandbox[page.language], StyledText(summary, tone), indent: page.margin,
      nameColumns: nameColumns)
    let start = StyledText.spaces(page.margin + nameColumns + 2)
    guard !isolation.notEnforced.isEmpty else { return }
    let missing = isolation.notEnforced.map { Sanitiser.line($0.text[page.language]) }
    let text = "\(IsolationWords.notEnforced[page.language]): \(missing.joined(separator: "; "))"
    page.paragraph(StyledText(text, .quiet), first: start)
  }

  private func printed(on page: inout Page) {
    let streams = grade.output.flatMap { output in
      [("stdout", output.scenario, output.output), ("stderr", output.scenario, output.errorOutput)]
    }.filter { $0.2.totalBytes > 0 }
    guard !streams.isEmpty else { return }
    page.heading(GradeWords.printed[page.language])
    let limits = ExcerptLimits(
      columns: page.options.isVerbose ? 2000 : 200, head: page.options.isVerbose ? 60 : 6,
      tail: page.options.isVerbose ? 40 : 4)
    for (name, scenario, text) in streams {
      let title = GradeWords.stream(name, scenario: Sanitiser.line(scenario), bytes: text.totalBytes)
      page.line(StyledText(title[page.language], .quiet))
      page.quoted(Excerpt(text, limits: limits, language: page.language).lines, indent: page.margin)
      page.blank()
    }
  }
}
