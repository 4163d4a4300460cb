import AssayModel

/// A Python program of random names: its definitions in drawn order, and the line of each.
struct ProgramText {
  /// The names by the role that each function plays.
  let names: [String: String]
  /// The program.
  let text: String

  /// Writes a program.
  ///
  /// In `definitions` a role in angle brackets (`<leaf>`) stands for its name. `preamble` comes first.
  init(
    roles: [String], definitions: [String], preamble: String = Self.timing,
    generator: inout SeededGenerator
  ) {
    var names: [String: String] = [:]
    for role in roles {
      var name = generator.name()
      while names.values.contains(name) { name = generator.name() }
      names[role] = name
    }
    var text = preamble
    for definition in definitions.shuffled(using: &generator) { text += "\n\n" + definition }
    for (role, name) in names { text = Self.replacing("<\(role)>", with: name, in: text) }
    self.names = names
    self.text = text
  }

  /// The line (from 1) on which the function of `role` is defined.
  func line(of role: String) -> Int {
    let start = "def \(names[role] ?? "")("
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return (lines.firstIndex { $0.hasPrefix(start) } ?? -1) + 1
  }

  /// The CPU of `burn` is exact under any load: the thread's own CPU clock ends it.
  static let burn = """
    def <burn>(seconds):
        end = time.thread_time() + seconds
        value = 1
        while time.thread_time() < end:
            for _ in range(200):
                value = (value * 31 + 7) & 0xFFFFFF

    """

  /// A function that notes in `spent` how much wall and CPU time it took by its own reading.
  static func noted(_ role: String, _ statements: String...) -> String {
    """
    def <\(role)>():
        wall, cpu = time.perf_counter(), time.thread_time()
        \(statements.joined(separator: "\n    "))
        spent["<\(role)>"] = time.perf_counter() - wall, time.thread_time() - cpu

    """
  }

  /// What ``burn`` and ``noted(_:_:)`` need.
  static let timing = """
    import threading
    import time

    spent = {}

    """

  private static func replacing(_ mark: String, with text: String, in source: String) -> String {
    var result = ""
    var rest = source[...]
    while let start = rest.firstIndex(of: "<") {
      result += rest[..<start]
      rest = rest[start...]
      if rest.hasPrefix(mark) {
        result += text
        rest = rest.dropFirst(mark.count)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result + rest
  }
}
