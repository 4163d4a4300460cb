import ArgumentParser
import AssayCatalog
import AssayGraders
import AssayModel
import AssayReports
import Foundation
import GraderKit

/// What a command works with, made from its options: the composition root.
struct Workbench: Sendable {
  private let common: CommonOptions
  private let run: MachineChoice
  private let terminal: Terminal
  private let labCatalog: LabCatalog
  let registry = compiledInRegistry

  /// Finds the labs.
  ///
  /// - Throws: ``CatalogError`` when there are none.
  init(_ common: CommonOptions, _ run: RunOptions? = nil) throws {
    self.common = common
    self.run = run?.choice ?? MachineChoice()
    terminal = Terminal(common.color)
    labCatalog = try LabCatalog.locate(
      LabCatalog.Places(
        option: common.labsFolder, environment: ProcessInfo.processInfo.environment["ASSAY_LABS"],
        workingDirectory: FileManager.default.currentDirectoryPath, executable: Installation.executable),
      vocabulary: GraderVocabulary(registry))
  }

  /// The lab that `name` means.
  func lab(_ name: String) throws -> Lab { try labCatalog.lab(name) }

  /// The folder that holds one folder for each lab.
  var labsFolder: String { labCatalog.root }

  /// The folder of the lab that `name` means; its manifest is not read.
  func folder(ofLab name: String) throws -> String { "\(labsFolder)/\(try labCatalog.resolve(name))" }

  /// Refuses labs in which places of a scaffold are open still; nil for all labs.
  ///
  /// - Throws: ``Failure`` with the places.
  func checkFilledIn(_ names: [String]?) throws {
    for id in try names?.map(labCatalog.resolve) ?? labCatalog.identifiers() {
      let places = OpenPlace.all(in: "\(labsFolder)/\(id)")
      guard places.isEmpty else { throw Failure.unfilled(id, places) }
    }
  }

  /// Every lab, by id.
  func allLabs() throws -> [Lab] { try labCatalog.identifiers().map { try labCatalog.lab($0) } }

  /// The environments for these labs.
  var environments: Environments { Environments(profiles: labCatalog.environmentsFolder) }

  /// Every lab whose manifest can be used, by id.
  func usableLabs() throws -> [Lab] {
    try labCatalog.identifiers().compactMap { try? labCatalog.lab($0) }
  }

  /// How reports look on this terminal.
  func terminalOptions(isVerbose: Bool = false) -> TerminalOptions {
    terminal.reportOptions(common.language, isVerbose: isVerbose)
  }

  /// The means to grade submissions of `lab` on this machine.
  ///
  /// - Throws: ``Failure`` or ``Fault`` when this machine cannot run them.
  func grading(_ lab: Lab, on machine: Machine) -> Grading {
    Grading(
      lab: lab, machine: machine, registry: registry, seedKeeper: SeedKeeper(stateFolder: Installation.state))
  }

  /// Grades a folder or an archive, writes the reports asked for and says with what code to end.
  func gradeAndReport(
    submission path: String, lab name: String, seed: UInt64?, reports: ReportOptions,
    evidenceFile: String? = nil
  ) async throws -> ExitStatus {
    var phases = PhaseTimes()
    phases.mark("start")
    // What costs nothing to find out is found out before anything is run.
    for file in reports.files + [evidenceFile].compactMap({ $0 }) { try OutputFile(file).check() }
    let machine = try await Machine.ready(run)
    phases.mark("machine")
    let lab = try lab(name)
    phases.mark("manifest")
    let submission = try await machine.receive(path, of: lab)
    phases.mark("submission")
    let subject = GradingSubject(submission, name: URL(fileURLWithPath: path).lastPathComponent)
    let progress = Progress(terminal, common.language)
    var outcome: Grading.Outcome
    do {
      outcome = try await grading(lab, on: machine).grade(
        subject, seed: seed.map { Seed($0) }, phases: phases, onEvent: { progress.show($0) })
    } catch {
      progress.clear()
      throw error
    }
    progress.clear()
    let evidence = outcome.evidence
    try GradeWriter(options: terminalOptions(isVerbose: reports.verbose)).write(
      outcome.grade, reports.requests, reports.output,
      others: evidenceFile.map { file in [{ try write(evidence, to: file) }] } ?? [])
    outcome.phases.mark("report")
    outcome.phases.reportIfAsked()
    return reports.status(for: outcome.grade)
  }

  private func write(_ evidence: Evidence, to file: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    try OutputFile(file).write(String(decoding: try encoder.encode(evidence), as: UTF8.self) + "\n")
  }
}

extension ReportOptions {
  /// The exit code that a grade deserves.
  fileprivate func status(for grade: Grade) -> ExitStatus {
    if exitZero { return .satisfied }
    if grade.isIncomplete { return .incomplete }
    return grade.earnedSoFar >= requiredPoints ? .satisfied : .belowPassMark
  }
}

extension Terminal {
  /// How reports look here.
  func reportOptions(_ language: Language, isVerbose: Bool) -> TerminalOptions {
    TerminalOptions(
      language: language, usesColor: isColored, usesUnicode: isUnicode, width: width, isVerbose: isVerbose)
  }
}

extension GraderVocabulary {
  /// The names and options that a registry knows.
  init(_ registry: Registry) {
    let options = { (specs: [OptionSpec]) in
      specs.map { Option($0.name, Kind($0.kind), isRequired: $0.isRequired) }
    }
    self.init(
      graders: Dictionary(
        uniqueKeysWithValues: registry.graderDescriptions.map { ($0.name, options($0.options)) }),
      workloads: Dictionary(
        uniqueKeysWithValues: registry.workloadDescriptions.map { ($0.name, options($0.options)) }))
  }
}

extension GraderVocabulary.Kind {
  fileprivate init(_ kind: OptionSpec.Kind) {
    switch kind {
    case .integer: self = .integer
    case .number: self = .number
    case .text: self = .text
    case .boolean: self = .boolean
    case .list: self = .list
    case .mapping: self = .mapping
    case .choice(let words): self = .choice(words)
    }
  }
}
