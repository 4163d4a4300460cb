import AssayModel
import Foundation

/// The places of a run without namespaces: a folder of links that stands for the root.
///
/// Paths inside (`/lab`, `/submission`) exist only in a mount namespace. Without one, the run's arguments are
/// rewritten to links below this folder.
struct StageFolder: Sendable {
  /// The folder for the links.
  let root: String
  /// The run's arguments with their paths rewritten.
  let arguments: [String]
  /// The run's own writable folder, which the launcher makes and removes.
  var scratch: String { root + "/scratch" }
  /// Where the run starts.
  let directory: String

  init(for request: SandboxRequest) throws(Fault) {
    let root = (FileManager.default.temporaryDirectory.path as NSString)
      .appendingPathComponent("assay-\(UUID().uuidString)")
    self.root = root
    do {
      try Self.build(root, request.mounts)
    } catch {
      try? FileManager.default.removeItem(atPath: root)
      throw Fault(.disk, detail: "the folder \(root) could not be made")
    }
    let targets = request.mounts.map(\.target)
    arguments = request.arguments.map { argument in
      let isInside = targets.contains { argument == $0 || argument.hasPrefix($0 + "/") }
      return isInside && !FileManager.default.fileExists(atPath: argument) ? root + argument : argument
    }
    let folder = SandboxLayout.workingFolder(request)
    directory = folder == "/" ? root : root + folder
  }

  private static func build(_ root: String, _ mounts: [SandboxRequest.Mount]) throws {
    let files = FileManager.default
    try files.createDirectory(
      atPath: root, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    for mount in mounts where mount.source != mount.target {
      let link = root + mount.target
      try files.createDirectory(
        atPath: (link as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try files.createSymbolicLink(atPath: link, withDestinationPath: mount.source)
    }
  }

  /// Removes the links.
  func remove() { try? FileManager.default.removeItem(atPath: root) }
}
