import AssayModel

/// `limits:` of a lab and of a scenario.
enum LimitsSection {
  private static let standard = Limits.standard

  /// The limits; every one may be left out.
  static let table = KeyTable(
    name: "limits", summary: "What one sandboxed run may use at most.",
    keys: [
      .optional(
        "wall_s", .number(0.1...3600), standard: .float(standard.wallSeconds), "Wall time in seconds."),
      .optional(
        "cpu_s", .number(0.1...3600), standard: .float(standard.cpuSeconds),
        "CPU time of all processes of the run together, in seconds."),
      .optional(
        "memory_mb", .integer(16...16_384), standard: .int(standard.memoryBytes >> 20),
        "Memory in MiB."),
      .optional(
        "processes", .integer(1...4096), standard: .int(standard.processes),
        "Processes and threads at one time."),
      .optional(
        "files", .integer(16...65_536), standard: .int(standard.openFiles),
        "Open descriptors of one process."),
      .optional(
        "output_kb", .integer(1...1_048_576), standard: .int(standard.outputBytes >> 10),
        "KiB on stdout and stderr together before the run is ended."),
      .optional(
        "disk_mb", .integer(1...16_384), standard: .int(standard.diskBytes >> 20),
        "MiB of each writable file system."),
    ])

  /// The limits that `node` gives, and those of `base` where it gives none.
  static func limits(_ node: YAMLNode?, over base: Limits) -> Limits {
    Limits(
      wallSeconds: node?["wall_s"]?.number ?? base.wallSeconds,
      cpuSeconds: node?["cpu_s"]?.number ?? base.cpuSeconds,
      memoryBytes: bytes(node?["memory_mb"], shift: 20) ?? base.memoryBytes,
      processes: node?["processes"]?.integer ?? base.processes,
      openFiles: node?["files"]?.integer ?? base.openFiles,
      outputBytes: bytes(node?["output_kb"], shift: 10) ?? base.outputBytes,
      diskBytes: bytes(node?["disk_mb"], shift: 20) ?? base.diskBytes)
  }

  /// A size in bytes; nothing where a mistaken number is too great to be one.
  static func bytes(_ node: YAMLNode?, shift: Int) -> Int? {
    guard let count = node?.integer, (0...Int.max >> shift).contains(count) else { return nil }
    return count << shift
  }
}
