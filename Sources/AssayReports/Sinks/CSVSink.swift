/// A cell of CSV (RFC 4180) that people will open in a spreadsheet.
///
/// Every text is quoted and stands on one line. One that a spreadsheet would take for a formula begins with an
/// apostrophe, as OWASP advises ("CSV injection"); numbers of ours are never texts and stay numbers.
enum CSVSink: Sink {
  /// `text` as a cell.
  static func escaped(_ text: String) -> String {
    // Scalar by scalar: a mark behind a quote makes another `Character` of it.
    var cell = String.UnicodeScalarView("\"".unicodeScalars)
    for scalar in shown(text).unicodeScalars {
      if scalar == "\"" { cell.append(scalar) }
      cell.append(scalar)
    }
    cell.append("\"")
    return String(cell)
  }

  /// What a reader of the file finds in the cell.
  static func shown(_ text: String) -> String {
    let line = Sanitiser.line(text)
    return isFormula(text) || isFormula(line) ? "'" + line : line
  }

  /// Whether a spreadsheet would calculate it; blanks in front of a formula do not hold up every one of them.
  private static func isFormula(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first(where: { $0 != " " }) else { return false }
    return starters.contains(first)
  }

  // Some spreadsheets read the full-width forms as the ASCII ones.
  private static let starters = Set("=+-@\t\r\n＝＋－＠".unicodeScalars)
}

typealias CSV = Markup<CSVSink>
