import AssayModel
import Foundation

/// What a sandboxed process sees: bubblewrap's arguments and the small files made for it.
///
/// The order of the arguments is the order in which the world is built, so it is part of the security
/// argument; `docs/sandbox.md` goes through it.
struct SandboxLayout: Sendable, Equatable {
  /// Where the launcher's program is bound; the launcher executes it by this name.
  static let innerProgram = "/.assay-init"
  /// The descriptors of the launcher's child: see `launcher.h`.
  private static let seccompDescriptor = 7
  private static let statusDescriptor = 8
  private static let firstDataDescriptor = 10

  /// Options for bubblewrap, one string each.
  private(set) var arguments: [String] = []
  /// Contents of small files, passed as descriptors from 10 upward.
  private(set) var data: [[UInt8]] = []
  private var folders: Set<String> = ["/", "/usr", "/proc", "/dev", "/tmp", "/etc"]

  /// Builds the world of one run.
  ///
  /// - Parameters:
  ///   - user: the learner's user id inside.
  ///   - sharesNetwork: true where the run is put into the fixture's private network before bubblewrap
  ///     starts.
  init(request: SandboxRequest, tier: Isolation.Tier, launcher: String, user: Int) {
    let sharesNetwork = request.fixture != nil
    isolate(tier, sharesNetwork: sharesNetwork)
    setEnvironment()
    addSystem(diskBytes: request.limits.diskBytes)
    addIdentity(user: user)
    arguments += ["--ro-bind", launcher, Self.innerProgram]
    for mount in request.mounts { add(mount) }
    seal(tier)
    arguments += ["--chdir", Self.workingFolder(request)]
    arguments += ["--seccomp", "\(Self.seccompDescriptor)"]
    arguments += ["--json-status-fd", "\(Self.statusDescriptor)"]
  }

  /// The learner's environment.
  static let environment = [
    ("PATH", "/usr/bin:/bin"), ("HOME", "/tmp"), ("LANG", "C.UTF-8"), ("USER", "learner"),
    ("LOGNAME", "learner"), ("PYTHONDONTWRITEBYTECODE", "1"),
  ]

  /// The submission's folder where there is one.
  static func workingFolder(_ request: SandboxRequest) -> String {
    let holdsSubmission = request.mounts.contains {
      $0.target == "/submission" || $0.target.hasPrefix("/submission/")
    }
    return holdsSubmission ? "/submission" : "/"
  }

  /// Root keeps three capabilities until the inner step has changed the user; without root a user namespace
  /// gives them, and nothing inside can make another one.
  private mutating func isolate(_ tier: Isolation.Tier, sharesNetwork: Bool) {
    if tier == .root {
      arguments += ["--unshare-cgroup", "--cap-drop", "ALL"]
      for capability in ["CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"] {
        arguments += ["--cap-add", capability]
      }
    } else {
      arguments += ["--unshare-user", "--disable-userns", "--unshare-cgroup-try", "--cap-drop", "ALL"]
    }
    arguments += ["--unshare-pid", "--unshare-ipc", "--unshare-uts"]
    if !sharesNetwork { arguments.append("--unshare-net") }
    arguments += ["--die-with-parent", "--new-session", "--as-pid-1", "--hostname", "lab"]
  }

  private mutating func setEnvironment() {
    arguments.append("--clearenv")
    for (name, value) in Self.environment { arguments += ["--setenv", name, value] }
  }

  private mutating func addSystem(diskBytes: Int) {
    arguments += ["--ro-bind", "/usr", "/usr"]
    for name in ["bin", "sbin", "lib", "lib32", "lib64", "libx32"] { addSystemFolder(name) }
    arguments += ["--proc", "/proc", "--dev", "/dev", "--ro-bind", "/dev/null", "/proc/cmdline"]
    for folder in ["/dev/shm", "/tmp"] {
      arguments += ["--perms", "1777", "--size", "\(max(diskBytes, 4096))", "--tmpfs", folder]
    }
  }

  /// Since `/usr` took them in, these are links on most systems; elsewhere they are folders of their own.
  private mutating func addSystemFolder(_ name: String) {
    let path = "/" + name
    if let link = try? FileManager.default.destinationOfSymbolicLink(atPath: path) {
      arguments += ["--symlink", link, path]
    } else if FileManager.default.fileExists(atPath: path) {
      arguments += ["--ro-bind", path, path]
    }
  }

  /// The few files in /etc without which names, users and numeric libraries do not work.
  private mutating func addIdentity(user: Int) {
    arguments += ["--perms", "0755", "--dir", "/etc"]
    add(
      "/etc/passwd",
      """
      root:x:0:0:root:/:/usr/sbin/nologin
      learner:x:\(user):\(user):learner:/tmp:/bin/sh
      nobody:x:65534:65534:nobody:/:/usr/sbin/nologin

      """)
    add("/etc/group", "root:x:0:\nlearner:x:\(user):\nnogroup:x:65534:\n")
    add("/etc/hosts", "127.0.0.1 localhost lab\n::1 localhost\n")
    add("/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n")
    for path in ["/etc/alternatives", "/etc/ld.so.cache"] { arguments += ["--ro-bind-try", path, path] }
  }

  private mutating func add(_ path: String, _ content: String) {
    arguments += ["--perms", "0444", "--ro-bind-data", "\(Self.firstDataDescriptor + data.count)", path]
    data.append(Array(content.utf8))
  }

  /// Folders on the way are made by us: those that bubblewrap makes by itself are closed to the learner.
  private mutating func add(_ mount: SandboxRequest.Mount) {
    var path = ""
    for part in mount.target.split(separator: "/").dropLast() {
      path += "/" + part
      guard !path.hasPrefix("/usr/"), folders.insert(path).inserted else { continue }
      arguments += ["--perms", "0755", "--dir", path]
    }
    folders.insert(mount.target)
    arguments += ["--ro-bind", mount.source, mount.target]
  }

  /// Makes what is left writable read-only: these are memory file systems without a bound.
  ///
  /// In the rootless
  /// tier process 1 has the learner's user id, so its folder in /proc is covered.
  private mutating func seal(_ tier: Isolation.Tier) {
    if tier != .root { arguments += ["--tmpfs", "/proc/1", "--remount-ro", "/proc/1"] }
    arguments += ["--remount-ro", "/dev", "--remount-ro", "/"]
  }
}
