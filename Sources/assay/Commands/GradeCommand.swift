import ArgumentParser
import AssayModel
import Foundation

/// Grades a submission of a lab.
struct GradeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade", abstract: "Grade a submission of a lab.",
    discussion: """
      Example:
        assay grade submissions/kim --lab retry --format terminal --format junit=report.xml
      """)

  @Argument(help: "The submission: a folder, or an archive (.zip, .tar, .tar.gz).", completion: .file())
  var submission: String

  @Argument(help: ArgumentHelp(visibility: .hidden))
  var others: [String] = []

  @Option(help: "The lab: its id or a part of it. Required.", completion: .custom(completeLabs))
  var lab: String?

  @Option(help: ArgumentHelp("Also keep the evidence, as JSON.", valueName: "file"))
  var evidence: String?

  @OptionGroup var reports: ReportOptions
  @OptionGroup var seed: SeedOption
  @OptionGroup var run: RunOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let lab = try labName()
    let workbench = try Workbench(common, run)
    try await RunFolder.use {
      let status = try await workbench.gradeAndReport(
        submission: submission, lab: lab, seed: seed.seed, reports: reports, evidenceFile: evidence)
      if status != .satisfied { throw status.code }
    }
  }

  /// The lab, where the command line makes sense; else what was most likely meant is said.
  private func labName() throws -> String {
    guard let lab else {
      guard let second = others.first else { throw Self.mistake(.noLab(submission)) }
      // `grade LAB FOLDER` and `grade FOLDER LAB` both come to mind.
      let folder = Self.isFolder(second) && !Self.isFolder(submission) ? second : submission
      throw Self.mistake(.labAsArgument(folder: folder, lab: folder == second ? submission : second))
    }
    if let second = others.first { throw Self.mistake(.tooMany(second)) }
    if !Self.isFolder(submission), Self.isFolder(lab) {
      throw Self.mistake(.swapped(folder: lab, lab: submission))
    }
    return lab
  }

  private enum Mistake {
    case noLab(String)
    case labAsArgument(folder: String, lab: String)
    case tooMany(String)
    case swapped(folder: String, lab: String)
  }

  private static func mistake(_ mistake: Mistake) -> Failure {
    let text =
      switch mistake {
      case .noLab(let folder):
        LocalizedText(
          en: "Name the lab with '--lab <lab>': assay grade \(folder) --lab LAB; see `assay grade --help`.",
          ko: "'--lab <lab>'으로 랩을 지정하십시오: assay grade \(folder) --lab LAB (`assay grade --help` 참고).")
      case .labAsArgument(let folder, let lab):
        LocalizedText(
          en: "The lab is named with '--lab <lab>'; did you mean: assay grade \(folder) --lab \(lab)?",
          ko: "랩은 '--lab <lab>'으로 지정합니다. 혹시 다음을 뜻합니까? assay grade \(folder) --lab \(lab)")
      case .tooMany(let other):
        LocalizedText(
          en: "One submission is graded at a time, so '\(other)' is one too many.",
          ko: "한 번에 제출물 하나만 채점합니다. '\(other)' 인수를 빼십시오.")
      case .swapped(let folder, let lab):
        LocalizedText(
          en: "'\(folder)' is a folder and '\(lab)' is none; "
            + "did you mean: assay grade \(folder) --lab \(lab)?",
          ko: "'\(folder)' 폴더는 있지만 '\(lab)' 폴더는 없습니다. "
            + "혹시 다음을 뜻합니까? assay grade \(folder) --lab \(lab)")
      }
    return Failure(text, .usage)
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }
}
