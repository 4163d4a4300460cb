import AssayModel

/// What the launcher says of a run that is over.
struct LaunchReport: Sendable, Equatable {
  /// Why the launcher ended the run.
  enum Reason: Character {
    case none = "-"
    case wall = "w"
    case cpu = "c"
    case memory = "m"
    case output = "o"
    case stop = "s"
  }

  /// How the launcher is told to end a run.
  enum Kill: Character {
    /// Now.
    case stop = "s"
    /// Now, for sending more than we keep.
    case output = "o"
    /// When the process is gone that has closed its end; at once where it has not, or takes too long.
    case conclude = "e"
  }

  var reason: Reason
  /// The wait status of the learner's process; nil where we killed it first.
  var waitStatus: Int?
  var oomKills: Int
  var processRefusals: Int
  var wallSeconds: Double
  var cpuSeconds: Double
  var peakMemoryBytes: Int?
  var output: CapturedText
  var errorOutput: CapturedText

  /// Reads a report's fields; nil when one is missing.
  init?(_ content: [UInt8]) {
    var fields: [Character: [UInt8]] = [:]
    for frame in FrameDecoder.all(in: content) {
      fields[Character(Unicode.Scalar(frame.tag))] = frame.content
    }
    func number(_ tag: Character) -> Int? { fields[tag].flatMap { Int(String(decoding: $0, as: UTF8.self)) } }
    func capture(_ head: Character, _ tail: Character, _ total: Character) -> CapturedText? {
      guard let first = fields[head], let last = fields[tail], let count = number(total) else { return nil }
      return CapturedText(head: first, tail: last, totalBytes: count)
    }
    guard let letter = fields["k"]?.first, let reason = Reason(rawValue: Character(Unicode.Scalar(letter))),
      let wall = number("w"), let cpu = number("c"), let peak = number("m"), let kills = number("i"),
      let refusals = number("p"), let output = capture("h", "t", "n"), let errors = capture("H", "T", "N")
    else { return nil }
    self.reason = reason
    waitStatus = number("s")
    oomKills = kills
    processRefusals = refusals
    wallSeconds = Double(wall) / 1e9
    cpuSeconds = Double(cpu) / 1e9
    peakMemoryBytes = peak > 0 ? peak : nil
    self.output = output
    errorOutput = errors
  }

  /// How the run ended, by what was counted outside of it.
  ///
  /// A run out of memory is one of which the kernel killed a process for it, whatever the others said after.
  /// A run that was refused a process and then ended badly, ended because of that.
  var termination: Termination {
    if oomKills > 0 || reason == .memory { return .exceeded(.memory) }
    let refused = processRefusals > 0
    switch reason {
    case .output: return .exceeded(.output)
    case .stop: return .stopped
    case .wall: return .exceeded(refused ? .processes : .wall)
    case .cpu: return .exceeded(refused ? .processes : .cpu)
    case .memory: return .exceeded(.memory)
    case .none: break
    }
    let ending = ownEnding
    return refused && ending != .exited(code: 0) ? .exceeded(.processes) : ending
  }

  private var ownEnding: Termination {
    guard let waitStatus else { return .stopped }
    let signal = waitStatus & 0x7f
    // The limit on each process is a backstop of the CPU limit on all of them.
    if signal == 24 { return .exceeded(.cpu) }
    return signal == 0 ? .exited(code: waitStatus >> 8 & 0xff) : .signaled(number: signal)
  }

  /// The model's record of the process.
  var record: ProcessRecord {
    ProcessRecord(
      termination: termination, wallSeconds: wallSeconds, cpuSeconds: cpuSeconds,
      peakMemoryBytes: peakMemoryBytes, output: output, errorOutput: errorOutput)
  }
}
