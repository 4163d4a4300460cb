import AssayModel
import AssayReports

/// Writes a grade in the formats asked for.
struct GradeWriter {
  let options: TerminalOptions

  /// Writes every report: to its own file, else to `output`, else to stdout.
  ///
  /// - Throws: ``Failure`` when a file cannot be written.
  func write(_ grade: Grade, _ requests: [FormatRequest], _ output: String?) throws {
    for request in requests {
      let file = request.file ?? output
      let text = try text(of: grade, request.format, isFile: file != nil)
      if let file { try OutputFile(file).write(text) } else { Output.write(text) }
    }
  }

  private func text(of grade: Grade, _ format: FormatRequest.Format, isFile: Bool) throws -> String {
    switch format {
    case .terminal:
      var plain = options
      if isFile { plain.usesColor = false }
      return TerminalReport(plain).text(grade)
    case .json: return try JSONReport().text(grade)
    case .junit: return JUnitReport(language: options.language).text(grade)
    case .markdown: return MarkdownReport(language: options.language).text(grade)
    case .html: return HTMLReport(language: options.language).text(grade)
    case .csv: return CSVReport(language: options.language).text(grade)
    }
  }
}
