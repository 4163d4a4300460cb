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
  static var attacks: String? {
    var folders: [String] = []
    for start in [FileManager.default.currentDirectoryPath, executable] {
      var folder = URL(fileURLWithPath: start)
      while folder.path != "/" {
        folders += ["fixtures/attacks", "share/assay/attacks"].map { folder.appendingPathComponent($0).path }
        folder.deleteLastPathComponent()
      }
    }
    return folders.first { FileManager.default.fileExists(atPath: $0) }
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
