import AssayModel

/// The configuration of one run in the launcher's form.
struct LaunchConfiguration {
  private(set) var bytes: [UInt8] = []

  /// Refuses what cannot be written down: a NUL ends a string for everyone below us.
  static func check(_ request: SandboxRequest) throws(Fault) {
    let strings =
      request.arguments + (request.fixture ?? []) + request.mounts.flatMap { [$0.source, $0.target] }
    guard !strings.contains(where: { $0.utf8.contains(0) }) else {
      throw Fault(.sandbox, detail: "a path or an argument of the run holds a NUL character")
    }
    guard !request.arguments.isEmpty else { throw Fault(.sandbox, detail: "the run has no program") }
    for mount in request.mounts where !mount.target.hasPrefix("/") {
      throw Fault(.sandbox, detail: "the mount target '\(mount.target)' is not an absolute path")
    }
  }

  /// A run inside bubblewrap.
  init(request: SandboxRequest, layout: SandboxLayout, bubblewrap: String, seccomp: [UInt8], ownUser: Bool) {
    addCommon(request, arguments: request.arguments, ownUser: ownUser)
    add("b", strings: [bubblewrap])
    add("A", strings: layout.arguments)
    add("S", seccomp)
    for content in layout.data { add("D", content) }
  }

  /// A run without isolation.
  init(request: SandboxRequest, stage: StageFolder, ownUser: Bool) {
    addCommon(request, arguments: stage.arguments, ownUser: ownUser)
    add("e", strings: SandboxLayout.environment.map { "\($0.0)=\($0.1)" })
    add("g", strings: [stage.directory])
  }

  /// A run without namespaces, behind a filter and a barrier.
  init(
    request: SandboxRequest, stage: StageFolder, barrier: ProcessBarrier, seccomp: [UInt8], ownUser: Bool
  ) {
    addCommon(request, arguments: stage.arguments, ownUser: ownUser)
    add("e", strings: barrier.environment)
    add("g", strings: [stage.directory])
    add("I", strings: barrier.options)
    add("s", strings: [stage.scratch])
    add("S", seccomp)
  }

  private mutating func addCommon(_ request: SandboxRequest, arguments: [String], ownUser: Bool) {
    let limits = request.limits
    add("w", milliseconds: limits.wallSeconds)
    add("c", milliseconds: limits.cpuSeconds)
    add("m", number: limits.memoryBytes)
    add("p", number: limits.processes)
    add("n", number: limits.openFiles)
    add("o", number: limits.outputBytes)
    add("d", number: limits.diskBytes)
    add("u", number: ownUser ? 1 : 0)
    add("L", strings: arguments)
    if let fixture = request.fixture { add("X", strings: fixture) }
  }

  private mutating func add(_ tag: Character, _ content: [UInt8]) { bytes += Frame.encode(tag, content) }

  private mutating func add(_ tag: Character, number: Int) { add(tag, Array("\(max(0, number))".utf8)) }

  /// A limit beyond ten days is none; the bound keeps the arithmetic safe.
  private mutating func add(_ tag: Character, milliseconds seconds: Double) {
    add(tag, number: seconds.isNaN ? 0 : Int(min(max(seconds, 0), 864_000) * 1000))
  }

  private mutating func add(_ tag: Character, strings: [String]) {
    add(tag, strings.flatMap { Array($0.utf8) + [0] })
  }
}
