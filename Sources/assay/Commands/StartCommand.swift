import ArgumentParser
import AssayCatalog
import AssayModel
import Foundation

/// Makes a folder to work in.
struct StartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start", abstract: "Begin a lab: copy its starter into a folder.")

  @Argument(help: "The lab: its id or a part of it.", completion: .custom(completeLabs))
  var lab: String

  @Argument(help: "The folder to make. (default: the lab's id)", completion: .directory)
  var folder: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let workbench = try Workbench(common)
    let lab = try workbench.lab(lab)
    let target = URL(fileURLWithPath: folder ?? lab.manifest.id)
    let files = try contents(of: lab)
    try refuseOverwriting(files, in: target)
    for file in files { try write(file, below: target) }
    let labs = URL(fileURLWithPath: lab.folder).standardizedFileURL.deletingLastPathComponent().path
    let marker = LabMarker.content(lab: lab.manifest.id, labs: labs)
    try write(SourceFile(path: LabMarker.name, bytes: marker), below: target)
    Output.write(nextSteps(lab, target.relativePath)[common.language] + "\n")
  }

  /// The starter, the given files and the handouts.
  private func contents(of lab: Lab) throws -> [SourceFile] {
    let handouts = try ["README.md", "README.ko.md"].map {
      SourceFile(path: $0, bytes: try lab.bytes(of: $0))
    }
    return try lab.submittedFiles(in: lab.manifest.files.starter) + lab.givenFiles() + handouts
  }

  private func refuseOverwriting(_ files: [SourceFile], in target: URL) throws {
    let existing = files.first {
      FileManager.default.fileExists(atPath: target.appendingPathComponent($0.path).path)
    }
    guard let existing else { return }
    let file = "\(target.relativePath)/\(existing.path)"
    throw Failure(
      LocalizedText(
        en: "'\(file)' exists already; choose another folder: assay start \(lab) FOLDER.",
        ko: "'\(file)' 파일이 이미 있습니다. 다른 폴더를 지정하십시오: assay start \(lab) FOLDER."), .badInput)
  }

  private func write(_ file: SourceFile, below target: URL) throws {
    let url = target.appendingPathComponent(file.path)
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(file.bytes).write(to: url)
    } catch {
      throw Failure(
        LocalizedText(
          en: "'\(url.path)' cannot be written; choose a folder in which you may write.",
          ko: "'\(url.path)' 파일을 쓸 수 없습니다. 쓰기 권한이 있는 폴더를 지정하십시오."), .badInput)
    }
  }

  private func nextSteps(_ lab: Lab, _ path: String) -> LocalizedText {
    let files = lab.manifest.files.submit.map(\.path).joined(separator: ", ")
    return LocalizedText(
      en: """
        \(lab.manifest.title.en)
        Your work is in \(path)/: read README.md, edit \(files), then run

            assay check \(path)
        """,
      ko: """
        \(lab.manifest.title.ko)
        작업 폴더는 \(path)/입니다. README.ko.md를 읽고 \(KoreanParticle.object.after(files)) 고친 다음 실행하세요.

            assay check \(path)
        """)
  }
}
