import AssayTestSupport
import Foundation
import Testing

@testable import AssayCatalog

struct FolderChecksTests {
  @Test(arguments: [
    ("README.ko.md", "found no file README.ko.md"), ("exercise.py", "exercise: found no file exercise.py"),
    ("given/labtypes.py", "files.given[0]: found no file given/labtypes.py"),
    ("starter", "found no folder starter"), ("reference", "found no folder reference"),
    ("reference/resilience.py", "files.submit[0].path: found no file reference/resilience.py"),
    ("wrong/no_wait", "wrong[0].id: found no folder wrong/no_wait"),
  ]) func missingFile(name: String, says: String) throws {
    let directory = try TemporaryDirectory()
    let folder = try Samples.lab(in: directory)
    try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    let found = problems(in: Samples.full, folder: folder)
    #expect(found.contains { $0.contains(says) }, "\(found)")
  }

  @Test func undeclaredWrongSubmission() throws {
    let directory = try TemporaryDirectory()
    let folder = try Samples.lab(in: directory)
    try directory.makeFolder("labs/06-retry/wrong/forgotten")
    #expect(
      problems(in: Samples.full, folder: folder).map { $0.contains("wrong/forgotten, which is not") } == [
        true
      ])
  }

  @Test func otherFolderName() throws {
    let directory = try TemporaryDirectory()
    let folder = try Samples.lab(in: directory)
    let text = try Samples.full.changing("id: 06-retry", "id: 06-other")
    #expect(
      problems(in: text, folder: folder) == [
        "lab.yaml:2:5: id: found '06-other', expected '06-retry', the name of its folder."
      ])
  }

  @Test(arguments: ["3", "7", "9"]) func ruleThatAHandoutLacks(rule: String) throws {
    let directory = try TemporaryDirectory()
    let folder = try Samples.lab(in: directory)
    let text = try Samples.full.changing("rules: [1, 2]", "rules: [1, \(rule)]")
    let found = problems(in: text, folder: folder)
    #expect(found.count == 2)
    #expect(found.allSatisfy { $0.contains("checks[0].rules[1]: found rule \(rule), which README") })
  }
}
