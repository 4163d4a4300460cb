import AssayCatalog
import AssayModel
import AssayTestSupport
import Foundation

/// docs/attacks.md, written from the corpus and from what the tests of each tier have seen.
enum AttackTable {
  static let document = Program.repository.appendingPathComponent("docs/attacks.md")
  private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden")
  /// The tiers, and what their columns are called.
  private static let tiers = [
    ("root", "root"), ("root-without-groups", "root, no control groups"), ("rootless", "rootless"),
    ("rootless-without-groups", "rootless, no control groups"), ("process", "process"),
    ("process-without-groups", "process, no control groups"),
  ]

  /// The file of what was seen under this isolation.
  static func file(of isolation: Isolation) -> URL {
    let suffix = isolation.controlGroups == .none ? "-without-groups" : ""
    return golden.appendingPathComponent("\(isolation.tier.rawValue)\(suffix).txt")
  }

  /// One line for each attack, in the order of the corpus.
  static func lines(_ records: [AttackRecord]) -> String {
    records.map { "\($0.attack.id) \($0.problems.isEmpty ? $0.outcome : "NOT AS EXPECTED")\n" }.joined()
  }

  /// The whole document.
  static func text() throws -> String {
    let corpus = try AttackCorpus(folder: AttackLab.corpusFolder).attacks
    let columns = tiers.compactMap { name, title -> (title: String, outcomes: [String: String])? in
      let file = golden.appendingPathComponent("\(name).txt")
      return (try? String(contentsOf: file, encoding: .utf8)).map { (title, outcomes(in: $0)) }
    }
    var text = head(corpus)
    for area in Attack.Area.allCases {
      let attacks = corpus.filter { $0.area == area }
      guard !attacks.isEmpty else { continue }
      let isRun = area != .intake && area != .report
      text += "\n## \(area.rawValue)\n\n" + table(attacks, isRun ? columns : [])
    }
    return text + notes(corpus)
  }

  private static func head(_ corpus: [Attack]) -> String {
    let biting = corpus.count { if case .bites = $0.baseline { true } else { false } }
    return """
      # Attacks

      <!-- Written by the tests: RECORD=1 swift test --filter AttackTests -->

      \(corpus.count) attacks on the grader, each a file in [fixtures/attacks](../fixtures/attacks), which says what it \
      tries and where it is from. Each is graded by the real program in its real sandbox, with an honest submission \
      beside it. Of each it is asserted that it gains no point, that its grade is a whole document, that no process, \
      control group or file of it is left, and that its neighbour's grade is the same to the byte but for times.

      \(biting) of them are also run in a naive grader, in one process with what it grades, to show that they work \
      where nothing stops them; the column *naive* has what is seen there. Where it has a dash, the file says why \
      nothing can be seen.

      `assay verify LAB --attacks` tries those that fit on any lab; `bench/attacks` tries all of them 20 times.

      """
  }

  private static func table(
    _ attacks: [Attack], _ columns: [(title: String, outcomes: [String: String])]
  ) -> String {
    let titles = ["attack", "tries", "correct outcome", "naive"] + columns.map(\.title)
    var rows = [titles, titles.map { _ in "---" }]
    for attack in attacks {
      var naive = "–"
      if case .bites(let effect, _) = attack.baseline { naive = effect.rawValue }
      let seen = columns.map { $0.outcomes[attack.id] ?? "–" }
      rows.append([attack.name, attack.tries, attack.outcome, naive] + seen)
    }
    return rows.map { "| " + $0.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n" }
      .joined()
  }

  private static func notes(_ corpus: [Attack]) -> String {
    let lines = corpus.flatMap { attack in
      attack.gaps.map { gap in
        "* `\(attack.id)`, \(words(gap.place)): \(gap.reason).\n"
      }
    }
    return "\n## Not contained\n\nNone of these gains a point.\n\n" + lines.joined()
  }

  private static func words(_ place: Attack.Gap.Place) -> String {
    switch place {
    case .everywhere: "everywhere"
    case .groups: "without control groups"
    case .root: "without root"
    case .sandbox: "without namespaces"
    case .mounts: "with mounts of our own"
    }
  }

  private static func outcomes(in text: String) -> [String: String] {
    Dictionary(
      text.split(separator: "\n").compactMap { line in
        line.firstIndex(of: " ").map { (String(line[..<$0]), String(line[line.index(after: $0)...])) }
      }, uniquingKeysWith: { $1 })
  }
}
