import AssayModel

/// A grade as CSV (RFC 4180): a header, then one row a check.
///
/// Points of a check that could not be judged are empty, never 0.
public struct CSVReport: Sendable {
  private let language: Language

  /// Reports with the lab's texts in a language.
  public init(language: Language = .en) { self.language = language }

  /// The names of the columns.
  static let columns: [CSV] = [
    "submission", "lab", "check", "title", "outcome", "points", "possible", "rules", "expected", "seen",
    "input", "exception", "state", "submission_digest", "lab_digest", "evidence_digest", "seed", "time",
  ]

  /// The document; its lines end in CR LF.
  public func text(_ grade: Grade) -> String {
    let rows = [Self.columns] + grade.results.map { row($0, in: grade) }
    return rows.map { $0.joined(",") + "\r\n" }.joined().text
  }

  private func row(_ result: CriterionResult, in grade: Grade) -> [CSV] {
    let finding = result.verdict.findings.first
    let isJudged = result.kind != .ungraded && result.kind != .inconclusive
    let seen = finding?.seen[language] ?? grade.loadFailure?.reasons.first?[language] ?? ""
    let isLost = result.kind != .met
    let receipt = grade.receipt
    return [
      cell(grade.submission), cell(grade.lab), cell(result.criterion.id),
      cell(result.criterion.title[language]), cell(result.kind.rawValue),
      isJudged ? number(result.earned) : "", "\(result.criterion.points)",
      cell(result.criterion.rules.map(String.init).joined(separator: " ")),
      cell(finding?.expected[language] ?? ""), cell(isLost ? seen : ""), cell(finding?.input ?? ""),
      cell(finding?.exception.map(ExceptionBlock.sentence) ?? ""), cell(EncodedGrade.state(of: grade)),
      cell(receipt.submission.description), cell(receipt.lab.description), cell(receipt.evidence.description),
      cell(String(receipt.seed.value)), cell(receipt.time),
    ]
  }

  /// A text that may be long; a spreadsheet takes 32,767 characters in a cell.
  private func cell(_ text: String) -> CSV { "\(Excerpt.cut(text, to: 2000, language))" }

  private func number(_ points: Double) -> CSV { CSV(trusted: Figures.short(points)) }
}
