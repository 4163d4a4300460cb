import AssayModel

/// What a grader judges, with its options and examples; or the list of all.
public struct ExplainReport: Sendable {
  private let options: TerminalOptions

  /// Reports in the manner of `options`.
  public init(_ options: TerminalOptions) { self.options = options }

  /// All there are, a line or two each.
  public func list(graders: [GraderExplanation], workloads: [GraderExplanation]) -> String {
    var page = Page(options)
    page.blankLine()
    let columns = (graders + workloads).map { DisplayWidth.columns(of: $0.name) }.max() ?? 0
    for (title, items) in [(ExplainWords.graders, graders), (ExplainWords.workloads, workloads)]
    where !items.isEmpty {
      page.heading(title[options.language])
      for item in items {
        let summary = StyledText(Sanitiser.line(item.summary[options.language]))
        let name = StyledText(Sanitiser.line(item.name), .strong)
        if page.isNarrow {
          page.line(name)
          page.line(summary, indent: page.margin + 2)
        } else {
          page.paragraph(summary, first: .spaces(page.margin) + name.padded(to: columns + 2))
        }
      }
    }
    return page.text()
  }

  /// One in full.
  public func text(_ explanation: GraderExplanation) -> String {
    var page = Page(options)
    let language = options.language
    page.blankLine()
    page.line(StyledText(Sanitiser.line(explanation.name), .strong))
    page.line(StyledText(Sanitiser.line(explanation.summary[language])))
    for paragraph in Self.paragraphs(explanation.discussion) {
      page.blank()
      page.line(StyledText(paragraph))
    }
    if !explanation.options.isEmpty {
      page.heading(ExplainWords.options[language])
      for option in explanation.options { write(option, on: &page) }
    }
    if !explanation.examples.isEmpty {
      page.heading(ExplainWords.examples[language])
      for example in explanation.examples {
        let kind = OutcomeKind(example.outcome)
        page.paragraph(
          StyledText(Sanitiser.line(example.title)), first: .spaces(page.margin) + kind.mark + " ",
          right: StyledText(ExplainWords.outcome(example.outcome)[language], kind.countTone))
      }
    }
    return page.text()
  }

  private func write(_ option: GraderExplanation.Option, on page: inout Page) {
    let required = option.isRequired ? ", " + ExplainWords.required[options.language] : ""
    page.line(
      StyledText(Sanitiser.line(option.name), .strong)
        + StyledText("  \(Sanitiser.line(option.kind))\(required)", .quiet))
    page.line(StyledText(Sanitiser.line(option.summary)), indent: page.margin + 2)
  }

  private static func paragraphs(_ text: String) -> [String] {
    var paragraphs: [[String]] = [[]]
    for line in Sanitiser.lines(text) {
      if line.allSatisfy({ $0 == " " }) {
        paragraphs.append([])
      } else {
        paragraphs[paragraphs.count - 1].append(line)
      }
    }
    return paragraphs.filter { !$0.isEmpty }.map { $0.joined(separator: " ") }
  }
}

/// A grader or a workload in the document `assay-explanation/1`.
public struct EncodedExplanation: Sendable, Equatable, Codable {
  /// One option.
  public struct Option: Sendable, Equatable, Codable {
    /// The key.
    public var name: String
    /// What it takes.
    public var kind: String
    /// True when it must be given.
    public var isRequired: Bool
    /// What it does.
    public var summary: String
  }

  /// One example.
  public struct Example: Sendable, Equatable, Codable {
    /// What it shows.
    public var title: String
    /// How it comes out.
    public var outcome: String
    /// The share of the points, where it is `partial`.
    public var fraction: Double?
  }

  /// The name that manifests use.
  public var name: String
  /// One sentence.
  public var summary: EncodedText
  /// More.
  public var discussion: String
  /// The options.
  public var options: [Option]
  /// The examples.
  public var examples: [Example]

  /// The published form of an explanation.
  public init(_ explanation: GraderExplanation) {
    name = explanation.name
    summary = EncodedText(explanation.summary)
    discussion = explanation.discussion
    options = explanation.options.map {
      Option(name: $0.name, kind: $0.kind, isRequired: $0.isRequired, summary: $0.summary)
    }
    examples = explanation.examples.map { example in
      var fraction: Double?
      if case .partial(let share) = example.outcome { fraction = Figures.rounded(share, 4) }
      return Example(
        title: example.title, outcome: OutcomeKind(example.outcome).rawValue, fraction: fraction)
    }
  }
}

/// The document `assay-explanation/1`; its schema is docs/schema/explanation-1.schema.json.
public struct EncodedExplanationDocument: Sendable, Equatable, Codable {
  /// The name and version of the form.
  public var schema = "assay-explanation/1"
  /// The graders that were asked for.
  public var graders: [EncodedExplanation]
  /// The workloads that were asked for.
  public var workloads: [EncodedExplanation]

  /// The published form of some explanations.
  public init(graders: [GraderExplanation], workloads: [GraderExplanation]) {
    self.graders = graders.map(EncodedExplanation.init)
    self.workloads = workloads.map(EncodedExplanation.init)
  }

  /// One document, ended by a line feed.
  ///
  /// - Throws: an `EncodingError` where a fraction is no number.
  public func text() throws -> String { try OrderedEncoder.text(self) }
}
