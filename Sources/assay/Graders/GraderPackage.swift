import AssayCatalog
import AssayEnvironments
import AssayModel
import Foundation

/// A lab's Swift package of graders, built once and found again by the digest of all that it is made of.
struct GraderPackage {
  /// The executable product that a package must have.
  static let product = "grader"

  /// The package's folder.
  let folder: String
  /// Its files, by their paths inside.
  let files: [SourceFile]

  /// The built program; built now, where that was not done before.
  ///
  /// - Throws: ``Fault`` when it cannot be built, and `CancellationError`.
  func program(onBuild: () -> Void) async throws -> String {
    let swift = try Self.compiler()
    let kit = try Installation.graderKit()
    let folder = Installation.state.appendingPathComponent("graders")
    let built = folder.appendingPathComponent(try digest(swift, kit).hexadecimal)
    let program = built.appendingPathComponent(Self.product).path
    if FileManager.default.isExecutableFile(atPath: program) { return program }
    return try await StoreLock.hold(in: folder.path) { lock in
      // Another process may have built it while we waited.
      if FileManager.default.isExecutableFile(atPath: program) { return program }
      onBuild()
      try await build(with: swift, kit, to: built, lock)
      return program
    }
  }

  private func build(with swift: String, _ kit: String, to built: URL, _ lock: FileHandle) async throws {
    let manager = FileManager.default
    let scratch = built.appendingPathExtension("build")
    defer { try? manager.removeItem(at: scratch) }
    var environment = ProcessInfo.processInfo.environment
    environment["ASSAY_GRADERKIT"] = kit
    let run = try await ProgramRun.of(
      swift,
      [
        "build", "--package-path", folder, "--scratch-path", scratch.path, "-c", "release",
        "--static-swift-stdlib", "--product", Self.product,
      ], environment: environment, directory: folder, input: lock)
    guard run.succeeded else { throw failure(run) }
    let result = scratch.appendingPathComponent("release/\(Self.product)")
    let part = scratch.appendingPathComponent("finished")
    do {
      try manager.createDirectory(at: part, withIntermediateDirectories: true)
      try manager.copyItem(at: result, to: part.appendingPathComponent(Self.product))
      // Without isolation it is run by another user.
      chmod(part.path, 0o755)
      chmod(part.appendingPathComponent(Self.product).path, 0o755)
      try manager.moveItem(at: part, to: built)
    } catch {
      throw Fault(.disk, detail: "the built grader cannot be kept in \(built.path)")
    }
  }

  private func failure(_ run: ProgramRun) -> Fault {
    let lines = (run.output + "\n" + run.errors).split(separator: "\n").filter { $0.contains("error:") }
    let said = lines.isEmpty ? run.lastLine : lines.prefix(3).joined(separator: "; ")
    return Fault(
      .grader,
      LocalizedText(
        en: "The graders in '\(folder)' cannot be built", ko: "'\(folder)'의 채점기를 빌드할 수 없습니다"),
      detail: said,
      remedy: LocalizedText(
        en: "Build them by hand to see more: swift build --package-path \(folder)",
        ko: "직접 빌드하여 자세한 내용을 확인하십시오: swift build --package-path \(folder)"))
  }

  /// Of the package's sources, the kit's, the compiler and this version.
  private func digest(_ swift: String, _ kit: String) throws -> Digest {
    var parts = files.map { ("package/\($0.path)", $0.bytes) }
    for name in ["AssayModel", "GraderKit", "GraderProgram"] {
      let sources = try? FileManager.default.subpathsOfDirectory(atPath: "\(kit)/\(name)")
      for path in sources ?? [] where path.hasSuffix(".swift") {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(kit)/\(name)/\(path)"))
        parts.append(("kit/\(name)/\(path)", Array(bytes)))
      }
    }
    var status = stat()
    stat(swift, &status)
    let made = "\(Version.text) \(swift) \(status.st_size) \(status.st_mtim.tv_sec)"
    parts.append(("made with", Array(made.utf8)))
    return ContentDigest.of(files: parts)
  }

  /// The path of `swift`, links followed.
  ///
  /// - Throws: ``Fault`` where there is none.
  private static func compiler() throws(Fault) -> String {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let found = path.split(separator: ":").map { "\($0)/swift" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
    // The name matters to the program: it is many in one.
    if let found { return found }
    throw Fault(
      .missingTool,
      LocalizedText(
        en: "A grader of this lab is written in Swift, and there is no 'swift' in PATH",
        ko: "이 랩의 채점기는 Swift로 작성되었으나 PATH에 'swift'가 없습니다"),
      remedy: LocalizedText(
        en: "Install Swift 6.2 or later (https://swift.org/install) and grade again.",
        ko: "Swift 6.2 이상을 설치하고(https://swift.org/install) 다시 채점하십시오."))
  }
}
