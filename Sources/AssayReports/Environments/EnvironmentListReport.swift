import AssayModel

/// The sets of packages that labs share, as a machine has them.
public struct EnvironmentListReport: Sendable {
  private let options: TerminalOptions

  /// Reports in the manner of `options`.
  public init(_ options: TerminalOptions) { self.options = options }

  /// The report; `folder` is where environments are kept.
  public func text(_ states: [EnvironmentState], folder: String) -> String {
    var page = Page(options)
    page.blankLine()
    let names = states.map { StyledText(Sanitiser.line($0.profile), .strong) }
    let columns = names.map(\.columns).max() ?? 0
    for (state, name) in zip(states, names) {
      page.flow(facts(state), first: .spaces(page.margin) + name.padded(to: columns + 2))
      for line in details(state) { page.paragraph(line, first: .spaces(page.margin + columns + 2)) }
      page.blank()
    }
    page.line(StyledText("\(Words.folder[options.language]) \(Sanitiser.line(folder))", .quiet))
    return page.text()
  }

  private func facts(_ state: EnvironmentState) -> [StyledText] {
    let language = options.language
    var facts = [StyledText("Python \(Sanitiser.line(state.python))")]
    if let built = state.built {
      facts.append(StyledText((state.isCurrent ? Words.built : Words.unused)[language], .good))
      facts.append(StyledText(Figures.bytes(built.bytes), .quiet))
      facts.append(StyledText("\(Words.lastUsed[language]) \(built.lastUsed.prefix(10))", .quiet))
    } else {
      facts.append(StyledText((state.digest == nil ? Words.noPython : Words.missing)[language], .caution))
    }
    if let digest = state.digest { facts.append(StyledText(digest.short, .quiet)) }
    return facts
  }

  private func details(_ state: EnvironmentState) -> [StyledText] {
    let language = options.language
    var lines: [StyledText] = []
    if let built = state.built {
      lines.append(StyledText(Sanitiser.line(built.packages.joined(separator: ", ")), .quiet))
    } else if state.digest != nil {
      lines.append("→ " + StyledText(Sanitiser.line("assay env build \(state.profile)"), .strong))
    }
    if !state.labs.isEmpty {
      let labs = Sanitiser.line(state.labs.joined(separator: ", "))
      lines.append(StyledText("\(Words.labs[language]) \(labs)"))
    }
    return lines
  }

  private enum Words {
    static let folder = LocalizedText(en: "kept in", ko: "저장 위치")
    static let built = LocalizedText(en: "built", ko: "생성됨")
    static let unused = LocalizedText(en: "no profile asks for it", ko: "사용하는 프로필 없음")
    static let missing = LocalizedText(en: "not built", ko: "생성되지 않음")
    static let noPython = LocalizedText(en: "this Python is not installed", ko: "해당 파이썬 미설치")
    static let lastUsed = LocalizedText(en: "last used", ko: "마지막 사용")
    static let labs = LocalizedText(en: "labs:", ko: "랩:")
  }
}
