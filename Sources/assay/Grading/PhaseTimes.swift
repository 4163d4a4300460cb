import Foundation

/// How long each part of a command took, for `bench/`.
struct PhaseTimes: Sendable {
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant
  private(set) var seconds: [(name: String, seconds: Double)] = []

  /// Starts measuring.
  init() { last = clock.now }

  /// Ends the part called `name`; the next one begins.
  mutating func mark(_ name: String) {
    let now = clock.now
    seconds.append((name, (now - last).seconds))
    last = now
  }

  /// Writes `name=milliseconds …` to stderr when `ASSAY_TIMINGS` is set.
  func reportIfAsked() {
    guard ProcessInfo.processInfo.environment["ASSAY_TIMINGS"] != nil else { return }
    let text = seconds.map { "\($0.name)=\(($0.seconds * 1e6).rounded() / 1e3)" }.joined(separator: " ")
    Output.writeError("timings \(text)\n")
  }
}
