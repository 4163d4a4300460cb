import AssayModel

/// What was found, in lines of a name and a text: for reports that have no columns and no colours.
struct FindingText {
  /// The language of the words.
  let language: Language
  /// How much of one long text is kept.
  var limits = ExcerptLimits(columns: 2000, head: 40, tail: 10)
  /// How many of an exception's frames are kept, the innermost ones.
  var frames = 12

  /// Why a check was not met: its findings, or why nothing could be loaded.
  func lines(of result: CriterionResult, in grade: Grade, maximum: Int) -> [String] {
    let findings = result.verdict.findings
    var lines = Array(findings.prefix(maximum).map(lines(of:)).joined(separator: [""]))
    if findings.count > maximum {
      lines.append(GradeWords.moreFindings(findings.count - maximum, isVerbose: true)[language])
    }
    if findings.isEmpty, let failure = grade.loadFailure { lines += self.lines(of: failure) }
    return lines
  }

  /// One thing that is wrong.
  func lines(of finding: Finding) -> [String] {
    var lines = field(JUnitWords.expected, finding.expected[language])
    lines += field(JUnitWords.seen, finding.seen[language])
    if let input = finding.input { lines += field(JUnitWords.input, input) }
    if let exception = finding.exception { lines += self.lines(of: exception) }
    if let hint = finding.hint { lines += field(JUnitWords.hint, hint[language]) }
    return lines
  }

  /// Why nothing could be loaded.
  func lines(of failure: LoadFailure) -> [String] {
    var lines = [failure.headline[language]]
    if case .raised(let exception) = failure { return lines + self.lines(of: exception) }
    for reason in failure.reasons.prefix(40) {
      lines.append(Excerpt.cut(Sanitiser.line(reason[language]), to: limits.columns, language))
    }
    return lines
  }

  /// An exception and where it came from.
  func lines(of exception: ExceptionRecord) -> [String] {
    var lines = field(JUnitWords.raised, ExceptionBlock.sentence(exception))
    for frame in exception.frames.suffix(frames) {
      let function = GradeWords.inFunction(frame.function)[language]
      lines.append("  " + cut("\(frame.file):\(frame.line)\(function)"))
      lines.append("    " + cut(frame.source))
    }
    return lines
  }

  /// A text behind its name, or below it where it has several lines.
  func field(_ name: LocalizedText, _ text: String) -> [String] {
    let lines = Excerpt(text, limits: limits, language: language).lines.map(\.shown)
    guard lines.count > 1 else { return ["\(name[language]): \(lines.first ?? "")"] }
    return ["\(name[language]):"] + lines.map { "  " + $0 }
  }

  private func cut(_ text: String) -> String {
    Excerpt.cut(Sanitiser.line(text), to: limits.columns, language)
  }
}
