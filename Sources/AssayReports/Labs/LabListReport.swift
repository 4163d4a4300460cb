import AssayModel

/// The labs there are, one or two lines each.
public struct LabListReport: Sendable {
  private let options: TerminalOptions

  /// Reports in the manner of `options`.
  public init(_ options: TerminalOptions) { self.options = options }

  /// The report; `obstacles` has, by id, what this machine lacks for a lab.
  public func text(_ labs: [LabManifest], obstacles: [String: [LabObstacle]] = [:]) -> String {
    var page = Page(options)
    page.blankLine()
    guard !labs.isEmpty else {
      page.line(StyledText(LabWords.none[options.language]))
      return page.text()
    }
    let ids = labs.map { StyledText(Sanitiser.line($0.id), .strong) }
    let idColumns = ids.map(\.columns).max() ?? 0
    let isTable = !page.isNarrow && idColumns <= page.width / 2
    for (lab, id) in zip(labs, ids) {
      let title = StyledText(Sanitiser.line(lab.title[options.language]))
      let start = StyledText.spaces(page.margin + (isTable ? idColumns + 2 : 2))
      if isTable {
        page.paragraph(title, first: .spaces(page.margin) + id.padded(to: idColumns + 2))
      } else {
        page.line(id)
        page.paragraph(title, first: start)
      }
      page.flow(details(lab), first: start)
      for obstacle in obstacles[lab.id] ?? [] {
        page.paragraph(LabWords.obstacle(obstacle, options.language), first: start)
      }
      page.blank()
    }
    let blocked = labs.count { obstacles[$0.id]?.isEmpty == false }
    page.line(StyledText(LabWords.count(labs.count, blocked: blocked)[options.language], .quiet))
    return page.text()
  }

  private func details(_ lab: LabManifest) -> [StyledText] {
    [
      LabWords.month(lab.month)[options.language], lab.kinds.map(\.rawValue).joined(separator: "+"),
      LabWords.minutes(lab.minutes)[options.language],
      LabWords.points(lab.checks.reduce(0) { $0 + $1.points })[options.language],
    ].map { StyledText($0, .quiet) }
  }
}
