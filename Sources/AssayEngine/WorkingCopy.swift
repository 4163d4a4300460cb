import AssayModel
import Foundation

/// The files of one grading on disk, in a private folder that is removed with it.
///
/// The folder's name is neutral, because a sandboxed process can see where its mounts come from.
struct WorkingCopy: Sendable {
  private let root: String

  /// Lays out the harness, the exercise and every subject.
  ///
  /// - Throws: ``Fault`` of kind `disk` when something cannot be written.
  init(_ material: RunMaterial, isPrivate: Bool) throws(Fault) {
    root = try PrivateFolder.make("assay-")
    // Without namespaces learners' code may run as another user, who has to pass through but not to look.
    if !isPrivate { chmod(root, 0o711) }
    do {
      try Self.write(PackageResources.assay_harness_py, to: "\(root)/lab/assay_harness.py")
      if material.needsKit { try Self.writeKit(to: "\(root)/lab") }
      if let bytecode = material.bytecode {
        try Self.write(bytecode.bytes, to: "\(root)/lab/__pycache__/\(bytecode.fileName)")
      }
      if let exercise = material.exercise { try Self.write(exercise, to: "\(root)/lab/exercise.py") }
      for (subject, files) in material.subjects {
        try Self.makeFolder("\(root)/\(subject.rawValue)")
        for file in files { try Self.write(file.bytes, to: "\(root)/\(subject.rawValue)/\(file.path)") }
      }
    } catch {
      remove()
      throw error
    }
  }

  private static func writeKit(to folder: String) throws(Fault) {
    let files = [
      ("assay_kit.py", PackageResources.assay_kit_py),
      ("assay_kit_formats.py", PackageResources.assay_kit_formats_py),
      ("assay_kit_service.py", PackageResources.assay_kit_service_py),
      ("assay_test_runner.py", PackageResources.assay_test_runner_py),
    ]
    for (name, bytes) in files { try write(bytes, to: "\(folder)/\(name)") }
  }

  /// Where the harness and the subject's files are, and where they are seen inside.
  func mounts(for subject: Subject) -> [SandboxRequest.Mount] {
    [
      SandboxRequest.Mount(source: "\(root)/lab", target: "/lab"),
      SandboxRequest.Mount(source: "\(root)/\(subject.rawValue)", target: "/submission"),
    ]
  }

  /// Removes the folder and all that is in it.
  func remove() { try? FileManager.default.removeItem(atPath: root) }

  private static func makeFolder(_ path: String) throws(Fault) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    } catch {
      throw failure(path)
    }
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(Fault) {
    try makeFolder((path as NSString).deletingLastPathComponent)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      guard written > 0 else { throw failure(path) }
      rest = rest.dropFirst(written)
    }
    fchmod(descriptor, 0o644)
  }

  private static func failure(_ path: String) -> Fault {
    Fault(
      .disk, LocalizedText(en: "'\(path)' cannot be written", ko: "'\(path)' 경로에 쓸 수 없습니다"),
      detail: String(cString: strerror(errno)))
  }
}
