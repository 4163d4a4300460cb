import AssayCatalog
import AssayEngine
import AssayModel
import Foundation

extension Lab {
  /// The content of a file of the lab.
  ///
  /// - Throws: ``Failure`` when it cannot be read.
  func bytes(of name: String) throws -> [UInt8] {
    do {
      return Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
    } catch {
      throw Failure("\(path(name)) cannot be read; the lab needs this file.", .badInput)
    }
  }

  /// The files that are laid over every submission.
  func givenFiles() throws -> [SourceFile] {
    try manifest.files.given.map { SourceFile(path: $0, bytes: try bytes(of: "given/\($0)")) }
  }

  /// The files that one of the lab's own folders would hand in.
  func submittedFiles(in folder: String) throws -> [SourceFile] {
    try SubmissionReader().read(path(folder), files: manifest.files).files
  }

  /// A file of the lab, with an empty path, or all files of a folder of it.
  ///
  /// - Throws: ``Failure`` when there is none of that name.
  func sourceFiles(at name: String) throws -> [SourceFile] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path(name), isDirectory: &isFolder), isFolder.boolValue
    else {
      return [SourceFile(path: "", bytes: try bytes(of: name))]
    }
    let names = try FileManager.default.subpathsOfDirectory(atPath: path(name))
    let files = names.sorted().filter { file in
      let kind = try? FileManager.default.attributesOfItem(atPath: path("\(name)/\(file)"))[.type]
      let isLeftover = file.hasPrefix(".build/") || file.hasPrefix(".swiftpm/") || file.hasSuffix(".pyc")
      return kind as? FileAttributeType == .typeRegular && !isLeftover
    }
    return try files.map { SourceFile(path: $0, bytes: try bytes(of: "\(name)/\($0)")) }
  }

  /// One of the lab's own folders as a submission.
  func subject(inFolder folder: String) throws -> GradingSubject {
    GradingSubject(try SubmissionReader().read(path(folder), files: manifest.files), name: folder)
  }
}

extension GradingSubject {
  /// A submission under the name that reports give it.
  init(_ submission: Submission, name: String) {
    self.init(
      name: name, files: submission.files, digest: submission.digest, archive: submission.archive)
  }
}

extension RunMaterial {
  /// All that the runs of `lab` need for the files of one submission.
  ///
  /// - Throws: ``Failure`` when a file of the lab cannot be read.
  init(lab: Lab, submission: [SourceFile], python: LabPython) throws {
    let given = try lab.givenFiles()
    let laidOver = { (files: [SourceFile]) in
      files.filter { file in !given.contains { $0.path == file.path } } + given
    }
    var subjects: [Subject: [SourceFile]] = [.submission: laidOver(submission)]
    for subject in Set(lab.manifest.scenarios.map(\.subject)) where subject != .submission {
      let folder = subject == .starter ? lab.manifest.files.starter : "reference"
      subjects[subject] = laidOver(try lab.submittedFiles(in: folder))
    }
    // Not planned, but put in the learner's place where it must be found out who broke a fixture.
    let needsFixture = lab.manifest.services.contains(.fixtureHTTP)
    if needsFixture, subjects[.reference] == nil {
      subjects[.reference] = laidOver(try lab.submittedFiles(in: "reference"))
    }
    let interface = try lab.manifest.api.map { text in
      do {
        return try InterfaceEntry(parsing: text)
      } catch {
        throw Failure("\(lab.path("lab.yaml")): api: '\(text)': \(error)", .badInput)
      }
    }
    let called = lab.manifest.scenarios.compactMap { scenario -> String? in
      if case .function(let module, _) = scenario.target { module } else { nil }
    }
    self.init(
      subjects: subjects, exercise: try lab.manifest.exercise.map { try lab.bytes(of: $0) },
      modules: Set(interface.map(\.module) + called).sorted(), interface: interface,
      python: python.interpreter, pythonVersion: lab.manifest.environment.python,
      fixtureProgram: needsFixture ? [try Installation.program("assay-fixture-http")] : [],
      needsKit: lab.manifest.scenarios.contains { $0.driver.startsProcesses }, bytecode: python.bytecode,
      packages: python.packages)
  }
}
