import AssayModel
import Foundation

/// Keeps a probe's result for as long as nothing that it depends on has changed.
///
/// Best effort: a cache that cannot be read or written costs a probe, never a run.
struct ProbeCache {
  /// What is kept.
  struct Entry: Codable {
    var attempts: [SandboxProbe.Attempt]
    var choice: SandboxProbe.Choice
  }

  private struct File: Codable {
    var key: String
    var entry: Entry
  }

  private let path: String?
  private let key: String

  init(options: SandboxOptions, candidates: [Backend]) {
    let name =
      switch options.strength {
      case .strongest: "sandbox.json"
      case .processTier: "sandbox-process.json"
      case .unsandboxed: "sandbox-none.json"
      }
    path = options.stateDirectory.map { "\($0)/\(name)" }
    key = Self.key(options, candidates)
  }

  /// The result for this machine as it is now.
  func read() -> Entry? {
    guard let path, let data = FileManager.default.contents(atPath: path),
      let file = try? JSONDecoder().decode(File.self, from: data), file.key == key
    else { return nil }
    return file.entry
  }

  /// Keeps a result.
  func write(_ entry: Entry) {
    guard let path, let data = try? JSONEncoder().encode(File(key: key, entry: entry)) else { return }
    let folder = (path as NSString).deletingLastPathComponent
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try? data.write(to: URL(fileURLWithPath: path), options: .atomic)
  }

  /// The boot, the kernel, the programs and the user.
  ///
  /// Whoever changes the limits of a session anew (a
  /// container, a delegated group) changes our own control group, so that is in it too.
  private static func key(_ options: SandboxOptions, _ candidates: [Backend]) -> String {
    var parts = ["4", "\(geteuid())"]
    for path in Self.conditions {
      parts.append(Executables.kernelText(path))
    }
    parts.append(rights)
    for backend in candidates {
      parts += [backend.tier.rawValue, backend.controlGroupBase ?? ""]
      parts += [identity(backend.launcher), identity(backend.bubblewrap ?? "")]
    }
    parts.append(identity(options.python.executable))
    return parts.joined(separator: "\n")
  }

  /// What the kernel says of the machine, of our control group, and of our own rights: a container without the
  /// right to make namespaces may share its state folder with one that has it.
  private static let conditions = [
    "/proc/sys/kernel/random/boot_id", "/proc/sys/kernel/osrelease", "/proc/self/cgroup",
    "/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "/proc/sys/user/max_user_namespaces",
  ]

  /// The capability sets and the filter that we run under ourselves.
  private static var rights: String {
    Executables.kernelText("/proc/self/status").split(separator: "\n")
      .filter { $0.hasPrefix("Cap") || $0.hasPrefix("Seccomp") || $0.hasPrefix("NoNewPrivs") }
      .joined(separator: " ")
  }

  private static func identity(_ path: String) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return path }
    return "\(path) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }
}
