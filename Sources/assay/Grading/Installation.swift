import AssayModel
import Foundation

/// Where the parts of Assay are on this machine.
enum Installation {
  /// The absolute path of this program.
  static let executable: String =
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]

  /// The folder for what is kept from one command to the next.
  static let state: URL = {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["XDG_STATE_HOME"], folder.hasPrefix("/") {
      return URL(fileURLWithPath: folder).appendingPathComponent("assay")
    }
    return URL(fileURLWithPath: environment["HOME"] ?? "/tmp").appendingPathComponent(".local/state/assay")
  }()

  /// The folder of the corpus of attacks: in a checkout `fixtures/attacks`, else `share/assay/attacks`.
  static var attacks: String? { folder(["fixtures/attacks", "share/assay/attacks"]) }

  /// The folder of the templates of `assay new`: in a checkout `templates`, else `share/assay/templates`.
  static var templates: String? {
    folder(["templates/lab/common", "share/assay/templates/lab/common"], up: 2)
  }

  /// The first of these folders that is there, below the working directory, this program or a folder above them.
  ///
  /// - Parameter up: how many steps above it the folder that is meant lies.
  private static func folder(_ names: [String], up steps: Int = 0) -> String? {
    for start in [FileManager.default.currentDirectoryPath, executable] {
      var folder = URL(fileURLWithPath: start)
      while folder.path != "/" {
        for name in names {
          var found = folder.appendingPathComponent(name)
          guard FileManager.default.fileExists(atPath: found.path) else { continue }
          for _ in 0..<steps { found.deleteLastPathComponent() }
          return found.path
        }
        folder.deleteLastPathComponent()
      }
    }
    return nil
  }

  /// The folder of the package that has GraderKit: `$ASSAY_GRADERKIT`, a checkout, else `share/assay/graderkit`.
  ///
  /// - Throws: ``Fault`` when it is in none of them.
  static func graderKit() throws(Fault) -> String {
    var folders = [ProcessInfo.processInfo.environment["ASSAY_GRADERKIT"]].compactMap { $0 }
    var folder = URL(fileURLWithPath: executable)
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      folders += ["Sources", "share/assay/graderkit"].map { folder.appendingPathComponent($0).path }
    }
    let found = folders.first { folder in
      ["Package.swift", "GraderKit"].allSatisfy { FileManager.default.fileExists(atPath: "\(folder)/\($0)") }
    }
    if let found { return found }
    throw Fault(
      .missingTool,
      LocalizedText(
        en: "The sources of GraderKit, against which the lab's graders are built, are not installed",
        ko: "랩의 채점기를 빌드하는 데 필요한 GraderKit 소스가 설치되어 있지 않습니다"),
      remedy: LocalizedText(
        en: "Install Assay with `make install`, or set ASSAY_GRADERKIT to a checkout of it.",
        ko: "`make install`로 Assay를 설치하거나 ASSAY_GRADERKIT을 소스 폴더로 지정하십시오."))
  }

  /// The path of one of our helper programs: in `$ASSAY_LIBEXEC`, beside this one, or in `libexec/assay`.
  ///
  /// - Throws: ``Fault`` when it is in none of them.
  static func program(_ name: String) throws -> String {
    let own = URL(fileURLWithPath: executable).deletingLastPathComponent()
    let folders =
      [ProcessInfo.processInfo.environment["ASSAY_LIBEXEC"]].compactMap { $0 }
      + [own.path, own.deletingLastPathComponent().appendingPathComponent("libexec/assay").path]
    let found = folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let found else {
      let places = folders.joined(separator: ", ")
      throw Fault(
        .missingTool,
        LocalizedText(en: "'\(name)' is not in \(places)", ko: "'\(name)' 프로그램이 \(places)에 없습니다"),
        remedy: LocalizedText(en: "Build it with `make release`.", ko: "`make release`로 빌드하십시오."))
    }
    return found
  }
}
