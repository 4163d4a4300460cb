import Foundation

/// The fenced blocks of a tutorial: files to write, and commands with what they print.
///
/// A block whose fence names a path after the language is a file; one of the language `console` holds commands
/// behind `$ `, each followed by its output.
struct Tutorial {
  enum Part {
    case text(String)
    case file(path: String, content: String)
    case command(line: String, output: [String])
  }

  var parts: [Part] = []

  /// Takes a document apart.
  init(_ document: String) {
    var lines = document.components(separatedBy: "\n")[...]
    while let line = lines.popFirst() {
      parts.append(.text(line))
      let words = line.hasPrefix("```") ? line.dropFirst(3).split(separator: " ").map(String.init) : []
      if words == ["console"] {
        takeCommands(&lines)
      } else if words.count == 2 {
        let content = Array(lines.prefix { $0 != "```" })
        lines = lines.dropFirst(content.count)
        parts.append(.file(path: words[1], content: content.map { $0 + "\n" }.joined()))
      }
    }
  }

  private mutating func takeCommands(_ lines: inout ArraySlice<String>) {
    while let line = lines.first, line != "```" {
      lines.removeFirst()
      guard line.hasPrefix("$ ") else { continue }
      let output = Array(lines.prefix { $0 != "```" && !$0.hasPrefix("$ ") })
      lines = lines.dropFirst(output.count)
      parts.append(.command(line: String(line.dropFirst(2)), output: output))
    }
  }

  /// The document.
  var document: String {
    var lines: [String] = []
    for part in parts {
      switch part {
      case .text(let line): lines.append(line)
      case .file(_, let content): lines += content.dropLast().components(separatedBy: "\n")
      case .command(let line, let output): lines += ["$ \(line)"] + output
      }
    }
    return lines.joined(separator: "\n")
  }

  /// What a line says when times and digests are left out of it.
  static func normalised(_ line: String) -> String {
    line.replacing(/[0-9]+(\.[0-9]+)? (ms|s)\b/, with: "T s").replacing(/\b[0-9a-f]{8,64}\b/, with: "DIGEST")
      .replacing(/Python 3\.[0-9.]+/, with: "Python 3")
  }
}
