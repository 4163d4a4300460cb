import Foundation

/// How long each part of a command took, for `bench/`.
///
/// `ASSAY_TIMINGS` asks for the figures; its value, a time of the monotonic clock in seconds at which the
/// caller started this process, becomes the beginning of the first part.
struct PhaseTimes: Sendable {
  private var last: Double
  private var parts: [(name: String, seconds: Double)] = []

  /// Starts measuring.
  init() {
    last = ProcessInfo.processInfo.environment["ASSAY_TIMINGS"].flatMap(Double.init) ?? Self.now
  }

  /// Ends the part called `name`; the next one begins.
  mutating func mark(_ name: String) {
    let now = Self.now
    parts.append((name, now - last))
    last = now
  }

  /// Writes `name=milliseconds …` to stderr when asked for.
  func reportIfAsked() {
    guard ProcessInfo.processInfo.environment["ASSAY_TIMINGS"] != nil else { return }
    let text = parts.map { "\($0.name)=\(($0.seconds * 1e6).rounded() / 1e3)" }.joined(separator: " ")
    Output.writeError("timings \(text)\n")
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
