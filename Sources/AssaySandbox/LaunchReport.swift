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
  /// Processes that the kernel killed because the run's memory was used up.
  var oomKills: Int
  /// New processes that the run's own limit refused.
  var processRefusals: Int
  /// What the machine did to the run, and not the run to itself.
  var disturbance: Fault?
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
    disturbance = Self.disturbance(
      outsideKills: number("I") ?? 0, killsAnywhere: number("J") ?? 0, outsideRefusals: number("P") ?? 0,
      wasKilled: waitStatus.map { $0 & 0x7f == 9 } ?? false)
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

  /// A process that was killed, or refused, by limits of which the run's own is none.
  ///
  /// The learner's process is not to blame for a machine that gives it less than the lab does, and could not
  /// have brought it about within the lab's limits alone.
  private static func disturbance(
    outsideKills: Int, killsAnywhere: Int, outsideRefusals: Int, wasKilled: Bool
  ) -> Fault? {
    if outsideKills > 0 || (killsAnywhere > 0 && wasKilled) {
      return Fault(
        .machine,
        LocalizedText(
          en: "This machine, or the container around assay, ran out of memory while the code ran",
          ko: "코드를 실행하는 동안 이 컴퓨터 또는 assay를 실행하는 컨테이너의 메모리가 부족했습니다"),
        remedy: LocalizedText(
          en: "Give it more memory, or grade fewer submissions at a time.",
          ko: "메모리를 늘리거나 동시에 채점하는 제출물 수를 줄이십시오."), isTransient: true)
    }
    guard outsideRefusals > 0 else { return nil }
    return Fault(
      .machine,
      LocalizedText(
        en: "This machine, or the container around assay, allowed no new process while the code ran",
        ko: "코드를 실행하는 동안 이 컴퓨터 또는 assay를 실행하는 컨테이너가 새 프로세스를 허용하지 않았습니다"),
      remedy: LocalizedText(
        en: "Raise its limit of processes, or grade fewer submissions at a time.",
        ko: "프로세스 수 제한을 높이거나 동시에 채점하는 제출물 수를 줄이십시오."), isTransient: true)
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
