import AssayModel

/// A grade as one page that needs nothing else: no script, no font, no image, no request.
///
/// Its Content-Security-Policy allows the one style sheet by its digest and nothing more, so that even a tag
/// that got past the escaper would do nothing.
public struct HTMLReport: Sendable {
  private let language: Language

  /// Reports in a language.
  public init(language: Language = .en) { self.language = language }

  /// The document.
  public func text(_ grade: Grade) -> String {
    let blocks = grade.results.filter { [.unmet, .partial, .inconclusive, .ungraded].contains($0.kind) }
      .compactMap { HTMLCheck(result: $0, grade: grade, language: language).html }
    let fixes: HTML = blocks.isEmpty ? "" : "<section>\n<h2>\(word(GradeWords.toFix))</h2>\n"
    let page =
      top(grade) + head(grade) + loadFailure(grade) + table(grade) + fixes + blocks.joined()
      + (blocks.isEmpty ? "" : "</section>\n") + printed(grade) + foot(grade)
    return page.text
  }

  private func word(_ text: LocalizedText) -> String { text[language] }

  private func top(_ grade: Grade) -> HTML {
    """
    <!DOCTYPE html>
    <html lang="\(language.rawValue)">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '\(HTMLStyle.digest)'; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>\(Sanitiser.line(word(grade.title)))</title>
    <style>\(HTMLStyle.sheet)</style>
    </head>
    <body>
    <main>

    """
  }

  private func head(_ grade: Grade) -> HTML {
    let met = grade.results.count { $0.kind == .met }
    let count = word(GradeWords.checksMet(met, of: grade.results.count))
    return """
      <header>
      <p class="lab">\(grade.lab)</p>
      <h1>\(word(grade.title))</h1>
      <p class="who">\(word(DocumentWords.submission)) <bdi>\(cut(grade.submission))</bdi></p>
      <div class="score">
      \(score(grade))
      <p>\(count)</p>
      </div>
      </header>

      """
  }

  private func score(_ grade: Grade) -> HTML {
    guard let earned = grade.earned else {
      return """
        <p class="points ungraded">\(word(GradeWords.withheld))</p>
        <p>\(word(GradeWords.withheldReason))</p>
        """
    }
    let kind: HTML = earned >= Double(grade.possible) ? "points met" : "points"
    return """
      <p class="\(kind)"><strong>\(Figures.short(earned))</strong> / \(grade.possible)</p>
      <meter aria-label="\(word(DocumentWords.score))" min="0" max="\(max(1, grade.possible))" \
      value="\(Figures.short(earned))">\(Figures.short(earned)) / \(grade.possible)</meter>
      """
  }

  private func loadFailure(_ grade: Grade) -> HTML {
    guard let failure = grade.loadFailure else { return "" }
    let lines = FindingText(language: language).lines(of: failure)
    return """
      <section class="check unmet">
      <h2>\(lines.first ?? "")</h2>
      <pre class="quote">\(lines.dropFirst().joined(separator: "\n"))</pre>
      </section>

      """
  }

  private func table(_ grade: Grade) -> HTML {
    let rows = grade.results.map { result -> HTML in
      let points = "\(PointsColumn.earnedText(result)) / \(result.criterion.points)"
      return """
        <tr class="\(result.kind.rawValue)"><td><span aria-hidden="true">\(mark(result))</span> \
        <span class="outcome">\(word(DocumentWords.outcome(result.kind)))</span></td>\
        <th scope="row">\(word(result.criterion.title))</th><td class="number">\(points)</td></tr>

        """
    }
    return """
      <section>
      <h2>\(word(DocumentWords.checks))</h2>
      <table>
      <thead><tr><th scope="col">\(word(DocumentWords.outcome))</th>\
      <th scope="col">\(word(DocumentWords.check))</th>\
      <th scope="col" class="number">\(word(DocumentWords.points))</th></tr></thead>
      <tbody>
      \(rows.joined())</tbody>
      </table>
      </section>

      """
  }

  private func mark(_ result: CriterionResult) -> String { result.kind.mark.spans.map(\.text).joined() }

  private func printed(_ grade: Grade) -> HTML {
    let streams = grade.output.flatMap { output in
      [("stdout", output.scenario, output.output), ("stderr", output.scenario, output.errorOutput)]
    }.filter { $0.2.totalBytes > 0 }
    guard !streams.isEmpty else { return "" }
    let limits = ExcerptLimits(columns: 2000, head: 200, tail: 100)
    let blocks = streams.map { name, scenario, text -> HTML in
      let lines = Excerpt(text, limits: limits, language: language).lines.map(\.shown)
      let title = GradeWords.stream(name, scenario: scenario, bytes: text.totalBytes)
      return """
        <details>
        <summary>\(word(title))</summary>
        <pre class="quote">\(lines.joined(separator: "\n"))</pre>
        </details>

        """
    }
    return "<section>\n<h2>\(word(GradeWords.printed))</h2>\n" + blocks.joined() + "</section>\n"
  }

  private func foot(_ grade: Grade) -> HTML {
    let isolation = grade.isolation
    let missing = isolation.notEnforced.map { $0.text[language] }.joined(separator: "; ")
    let summary = IsolationWords.summary(isolation)[language]
    let rows: [(LocalizedText, String)] = [
      (GradeWords.time, GradeWords.timeItems(grade.usage).map(word).joined(separator: " · ")),
      (GradeWords.memory, word(GradeWords.peak(grade.usage.peakMemoryBytes))),
      (
        GradeWords.sandbox,
        missing.isEmpty ? summary : "\(summary); \(word(IsolationWords.notEnforced)): \(missing)"
      ),
      (GradeWords.receipt, GradeWords.receiptItems(grade.receipt).map(word).joined(separator: " · ")),
      (
        GradeWords.machine,
        "Python \(grade.receipt.environment.python) · Linux \(grade.receipt.environment.kernel) · "
          + "assay \(grade.receipt.environment.tool) · \(grade.receipt.time)"
      ),
    ]
    let items = rows.map { "<dt>\(word($0))</dt><dd>\($1)</dd>\n" as HTML }
    return "<footer>\n<dl>\n" + items.joined() + "</dl>\n</footer>\n</main>\n</body>\n</html>\n"
  }

  private func cut(_ text: String) -> String { Excerpt.cut(Sanitiser.line(text), to: 200, language) }
}
