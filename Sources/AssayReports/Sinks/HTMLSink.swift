/// HTML, in elements and in quoted attributes.
enum HTMLSink: Sink {
  /// `text` as lines that a browser shows literally; what is invisible appears as its escape.
  static func escaped(_ text: String) -> String {
    Sanitiser.lines(text).map { entities(CILog.guarded($0)) }.joined(separator: "\n")
  }

  private static func entities(_ line: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in line.unicodeScalars {
      if let name = names[scalar] {
        result.append(contentsOf: name.unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  private static let names: [Unicode.Scalar: String] = [
    "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;", "`": "&#96;",
  ]
}

typealias HTML = Markup<HTMLSink>
