import ArgumentParser
import AssayModel
import AssayReports
import Foundation

/// Proves labs.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Prove labs: reference 100, every wrong submission loses what it declares.",
    discussion: """
      Example:
        assay verify retry --repeat 20
      """)

  @Argument(help: "The labs: ids or parts of them.", completion: .custom(completeLabs))
  var labs: [String] = []

  @Flag(help: "Every lab.")
  var all = false

  @Option(
    name: .customLong("repeat"), help: ArgumentHelp("How often the reference is graded.", valueName: "times"))
  var repeats = 3

  @Option(help: ArgumentHelp("How many gradings run at a time.", valueName: "number"))
  var jobs = 1

  @Flag(
    help: "Also lay every attack of the corpus that fits over the starter: none may gain a point or get out.")
  var attacks = false

  @Option(
    help: ArgumentHelp(
      "The folder that holds the attacks. (default: the one beside the labs)", valueName: "folder"),
    completion: .directory)
  var corpus: String?

  @Flag(name: .customLong("json"), help: "As JSON: one document, once every lab is done.")
  var isJSON = false

  @OptionGroup var run: RunOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard all != !labs.isEmpty else { throw ValidationError("Name the labs to verify, or give --all.") }
    guard repeats >= 1 else { throw ValidationError("--repeat takes a number from 1 on, not \(repeats).") }
    guard (1...64).contains(jobs) else {
      throw ValidationError("--jobs takes a number from 1 to 64, not \(jobs).")
    }
  }

  func run() async throws {
    try await RunFolder.use { try await verify() }
  }

  private func verify() async throws {
    let workbench = try Workbench(common, run)
    try workbench.checkFilledIn(all ? nil : labs)
    let chosen = try all ? workbench.allLabs() : labs.map { try workbench.lab($0) }
    guard !chosen.isEmpty else { throw Failure("There are no labs to verify.", .badInput) }
    let corpus = try attacks || self.corpus != nil ? AttackTrial.corpus(in: self.corpus) : nil
    let machine = try await Machine.ready(run.choice)
    let progress = Progress(Terminal(common.color), common.language)
    var verifications: [Verification] = []
    for lab in chosen {
      let verifier = Verifier(
        grading: workbench.grading(lab, on: machine), repeats: repeats, width: jobs, attacks: corpus)
      let verification = try await Self.watched(verifier, progress)
      verifications.append(verification)
      if !isJSON { Output.write(VerificationReport(workbench.terminalOptions()).text(verification)) }
    }
    if isJSON { Output.write(try EncodedVerificationDocument(verifications).text()) }
    // A failure of ours proves nothing against a lab.
    if verifications.contains(where: \.isWithheld) { throw ExitStatus.incomplete.code }
    if !verifications.allSatisfy(\.passed) { throw ExitStatus.belowPassMark.code }
  }

  /// Verifies with a line of progress, which goes away however that ends.
  private static func watched(_ verifier: Verifier, _ progress: Progress) async throws -> Verification {
    defer { progress.clear() }
    return try await verifier.verify { progress.line($0) }
  }
}
