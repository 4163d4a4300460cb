import Foundation

/// What a run may have left on the machine.
enum Leftovers {
  /// What is left of the runs of the workspace at `folder`.
  ///
  /// Launchers that were kept warm end when they notice that nobody needs them, a moment after `assay`; what is
  /// still there ten seconds later is left over.
  static func all(of folder: String) async throws -> [String] {
    for _ in 0..<500 {
      if processes(of: folder).isEmpty, groups().isEmpty { return [] }
      try await Task.sleep(for: .milliseconds(20))
    }
    return processes(of: folder) + groups()
  }

  /// The processes that see a mount from `folder`, or name it: a sandbox's own mark.
  static func processes(of folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { Int32($0) }.filter { $0 != getpid() }.compactMap { id in
      let isMarked = ["mountinfo", "cmdline", "environ"].contains { name in
        String(decoding: FileManager.default.contents(atPath: "/proc/\(id)/\(name)") ?? Data(), as: UTF8.self)
          .contains(folder)
      }
      return isMarked ? ProcessTable.entry(id).map { "\($0.name) (\(id))" } : nil
    }
  }

  /// The control groups of launchers that are no more.
  static func groups() -> [String] {
    let root = "/sys/fs/cgroup"
    return ([root] + list(root).map { "\(root)/\($0)" }).flatMap { folder in
      list(folder).filter(isOrphan).map { "\(folder)/\($0)" }
    }
  }

  /// `assay-NAMESPACE-PID-START` of this namespace, where that process is gone.
  private static func isOrphan(_ name: String) -> Bool {
    let parts = name.split(separator: "-")
    guard parts.count == 4, parts[0] == "assay", parts[1] == namespace, let id = Int32(parts[2]) else {
      return false
    }
    return ProcessTable.entry(id)?.start != String(parts[3])
  }

  private static let namespace: Substring = {
    let link = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? ""
    return Substring(link.filter(\.isNumber))
  }()

  private static func list(_ folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }
}
