import Foundation

/// The one place that decides about colour, width and progress.
struct Terminal {
  let isColored: Bool
  let width: Int
  let isUnicode: Bool
  let showsProgress: Bool

  /// Looks at stdout, stderr and the environment: a TTY, `NO_COLOR`, `CLICOLOR_FORCE`, `TERM=dumb`, `CI`.
  init(_ choice: ColorChoice) {
    let environment = ProcessInfo.processInfo.environment
    let isTerminal = isatty(STDOUT_FILENO) == 1
    let isDumb = environment["TERM"] == "dumb"
    switch choice {
    case .always: isColored = true
    case .never: isColored = false
    case .auto:
      let forced = environment["CLICOLOR_FORCE"].map { $0 != "0" && !$0.isEmpty } ?? false
      let forbidden = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
      isColored = !forbidden && (forced || (isTerminal && !isDumb))
    }
    width = Self.columns(environment)
    let locale = environment["LC_ALL"] ?? environment["LC_CTYPE"] ?? environment["LANG"] ?? ""
    isUnicode = locale.isEmpty || locale.uppercased().contains("UTF")
    showsProgress = isatty(STDERR_FILENO) == 1 && !isDumb && environment["CI"] == nil
  }

  private static func columns(_ environment: [String: String]) -> Int {
    var size = winsize()
    if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      return min(Int(size.ws_col), 120)
    }
    return environment["COLUMNS"].flatMap(Int.init).map { min(max($0, 20), 120) } ?? 100
  }
}
