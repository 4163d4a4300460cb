import AssayModel

/// Everything about one check that was not met: rule, expected, seen, input, hint, traceback.
struct CheckBlock {
  let result: CriterionResult
  /// The findings worth showing: those that only repeat why nothing could be loaded are left out.
  let findings: [Finding]

  init(result: CriterionResult, loadFailure: LoadFailure?) {
    self.result = result
    findings = result.verdict.findings.filter { !Self.repeats(loadFailure, $0) }
    isSilenced = loadFailure != nil && findings.isEmpty
  }

  private let isSilenced: Bool

  var isToBeFixed: Bool { !isSilenced && (result.kind == .unmet || result.kind == .partial) }
  var isUndecided: Bool { !isSilenced && result.kind == .inconclusive }

  func write(on page: inout Page) {
    let language = page.language
    let title = StyledText(Sanitiser.line(result.criterion.title[language]), .strong)
    let rules = result.criterion.rules
    page.paragraph(
      title, first: .spaces(page.margin) + result.kind.mark + " ",
      right: rules.isEmpty ? "" : StyledText(GradeWords.rules(rules)[language], .quiet))
    if result.kind == .inconclusive {
      page.line(StyledText(GradeWords.undecidedReason[language]), indent: indent(page))
    }
    let shown = findings.prefix(page.options.isVerbose ? 20 : 2)
    for (index, finding) in shown.enumerated() {
      if index > 0 { page.blank() }
      write(finding, on: &page)
    }
    if findings.count > shown.count {
      let note = GradeWords.moreFindings(findings.count - shown.count, isVerbose: page.options.isVerbose)
      page.line(StyledText(note[language], .quiet), indent: indent(page))
    }
    if let hint = result.criterion.hint { field(GradeWords.hint, hint[language], on: &page) }
    if page.options.isVerbose {
      field(GradeWords.scenarios, result.criterion.scenarios.joined(separator: ", "), on: &page)
    }
  }

  private func write(_ finding: Finding, on page: inout Page) {
    field(GradeWords.expected, finding.expected[page.language], on: &page)
    field(GradeWords.seen, finding.seen[page.language], on: &page)
    if let input = finding.input { field(GradeWords.input, input, on: &page) }
    if let exception = finding.exception {
      ExceptionBlock(exception: exception, indent: indent(page), nameColumns: nameColumns(page))
        .write(on: &page)
    }
    if let hint = finding.hint { field(GradeWords.hint, hint[page.language], on: &page) }
  }

  private func field(_ name: LocalizedText, _ text: String, on page: inout Page) {
    page.excerpt(
      name[page.language], text, indent: indent(page), nameColumns: nameColumns(page))
  }

  private func indent(_ page: Page) -> Int { page.margin + 2 }

  private func nameColumns(_ page: Page) -> Int {
    let names = [GradeWords.expected, GradeWords.seen, GradeWords.input, GradeWords.hint, GradeWords.raised]
    return names.map { DisplayWidth.columns(of: $0[page.language]) }.max() ?? 0
  }

  /// Whether a finding says nothing but that loading failed, which the report has said already.
  private static func repeats(_ failure: LoadFailure?, _ finding: Finding) -> Bool {
    guard let failure else { return false }
    if let exception = finding.exception {
      guard case .raised(let raised) = failure else { return false }
      return exception == raised
    }
    return finding.input == nil && finding.caseIndex == nil
  }
}

/// An exception with the learner's own frames.
struct ExceptionBlock {
  let exception: ExceptionRecord
  let indent: Int
  let nameColumns: Int

  func write(on page: inout Page) {
    let language = page.language
    page.excerpt(
      GradeWords.raised[language], Self.sentence(exception), indent: indent, nameColumns: nameColumns)
    frames(of: exception, on: &page)
    let members = exception.members.prefix(3)
    for member in members {
      page.line(
        StyledText("· " + Excerpt.cut(Sanitiser.line(Self.sentence(member)), to: 200, language)),
        indent: inner)
      frames(of: member, on: &page)
    }
    if exception.members.count > members.count {
      let note = GradeWords.moreExceptions(exception.members.count - members.count)
      page.line(StyledText(note[language], .quiet), indent: inner)
    }
  }

  private var inner: Int { indent + nameColumns + 2 }

  private func frames(of exception: ExceptionRecord, on page: inout Page) {
    let language = page.language
    let inner = page.isNarrow ? indent : self.inner
    let shown = exception.frames.suffix(page.options.isVerbose ? 12 : 3)
    if exception.frames.count > shown.count {
      let note = GradeWords.outerFrames(exception.frames.count - shown.count)
      page.line(StyledText(note[language], .quiet), indent: inner)
    }
    for frame in shown {
      let function = frame.function.isEmpty ? "" : GradeWords.inFunction(frame.function)[language]
      page.line(
        StyledText(Sanitiser.line("\(frame.file):\(frame.line)"))
          + StyledText(Sanitiser.line(function), .quiet), indent: inner)
      let source = Self.fitting(Sanitiser.line(frame.source), in: page.width - inner - 2, language)
      var lines: [Excerpt.Line] = [.text(source)]
      if frame == shown.last, let caret = Caret.line(for: exception, below: source) { lines.append(caret) }
      if !frame.source.isEmpty { page.quoted(lines, indent: inner) }
    }
  }

  /// A source line is never wrapped: what does not fit is cut.
  private static func fitting(_ source: String, in columns: Int, _ language: Language) -> String {
    guard DisplayWidth.columns(of: source) > columns else { return source }
    return Excerpt.cut(source, to: max(8, columns - 24), language)
  }

  static func sentence(_ exception: ExceptionRecord) -> String {
    exception.message.isEmpty ? exception.type : "\(exception.type): \(exception.message)"
  }
}

/// The line below a source line that shows where a syntax error is.
enum Caret {
  static func line(for exception: ExceptionRecord, below source: String) -> Excerpt.Line? {
    guard ["SyntaxError", "IndentationError", "TabError"].contains(exception.type), !source.isEmpty else {
      return nil
    }
    guard let offset = exception.attributes["offset"]?.integer, offset > 0 else {
      return .mark(String(repeating: "^", count: DisplayWidth.columns(of: source)))
    }
    let leading = exception.attributes["text"]?.text?.prefix { $0 == " " || $0 == "\t" }.count ?? 0
    let before = source.prefix(max(0, offset - 1 - leading))
    return .mark(String(repeating: " ", count: DisplayWidth.columns(of: before)) + "^")
  }
}
