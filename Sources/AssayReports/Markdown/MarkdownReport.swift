import AssayModel

/// A grade as Markdown, for the summary of a CI step or a comment on a code host.
public struct MarkdownReport: Sendable {
  /// GitHub refuses a step's summary beyond 1 MiB; this many bytes leave room for other lines in it.
  public static let maximumBytes = 1_000_000

  private let language: Language
  private let maximumBytes: Int

  /// Reports in a language, in at most so many bytes of UTF-8.
  public init(language: Language = .en, maximumBytes: Int = Self.maximumBytes) {
    self.language = language
    self.maximumBytes = maximumBytes
  }

  /// The document; what does not fit is left out from the end, check by check, and that is said.
  public func text(_ grade: Grade) -> String {
    let foot = foot(grade)
    let cut: Markdown = "\n_\(word(DocumentWords.cut))_\n"
    var room = maximumBytes - foot.text.utf8.count - cut.text.utf8.count
    var text = ""
    for block in blocks(grade) {
      room -= block.text.utf8.count
      guard room >= 0 else { return (Markdown(trusted: text) + cut + foot).text }
      text += block.text
    }
    return text + foot.text
  }

  private func blocks(_ grade: Grade) -> [Markdown] {
    var blocks = [head(grade)]
    if grade.isWithheld { blocks.append("\n> \(word(GradeWords.withheldReason))\n") }
    if let failure = grade.loadFailure {
      blocks.append("\n" + MarkdownSink.fence(findings.lines(of: failure)))
    }
    blocks.append("\n| | \(word(DocumentWords.check)) | \(word(DocumentWords.points)) |\n|:-:|:--|--:|\n")
    blocks += grade.results.map(row)
    let lost = grade.results.filter { [.unmet, .partial, .ungraded, .inconclusive].contains($0.kind) }
    return blocks + lost.compactMap { check($0, in: grade) }
  }

  private var findings: FindingText {
    FindingText(language: language, limits: ExcerptLimits(columns: 320, head: 8, tail: 4), frames: 3)
  }

  private func word(_ text: LocalizedText) -> Markdown { MarkdownSink.prose(text[language]) }

  private func head(_ grade: Grade) -> Markdown {
    let met = grade.results.count { $0.kind == .met }
    let score =
      grade.earned.map { MarkdownSink.prose("\(Figures.short($0)) / \(grade.possible)") }
      ?? word(GradeWords.withheld)
    let count = GradeWords.checksMet(met, of: grade.results.count)
    return """
      ## \(score) · \(word(grade.title))

      \(grade.lab) · \(grade.submission) · \(word(count))

      """
  }

  private func row(_ result: CriterionResult) -> Markdown {
    let points = MarkdownSink.prose("\(PointsColumn.earnedText(result)) / \(result.criterion.points)")
    return "| \(mark(result)) | \(word(result.criterion.title)) | \(points) |\n"
  }

  private func mark(_ result: CriterionResult) -> Markdown {
    MarkdownSink.prose(result.kind.mark.spans.map(\.text).joined())
  }

  private func check(_ result: CriterionResult, in grade: Grade) -> Markdown? {
    var lines = findings.lines(of: result, in: grade, maximum: 2)
    if result.verdict.findings.isEmpty, grade.loadFailure != nil { return nil }
    if case .ungraded(let fault) = result.verdict.outcome {
      let tried = GradeWords.attempts(fault.attempts)[language]
      lines += findings.field(GradeWords.cause, fault.explanation[language] + tried)
      lines += findings.field(GradeWords.remedy, fault.remedy[language])
    }
    if result.kind == .inconclusive { lines.append(GradeWords.undecidedReason[language]) }
    let points = MarkdownSink.prose("\(PointsColumn.earnedText(result)) / \(result.criterion.points)")
    var text: Markdown = "\n### \(mark(result)) \(word(result.criterion.title)) · \(points)\n"
    if !result.criterion.rules.isEmpty { text += "\n\(word(GradeWords.rules(result.criterion.rules)))\n" }
    if !lines.isEmpty { text += "\n" + MarkdownSink.fence(lines) }
    if let hint = result.criterion.hint { text += "\n> \(word(GradeWords.hint)): \(word(hint))\n" }
    return text
  }

  private func foot(_ grade: Grade) -> Markdown {
    let receipt = GradeWords.receiptItems(grade.receipt).map { $0[language] }
    let time = GradeWords.timeItems(grade.usage).map { $0[language] }.joined(separator: " · ")
    return """

      ---

      \(MarkdownSink.prose(time))\\
      \(word(GradeWords.sandbox)): \(word(IsolationWords.summary(grade.isolation)))\\
      \(word(GradeWords.receipt)): \(receipt.joined(separator: " · "))

      """
  }
}

/// Words that several documents have and the terminal's report has not.
enum DocumentWords {
  static let check = LocalizedText(en: "Check", ko: "검사")
  static let points = LocalizedText(en: "Points", ko: "점수")
  static let cut = LocalizedText(
    en: "The rest is left out here, as it is too long; the HTML report has everything.",
    ko: "내용이 길어 나머지는 생략했습니다. 전체 내용은 HTML 보고서에 있습니다.")
  static let score = LocalizedText(en: "Score", ko: "총점")
  static let checks = LocalizedText(en: "Checks", ko: "검사 항목")
  static let submission = LocalizedText(en: "Submission", ko: "제출물")
  static let outcome = LocalizedText(en: "Outcome", ko: "결과")

  static func outcome(_ kind: OutcomeKind) -> LocalizedText {
    switch kind {
    case .met: LocalizedText(en: "met", ko: "통과")
    case .partial: LocalizedText(en: "partly met", ko: "부분 통과")
    case .unmet: LocalizedText(en: "failed", ko: "실패")
    case .blocked: LocalizedText(en: "blocked", ko: "차단")
    case .inconclusive: LocalizedText(en: "undecided", ko: "판정 보류")
    case .ungraded: LocalizedText(en: "ungraded", ko: "채점 불가")
    }
  }
}
