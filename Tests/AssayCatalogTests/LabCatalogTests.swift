import AssayModel
import AssayTestSupport
import Foundation
import Testing

@testable import AssayCatalog

struct LabCatalogTests {
  private let directory: TemporaryDirectory
  private let catalog: LabCatalog

  /// Makes a catalogue with one good lab and others whose manifests nobody may read.
  init() throws {
    directory = try TemporaryDirectory()
    _ = try Samples.lab(in: directory)
    for id in ["02-profiling", "03-fetcher", "06-retry-budget", "06-outbox"] {
      try directory.write("broken: [", to: "labs/\(id)/lab.yaml")
    }
    try directory.write("", to: "labs/notes.txt")
    try directory.makeFolder("labs/07-unfinished")
    catalog = LabCatalog(root: directory.path, workingDirectory: directory.path)
  }

  @Test func labsAreThoseWithAManifest() throws {
    #expect(
      try catalog.identifiers() == ["02-profiling", "03-fetcher", "06-outbox", "06-retry", "06-retry-budget"])
  }

  @Test(arguments: [
    ("06-retry", "06-retry"), ("retry", "06-retry"), ("prof", "02-profiling"), ("FETCH", "03-fetcher"),
    ("02", "02-profiling"), ("box", "06-outbox"), ("budget", "06-retry-budget"),
  ]) func namesResolve(name: String, id: String) throws {
    #expect(try catalog.resolve(name) == id)
  }

  @Test func severalOrNone() throws {
    #expect(
      throws: CatalogError.ambiguous(name: "06", candidates: ["06-outbox", "06-retry", "06-retry-budget"])
    ) {
      try catalog.resolve("06")
    }
    #expect(throws: CatalogError.noSuchLab(name: "fechter", nearest: ["03-fetcher"])) {
      try catalog.resolve("fechter")
    }
    #expect(throws: CatalogError.noSuchLab(name: "", nearest: [])) { try catalog.resolve("") }
    #expect(throws: CatalogError.self) { try catalog.lab("../labs/06-retry") }
  }

  @Test func oneLabIsReadWithoutTheOthers() throws {
    let lab = try catalog.lab("retry")
    #expect(lab.manifest.id == "06-retry" && lab.folder == directory.path + "/labs/06-retry")
    #expect(lab.folder(of: .starter) == lab.folder + "/starter" && lab.folder(of: .submission) == nil)
    let error = #expect(throws: ManifestError.self) { try catalog.lab("fetcher") }
    #expect(error?.problems.first?.file == "labs/03-fetcher/lab.yaml")
  }

  @Test(arguments: [
    ("exercise.py", true), ("given/labtypes.py", true), ("reference/resilience.py", true),
    ("starter/resilience.py", true), ("hidden/cases.json", true), ("README.md", false),
    ("wrong/no_wait/resilience.py", false), ("reference/__pycache__/x.pyc", false),
  ]) func digestCoversWhatMatters(file: String, matters: Bool) throws {
    let before = try catalog.lab("06-retry").digest
    #expect(try catalog.lab("06-retry").digest == before)
    let path = directory.path + "/labs/06-retry/" + file
    let old = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    try directory.write(old + "# changed\n", to: "labs/06-retry/" + file)
    #expect((try catalog.lab("06-retry").digest != before) == matters)
  }

  @Test func placesAreTriedInOrder() throws {
    let directory = try TemporaryDirectory()
    for name in [
      "option/labs", "variable", "work/labs", "work/a/b", "prefix/bin", "prefix/share/assay/labs", "far",
    ] {
      try directory.makeFolder(name)
    }
    func root(
      _ option: String?, _ variable: String?, _ working: String, executable: String? = "prefix/bin/assay"
    ) throws -> String {
      func absolute(_ name: String?) -> String? { name.map { "\(directory.path)/\($0)" } }
      let places = LabCatalog.Places(
        option: absolute(option), environment: absolute(variable),
        workingDirectory: "\(directory.path)/\(working)", executable: absolute(executable))
      return String(try LabCatalog.locate(places).root.dropFirst(directory.path.count + 1))
    }
    #expect(try root("option", "variable", "work/a/b") == "option/labs")
    #expect(try root("option/labs/", "variable", "work/a/b") == "option/labs")
    #expect(try root(nil, "variable", "work/a/b") == "variable")
    #expect(try root(nil, nil, "work/a/b") == "work/labs")
    #expect(try root(nil, nil, "far") == "prefix/share/assay/labs")
    #expect(throws: CatalogError.self) { try root("nowhere", "variable", "work") }
    #expect(throws: CatalogError.self) { try root(nil, nil, "far", executable: nil) }
  }

  @Test func errorsAreSentencesInBothLanguages() {
    let errors: [CatalogError] = [
      .noCatalog(searched: ["/a/labs", "/labs"]), .noSuchLab(name: "x", nearest: []),
      .noSuchLab(name: "x", nearest: ["01-y"]), .ambiguous(name: "0", candidates: ["01-y", "02-z"]),
      .unreadable(lab: "01-y", reason: "a folder"),
    ]
    for error in errors {
      for text in [error.text.en, error.text.ko] {
        #expect(text.hasSuffix(".") || text.hasSuffix("?"), "\(text)")
      }
      #expect(error.text.en != error.text.ko)
    }
  }
}
