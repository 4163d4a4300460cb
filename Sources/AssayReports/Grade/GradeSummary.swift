import AssayModel

/// A grade in one line, and where its reports went: for when none of them is on the screen.
public struct GradeSummary: Sendable {
  private let grade: Grade
  private let files: [String]

  /// Sums up a grade whose reports are in `files`.
  public init(_ grade: Grade, files: [String]) {
    self.grade = grade
    self.files = files
  }

  /// The line, without a line feed.
  public var text: LocalizedText {
    let met = GradeWords.checksMet(grade.results.count { $0.kind == .met }, of: grade.results.count)
    let score = grade.earned.map { LocalizedText(verbatim: "\(Figures.short($0)) / \(grade.possible)") }
    let names = files.map(Sanitiser.line).joined(separator: ", ")
    let parts = [
      LocalizedText(verbatim: Sanitiser.line(grade.submission)), score ?? GradeWords.withheld, met,
      GradeWords.reports(files.count, in: names),
    ]
    return LocalizedText(
      en: parts.map(\.en).joined(separator: " · "), ko: parts.map(\.ko).joined(separator: " · "))
  }
}
