import AssayModel
import AssayTestSupport
import Foundation
import Testing

@testable import AssayCatalog

struct HostileManifestTests {
  private func problem(_ bytes: [UInt8]) -> String {
    do {
      _ = try ManifestDecoder().decode(bytes, file: "lab.yaml")
      return ""
    } catch { return error.problems.map(\.description).joined(separator: "\n") }
  }

  @Test func emptyFiles() {
    for text in ["", "\n\n", "# nothing\n", "---\n"] {
      #expect(problem(Array(text.utf8)).hasPrefix("lab.yaml:1:1: found "), "\(text)")
    }
  }

  @Test(arguments: ["[1, 2]", "just text", "42"]) func noMapping(text: String) {
    #expect(problem(Array(text.utf8)).contains("expected a mapping with the keys schema, id, module"))
  }

  @Test func syntaxErrorHasItsLine() {
    let text = "schema: lab/1\ntitle: {ko: a, en: b: c}\nid: [1, 2\n"
    #expect(problem(Array(text.utf8)).hasPrefix("lab.yaml:2:"))
    #expect(
      problem(Array("schema: lab/1\nid: a: b\n".utf8)).contains("Put a text that contains ': ' in quotes"))
    #expect(problem(Array("schema: lab/1\n\tid: a\n".utf8)).contains("Indent with spaces"))
  }

  @Test func noText() {
    #expect(problem(Array("schema: lab/1\nid: \u{0}".utf8)).hasPrefix("lab.yaml:2:5: found a NUL byte"))
    #expect(
      problem(Array("schema: lab/1\n# é ".utf8) + [0xff, 0x41]).hasPrefix(
        "lab.yaml:2:5: found bytes that are not UTF-8"))
    #expect(problem([0xed, 0xa0, 0x80]).contains("not UTF-8"))
  }

  @Test func tooLargeAFileIsNotRead() throws {
    let directory = try TemporaryDirectory()
    let folder = try Samples.lab(in: directory)
    try directory.write([UInt8](repeating: 0x20, count: 10 << 20), to: "labs/06-retry/lab.yaml")
    let error = #expect(throws: ManifestError.self) {
      try ManifestDecoder().decode(folder: folder, file: "lab.yaml")
    }
    #expect(
      error?.description
        == "lab.yaml:1:1: found a file of 10485760 bytes, expected a manifest of at most 1048576 bytes.")
  }

  @Test func aFolderAsManifest() throws {
    let directory = try TemporaryDirectory()
    try directory.makeFolder("x/lab.yaml")
    let error = #expect(throws: ManifestError.self) {
      try ManifestDecoder().decode(folder: "\(directory.path)/x")
    }
    #expect(error?.description.contains("found a folder, expected a manifest") == true)
  }

  @Test func aliasBombIsRefused() {
    let lines = (1...9).map { level in
      "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ") + "]"
    }
    let text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + lines.joined(separator: "\n")
    #expect(problem(Array(text.utf8)).contains("found more than 50000 values once aliases are expanded"))
  }

  @Test func aliasBombAsAKeyIsRefused() {
    #expect(problem(Array("a: &a [x]\n? *a\n: 1\n".utf8)).contains("found a key that is no plain text"))
  }

  @Test func deepNestingIsRefused() {
    for count in [100, 100_000] {
      let text = "a: " + String(repeating: "[", count: count) + String(repeating: "]", count: count)
      #expect(problem(Array(text.utf8)).contains("nested more than 64 deep"))
    }
  }

  @Test func aliasOfItselfIsRefused() {
    #expect(
      problem(Array("a: &a [*a]\n".utf8)).contains("found the alias '*a', which names nothing above it"))
    #expect(problem(Array("a: &base 1\nb: *bsae\n".utf8)).contains("Did you mean 'base'?"))
  }

  @Test func secondDocumentIsRefused() {
    #expect(problem(Array("a: 1\n---\nb: 2\n".utf8)).contains("found a second document"))
  }

  @Test func everyDuplicateKeyIsTold() {
    let found = problem(Array("schema: lab/1\nschema: lab/1\ntitle: {ko: a, en: b, ko: c}\n".utf8))
    #expect(found.contains("lab.yaml:2:1: schema: found 'schema' a second time (first on line 1)"))
    #expect(found.contains("lab.yaml:3:23: title.ko: found 'ko' a second time (first on line 3)"))
  }

  /// Whatever is broken, the reading ends, and every mistake names a place inside the file.
  @Test(arguments: 0..<20) func brokenManifestsAreSurvived(round: Int) throws {
    var generator = SeededGenerator(seed: Seed(UInt64(round)))
    let alphabet = Array("{}[]:,-&*!|>'\"#%@? \n\tax01~<".utf8)
    for _ in 0..<20 {
      var bytes = Array(Samples.full.utf8)
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let position = Int.random(in: 0..<bytes.count, using: &generator)
        let length = Int.random(in: 0...12, using: &generator)
        let inserted = (0..<Int.random(in: 0...3, using: &generator)).compactMap { _ in
          alphabet.randomElement(using: &generator)
        }
        bytes.replaceSubrange(position..<min(bytes.count, position + length), with: inserted)
      }
      let lines = bytes.count { $0 == UInt8(ascii: "\n") } + 1
      do {
        _ = try ManifestDecoder(vocabulary: ManifestMistakesTests.vocabulary).decode(bytes, file: "lab.yaml")
      } catch {
        #expect(error.problems.allSatisfy { (1...lines).contains($0.line) && $0.column > 0 })
        #expect(!error.problems.isEmpty)
      }
    }
  }
}
