import AssayModel
import AssayReports
import Foundation

/// Writes a grade in the formats asked for.
///
/// A report that cannot be written takes nothing with it: the others are written all the same, and if none of
/// them is to be read on stdout, the terminal's is.
struct GradeWriter {
  let options: TerminalOptions

  /// Writes every report, to its own file, else to `output`, else to stdout; then what `others` writes.
  ///
  /// - Throws: the first ``Failure``, after everything was tried.
  func write(
    _ grade: Grade, _ requests: [FormatRequest], _ output: String?, others: [() throws -> Void] = []
  ) throws {
    var failure: Failure?
    let attempt = { (body: () throws -> Void) -> Bool in
      do {
        try body()
        return true
      } catch {
        failure = failure ?? Failure(Failure(error).message, .machine)
        return false
      }
    }
    var isOnScreen = false
    var files: [String] = []
    for request in requests {
      guard let file = request.file ?? output else {
        isOnScreen = attempt { try show(text(of: grade, request.format, isFile: false)) }
        continue
      }
      if attempt({ try OutputFile(file).write(text(of: grade, request.format, isFile: true)) }) {
        files.append(file)
      }
    }
    for other in others { _ = attempt(other) }
    if failure != nil, !isOnScreen {
      _ = attempt { try show(TerminalReport(options).text(grade)) }
    } else if !isOnScreen {
      Output.writeError(GradeSummary(grade, files: files).text[options.language] + "\n")
    }
    if let failure { throw failure }
  }

  private func show(_ text: String) throws {
    let code = Output.write(text, to: STDOUT_FILENO)
    // A reader that went away has read what it wanted.
    guard code != 0, code != EPIPE else { return }
    let reason = String(cString: strerror(code))
    throw Failure(
      LocalizedText(
        en: "The report cannot be written to stdout: \(reason). Give it a file: --output FILE.",
        ko: "보고서를 표준 출력에 쓸 수 없습니다(\(reason)). --output FILE로 파일을 지정하십시오."), .machine)
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
