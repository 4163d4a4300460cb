import AssayModel

/// One lab: what is asked, what is handed in, what is judged.
public struct LabReport: Sendable {
  private let options: TerminalOptions

  /// Reports in the manner of `options`.
  public init(_ options: TerminalOptions) { self.options = options }

  /// The report; `obstacles` is what this machine lacks for the lab.
  public func text(_ lab: LabManifest, obstacles: [LabObstacle] = []) -> String {
    var page = Page(options)
    let language = options.language
    page.blankLine()
    page.line(StyledText(Sanitiser.line(lab.title[language]), .strong))
    let place = LabWords.place(module: lab.module, row: lab.row)[language]
    let month = LabWords.month(lab.month)[language]
    page.line(StyledText("\(Sanitiser.line(lab.id)) · \(place) · \(month)", .quiet))
    page.blank()
    page.line(StyledText(Sanitiser.line(lab.rowText[language])))
    page.blank()
    let fields = self.fields(lab)
    let columns = fields.map { DisplayWidth.columns(of: $0.0[language]) }.max() ?? 0
    for (name, text) in fields {
      page.field(
        name[language], StyledText(Sanitiser.line(text)), indent: page.margin, nameColumns: columns)
    }
    page.field(
      LabWords.limits[language], items: LimitsWords.items(lab.limits).map { StyledText($0[language]) },
      indent: page.margin, nameColumns: columns)
    for obstacle in obstacles {
      page.field(
        LabWords.missing[language], LabWords.obstacle(obstacle, language), indent: page.margin,
        nameColumns: columns)
    }
    checks(lab, on: &page)
    return page.text()
  }

  private func fields(_ lab: LabManifest) -> [(LocalizedText, String)] {
    let language = options.language
    var fields = [
      (LabWords.kind, lab.kinds.map(\.rawValue).joined(separator: ", ")),
      (LabWords.time, LabWords.minutes(lab.minutes)[language]),
      (LabWords.python, "\(lab.environment.python) (\(lab.environment.profile))"),
      (LabWords.services, lab.services.map(\.rawValue).joined(separator: ", ")),
      (LabWords.handIn, lab.files.submit.map { LabWords.file($0)[language] }.joined(separator: ", ")),
    ]
    fields.removeAll { $0.1.isEmpty }
    if !lab.files.given.isEmpty { fields.append((LabWords.given, lab.files.given.joined(separator: ", "))) }
    let rules = Set(lab.checks.flatMap(\.rules)).count
    if rules > 0 { fields.append((LabWords.rules, LabWords.rulesCited(rules)[language])) }
    return fields
  }

  private func checks(_ lab: LabManifest, on page: inout Page) {
    let language = options.language
    page.heading(LabWords.checks[language])
    let digits = lab.checks.map { String($0.points).count }.max() ?? 1
    for check in lab.checks {
      let visibility = LabWords.visibility(check.visibility)[language]
      page.paragraph(
        StyledText(Sanitiser.line(check.title[language])),
        first: .spaces(page.margin) + StyledText(String(check.points), .strong).rightAligned(in: digits)
          + "  ", right: StyledText(visibility, .quiet))
    }
  }
}
