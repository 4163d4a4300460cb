import AssayModel
import Foundation
import Testing

@testable import AssaySandbox

/// Runs whose owner is another process: it can be killed, and it can be somebody else than us.
extension SandboxTests {
  /// Starts a launcher, hands it a configuration from a file, and prints the frames that come.
  private static let owner = """
    import json, struct, subprocess, sys
    launcher, configuration, *arguments = sys.argv[1:]
    process = subprocess.Popen([launcher, "--supervise", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    print(process.pid, flush=True)
    content = open(configuration, "rb").read()
    process.stdin.write(b"C" + struct.pack("<I", len(content)) + content)
    process.stdin.flush()
    while header := process.stdout.read(5):
        content = process.stdout.read(struct.unpack("<I", header[1:])[0])
        print(chr(header[0]), content.decode(errors="replace").replace("\\0", ""), flush=True)
    """

  /// A configuration on disk for a run of `source` in `tier`.
  private func configuration(
    _ source: String, tier: Isolation.Tier, user: Int, arguments: [String] = [], fixture: [String]? = nil
  ) throws -> String {
    let script = try Script(source)
    let request = script.request(fixture: fixture, arguments: arguments)
    let layout = SandboxLayout(request: request, tier: tier, launcher: Machine.launcher, user: user)
    let configuration = LaunchConfiguration(
      request: request, layout: layout, bubblewrap: try #require(Executables.find("bwrap")),
      seccomp: try SeccompCompiler.builtIn(tier == .root ? [] : [.uncharged]), ownUser: tier == .root)
    try Data(configuration.bytes).write(to: URL(fileURLWithPath: script.folder + "/configuration"))
    return script.folder + "/configuration"
  }

  @Test(arguments: [false, true])
  func whenTheOwnerIsKilledNothingIsLeft(withFixture: Bool) async throws {
    try #require(try await Machine.sandbox.isolation.tier == .root, "needs root")
    let token = "token-\(UUID().uuidString)"
    let fixture =
      withFixture ? [Machine.python.executable, "-c", "import time; time.sleep(600)", token] : nil
    let source = """
      import os, time
      if os.fork() == 0:
          os.setsid()
          time.sleep(600)
      os.write(4, b"up\\n")
      time.sleep(600)
      """
    let file = try configuration(source, tier: .root, user: 60001, arguments: [token], fixture: fixture)
    let owner = try Owner(Self.owner, [Machine.launcher, file])
    let launcher = try #require(owner.line().flatMap { Int($0) })
    while let line = owner.line(), !line.hasPrefix("h up") {}
    #expect(Machine.processes(with: token).count >= 2)
    #expect(try await Machine.groups(of: launcher).isEmpty != Machine.hasGroups)
    kill(owner.process, SIGKILL)
    #expect(try await eventually { Machine.stat(launcher).map { $0.state == "Z" } ?? true })
    #expect(Machine.processes(with: token).isEmpty)
    #expect(Machine.groups(of: launcher).isEmpty)
  }

  @Test func whenTheLauncherIsKilledTheNextOneCleansUp() async throws {
    try #require(try await Machine.hasGroups, "needs control groups")
    let token = "token-\(UUID().uuidString)"
    let script = try Script("import os, time\nos.write(4, b'up\\n')\ntime.sleep(600)")
    let request = script.request(arguments: [token])
    let fault = await #expect(throws: Fault.self) {
      try await Machine.sandbox.withProcess(request) { process in
        _ = try await process.receive(within: 20)
        for launcher in Machine.launchers() { kill(pid_t(launcher), SIGKILL) }
        _ = try await process.receive(within: 20)
      }
    }
    #expect(fault?.kind == .sandbox)
    #expect(try await eventually { Machine.processes(with: token).isEmpty })
    _ = try await run("")
    let stale = Machine.allGroups().filter { group in
      let parts = (group as NSString).lastPathComponent.split(separator: "-")
      return parts.count == 4 && Int(parts[2]).flatMap(Machine.stat) == nil
    }
    #expect(stale.isEmpty)
  }

  @Test(.enabled(if: Owner.canBeUnprivileged))
  func theRootlessTierIsolatesToo() async throws {
    let source = """
      import os, socket, json
      def read(path):
          try: return open(path).read()
          except OSError as error: return error.__class__.__name__
      status = dict(l.split(":\\t", 1) for l in open("/proc/self/status").read().splitlines() if ":\\t" in l)
      def can_write(path):
          try: open(path, "w"); return True
          except OSError: return False
      os.write(4, json.dumps([
          os.getuid(), status["CapEff"], status["Seccomp"], status["NoNewPrivs"],
          [n for _, n in socket.if_nameindex()], [f for f in ("/x", "/dev/x", "/tmp/x") if can_write(f)],
          read("/proc/1/environ"), os.path.exists("/root"),
      ]).encode() + b"\\n")
      """
    let file = try configuration(source, tier: .rootless, user: Owner.nobody)
    let owner = try Owner(Self.owner, [Machine.launcher, file, "--no-cgroups"], unprivileged: true)
    var lines: [String] = []
    while let line = owner.line() { lines.append(line) }
    let expected = """
      h [\(Owner.nobody), "0000000000000000", "2", "1", ["lo"], ["/tmp/x"], "FileNotFoundError", false]
      """
    #expect(lines.contains(expected), "\(lines)")
    #expect(lines.last?.hasPrefix("r ") == true)
  }

  @Test(.enabled(if: Owner.canBeUnprivileged))
  func theRootlessTierHasFixturesToo() async throws {
    let fixture = """
      import socket
      s = socket.create_server(("127.0.0.2", 4000))
      while True: s.accept()[0].sendall(b"hello")
      """
    let source = """
      import os, socket, time
      for _ in range(1000):
          try:
              os.write(4, socket.create_connection(("127.0.0.2", 4000)).recv(9) + b"\\n")
              break
          except ConnectionRefusedError: time.sleep(0.01)
      """
    let file = try configuration(
      source, tier: .rootless, user: Owner.nobody, fixture: [Machine.python.executable, "-c", fixture])
    let owner = try Owner(Self.owner, [Machine.launcher, file, "--no-cgroups"], unprivileged: true)
    var lines: [String] = []
    while let line = owner.line() { lines.append(line) }
    #expect(lines.contains("h hello"), "\(lines)")
  }
}

/// A process that owns a launcher, and its output line by line.
final class Owner {
  /// A user id that owns nothing.
  static let nobody = 64999

  /// True where we can become an unprivileged user that may make user namespaces.
  static let canBeUnprivileged: Bool = {
    let check = Process()
    check.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
    check.arguments = becoming + ["/usr/bin/unshare", "-U", "-n", "true"]
    check.standardError = FileHandle.nullDevice
    guard geteuid() == 0, (try? check.run()) != nil else { return false }
    check.waitUntilExit()
    return check.terminationStatus == 0
  }()

  private static let becoming = [
    "--reuid=\(nobody)", "--regid=\(nobody)", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all",
    "--",
  ]

  let process: pid_t
  private let output = Pipe()
  private var buffer: [UInt8] = []

  init(_ source: String, _ arguments: [String], unprivileged: Bool = false) throws {
    let child = Process()
    let command = [Machine.python.executable, "-c", source] + arguments
    child.executableURL = URL(fileURLWithPath: unprivileged ? "/usr/bin/setpriv" : command[0])
    child.arguments = unprivileged ? Self.becoming + command : Array(command.dropFirst())
    child.standardOutput = output
    try child.run()
    process = child.processIdentifier
  }

  func line() -> String? {
    while true {
      if let end = buffer.firstIndex(of: 0x0a) {
        defer { buffer.removeFirst(end + 1) }
        return String(decoding: buffer[..<end], as: UTF8.self)
      }
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { return nil }
      buffer += more
    }
  }
}
