import AssayCatalog
import AssayModel
import AssayTestSupport
import Foundation

/// The naive grader of the tests, in a throw-away container.
struct NaiveBaseline {
  let attack: Attack

  /// What the container tells, as `container.py` writes it.
  struct Report: Decodable {
    struct Results: Decodable {
      var passed: Double?
      var seconds: Double?
      var cpu: Double?
      var old: Bool?
      var huge: Bool?
    }
    var ended: Int?
    var seconds: Double
    var cpu: Double
    var text: String
    var breach: Bool
    var bytes: Int
    var resultLines: [String]
    var results: Results?
    var survivors: Int
    var neighbour: Bool
    var peaks: [String: Double]
    var changed: [String]

    static let decoder: JSONDecoder = {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return decoder
    }()
  }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "Naive")

  /// Whether such a container can be made here: it needs user namespaces, or root.
  static func isPossible() async -> Bool {
    let outcome = try? await Program.run("/usr/bin/bwrap", walls + ["/bin/true"], environment: [:])
    return outcome?.status == 0
  }

  /// Nothing of the host but the interpreter; all else is memory, and goes with process 1.
  private static let walls = [
    "--unshare-user", "--uid", "1000", "--gid", "1000", "--unshare-pid", "--unshare-net", "--unshare-ipc",
    "--unshare-uts", "--unshare-cgroup-try", "--hostname", "grader", "--die-with-parent", "--new-session",
    "--as-pid-1", "--cap-drop", "ALL", "--clearenv", "--setenv", "PATH", "/usr/bin:/bin", "--ro-bind", "/usr",
    "/usr",
    "--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64",
    "--proc",
    "/proc", "--dev", "/dev", "--size", "67108864", "--tmpfs", "/dev/shm", "--size", "67108864", "--tmpfs",
    "/tmp",
    "--size", "8388608", "--tmpfs", "/lab", "--size", "8388608", "--tmpfs", "/submission", "--size",
    "8388608",
    "--tmpfs", "/grader", "--dir", "/etc",
  ]

  /// Lets the naive grader grade the attack.
  func report() async throws -> Report {
    let scratch = try TemporaryDirectory()
    for file in try AttackLab.files(of: attack, bench: .call) { try scratch.write(file.bytes, to: file.path) }
    for name in ["naive_grader.py", "container.py"] {
      try scratch.write(Array(try Data(contentsOf: Self.folder.appendingPathComponent(name))), to: name)
    }
    try scratch.write("", to: "report")
    let flags = attack.name.contains("notes") ? "notes" : ""
    chmod(scratch.path, 0o755)
    // Not as root, whom no limit of processes binds.
    let user = geteuid() == 0 ? "/usr/bin/setpriv --reuid=65533 --regid=65533 --clear-groups -- " : ""
    let inner = "exec \(user)/usr/bin/bwrap \"$@\" 9>\"$REPORT\""
    let arguments =
      ["-c", inner, "sh"] + Self.walls + [
        "--ro-bind", scratch.path, "/given", "/usr/bin/python3", "-I", "-S", "/given/container.py", flags,
      ]
    let outcome = try await Program.run(
      "/bin/sh", arguments, environment: ["PATH": "/usr/bin:/bin", "REPORT": "\(scratch.path)/report"])
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(scratch.path)/report"))
    do {
      return try Report.decoder.decode(Report.self, from: data)
    } catch {
      throw TestSupportError(
        "\(attack.id): no report (\(outcome.status)): \(outcome.errors.suffix(400)) \(error)")
    }
  }
}

extension NaiveBaseline.Report {
  /// Whether this can be seen of the attack.
  func shows(_ effect: AttackBaseline.Effect) -> Bool {
    switch effect {
    case .forged: ended == 0 || claims.contains { $0 > 0 }
    case .leaked: breach
    case .escaped: breach || !changed.isEmpty
    case .hung: ended == nil
    case .survived: survivors > 0
    case .killed: (ended ?? 0) < 0
    case .lost: results == nil || results?.old == true
    case .flooded: bytes > 1 << 20 || results?.huge == true
    case .exhausted: isExhausted
    case .disturbed: !neighbour || !changed.isEmpty || resultLines.count != 1 || (ended ?? 0) < 0
    case .misled: (results?.seconds ?? .infinity) < seconds / 2 || (results?.cpu ?? .infinity) < cpu / 2
    }
  }

  private var isExhausted: Bool {
    let bounds = ["processes": 10.0, "memory": 24e6, "scratch": 8e6, "files": 1000]
    return ended == nil || bounds.contains { peaks[$0.key] ?? 0 > $0.value }
  }

  /// The passed checks that the grader is made to tell of.
  private var claims: [Double] {
    let lines = resultLines.compactMap {
      try? JSONDecoder().decode(Results.self, from: Data($0.utf8)).passed
    }
    return lines + (results?.old == true ? [] : [results?.passed].compactMap { $0 })
  }
}
