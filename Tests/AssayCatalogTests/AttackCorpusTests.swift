import AssayModel
import AssayTestSupport
import Testing

@testable import AssayCatalog

/// How the corpus of attacks is read.
@Suite("Reading attacks")
struct AttackCorpusTests {
  private static let header = """
    # tries: ends the process with exit code 0 before anything
    #   has been checked
    # naive: takes exit code 0 for a pass
    # outcome: The run ended early, which is no answer.
    # source: own
    # baseline: bites: forged, the exit code is 0
    # expect: load-failed, exited 0 or exited 1, prints two words
    import os
    # tries: this is no header any more
    """

  private func problems(_ header: String, _ path: String = "forge/exit.py") -> [String] {
    do {
      _ = try AttackCorpus.attack(header, path: path)
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }

  @Test("a header is read key by key, with its continued lines")
  func header() throws {
    let attack = try AttackCorpus.attack(Self.header, path: "forge/exit.py")
    #expect(attack.id == "forge/exit")
    #expect(attack.tries == "ends the process with exit code 0 before anything has been checked")
    #expect(attack.baseline == .bites(.forged, "the exit code is 0"))
    #expect(
      attack.expectations == [
        [.loadFailed], [.ends(.exited(code: 0)), .ends(.exited(code: 1))], [.prints("two words")],
      ])
    #expect(attack.bench == .call)
    #expect(attack.gaps.isEmpty)
    #expect(attack.fitsAnyLab)
  }

  @Test("optional keys: the bench, and where an attack is not contained")
  func options() throws {
    let text =
      "# without: everywhere: locks are shared\n# without: groups: no counters\n# bench: virtual\n"
      + Self.header
    let attack = try AttackCorpus.attack(text, path: "leak/lock.py")
    #expect(attack.gaps.map(\.place) == [.everywhere, .groups])
    #expect(attack.gaps[0].reason == "locks are shared")
    #expect(attack.bench == .virtual)
    #expect(try AttackCorpus.attack(Self.header, path: "fixture/flood.py").bench == .client)
  }

  @Test("what has to run into a limit does not fit any lab, nor does what is no learner's code")
  func fitting() throws {
    let slow = Self.header.replacing("load-failed", with: "exceeded memory")
    #expect(try !AttackCorpus.attack(slow, path: "exhaust/heap.py").fitsAnyLab)
    #expect(try !AttackCorpus.attack(Self.header, path: "intake/bomb.py").fitsAnyLab)
  }

  @Test(
    "a mistake is told with its file, its line and the nearest name",
    arguments: [
      ("# tries:", "# triez:", "forge/exit.py:1: found the key 'triez', expected one of tries,", "'tries'?"),
      ("load-failed", "load-faild", "forge/exit.py:7: found 'load-faild', expected one of", "'load-failed'?"),
      ("bites: forged", "bites: forget", "forge/exit.py:6: found the effect 'forget'", "'forged'?"),
      (
        "bites: forged, the exit code is 0", "sometimes", "forge/exit.py:6: found 'sometimes'",
        "bites: EFFECT"
      ),
      ("# source: own", "#source", "forge/exit.py:5: found '#source'", "# key: value"),
      ("# source: own", "# source:", "forge/exit.py:5: found an empty 'source'", "a sentence"),
      ("# source: own", "# source: own\n# source: own", "forge/exit.py:6: found 'source' a second", "once"),
      ("# source: own", "# bench: cal", "forge/exit.py:5: found the bench 'cal'", "'call'?"),
      ("# source: own", "# without: root", "forge/exit.py:5: found 'root'", "PLACE: reason"),
    ])
  func mistakes(_ old: String, _ new: String, _ told: String, _ advice: String) throws {
    let found = problems(Self.header.replacing(old, with: new)).joined(separator: "\n")
    #expect(found.contains(told), "\(found)")
    #expect(found.contains(advice), "\(found)")
  }

  @Test("keys that are missing are all told")
  func missing() {
    let found = problems("import os\n").joined(separator: "\n")
    for key in AttackHeader.requiredKeys { #expect(found.contains("no key '\(key)'"), "\(found)") }
  }

  @Test("a folder is read by area, then by name; mistakes of all files are told together")
  func folder() throws {
    let folder = try TemporaryDirectory()
    try folder.write(Self.header, to: "leak/b.py")
    try folder.write(Self.header, to: "forge/z.py")
    try folder.write(Self.header, to: "forge/a.py")
    try folder.write("read me", to: "README.md")
    #expect(try AttackCorpus(folder: folder.path).attacks.map(\.id) == ["forge/a", "forge/z", "leak/b"])
    try folder.write("import os\n", to: "leak/c.py")
    try folder.write(Self.header, to: "forgery/d.py")
    let error = #expect(throws: AttackCorpusError.self) { try AttackCorpus(folder: folder.path) }
    let told = error?.description ?? ""
    #expect(told.contains("leak/c.py:1: found no key 'tries'"), "\(told)")
    #expect(told.contains("found the folder 'forgery'"), "\(told)")
    #expect(told.contains("Did you mean 'forge'?"), "\(told)")
  }

  @Test("a folder that is not there is told")
  func noFolder() {
    let error = #expect(throws: AttackCorpusError.self) { try AttackCorpus(folder: "/nonexistent/attacks") }
    #expect(error?.description.contains("no such file") == true)
  }
}
