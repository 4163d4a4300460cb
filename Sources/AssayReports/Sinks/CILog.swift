/// The log of a CI service, which obeys some of the lines that it shows.
///
/// | service | what it obeys | why it cannot be written here |
/// |---|---|---|
/// | GitHub Actions | `::name …::` behind any white space; `##[name …]` anywhere in a line (`ActionCommand.cs`) | colons at a line's beginning and such brackets are escaped |
/// | Azure Pipelines | `##vso[…]` anywhere, `##[…]` at the beginning | the bracket is escaped |
/// | TeamCity | `##teamcity[…]` | the bracket is escaped |
/// | GitLab | `ESC[0Ksection_start:…CR ESC[0K` | ESC and CR are escaped |
/// | Buildkite | `--- `, `+++ `, `~~~ ` at the beginning | a learner's lines are indented, quoted or fenced |
///
/// GitHub can be told to stop obeying (`::stop-commands::TOKEN`), but only GitHub; that would hold up whatever
/// else the step prints meanwhile, and a report that was written to a file is printed without it later. So
/// every line is made harmless by itself, whether or not a CI service is there to read it.
enum CILog {
  /// Whether `line` would be a command by its beginning.
  static func isCommand(_ line: some StringProtocol) -> Bool {
    var colons = 0
    for scalar in line.unicodeScalars {
      if scalar == ":" { colons += 1 } else if colons > 0 || !scalar.properties.isWhitespace { return false }
      if colons == 2 { return true }
    }
    return false
  }

  /// `line`, which is safe by itself, so that it is no command where it begins a line of a log.
  static func guarded(_ line: String) -> String {
    guard isCommand(line), let start = line.firstIndex(where: { $0 != " " }) else { return line }
    return line[..<start] + "\\" + line[start...]
  }
}

/// What goes to stderr: messages that may name what a learner made.
public enum LogText {
  /// `text` with its lines, none of which does anything to a terminal or a CI service.
  public static func safe(_ text: String) -> String {
    Sanitiser.lines(text).map(CILog.guarded).joined(separator: "\n")
  }
}
