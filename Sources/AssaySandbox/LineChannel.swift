import AssayModel
import Synchronization

/// Lines from a process, handed to whoever waits for them.
///
/// The writer never waits and never holds more than ``capacity`` bytes that nobody has taken: beyond that
/// the process is flooding us, which ``push(_:)`` says.
final class LineChannel: Sendable {
  /// Bytes that may wait to be taken, an unfinished line included.
  static let capacity = 32 << 20

  private struct Waiter {
    var id: Int
    var continuation: CheckedContinuation<[UInt8]?, any Error>
    var timer: Task<Void, any Error>
  }

  private struct State {
    var lines: [[UInt8]] = []
    var taken = 0
    var partial: [UInt8] = []
    var unread = 0
    var end: Result<Void, Fault>?
    var waiters: [Waiter] = []
    var lastID = 0

    mutating func takeLine() -> [UInt8]? {
      guard taken < lines.count else { return nil }
      let line = lines[taken]
      lines[taken] = []
      taken += 1
      unread -= line.count + 1
      if taken == lines.count {
        lines.removeAll(keepingCapacity: true)
        taken = 0
      }
      return line
    }

    /// A waiter with the line that it gets, when there are both.
    mutating func match() -> (Waiter, [UInt8])? {
      guard !waiters.isEmpty, let line = takeLine() else { return nil }
      return (waiters.removeFirst(), line)
    }
  }

  private let state = Mutex(State())

  /// Adds bytes as they came.
  ///
  /// False when too much is waiting.
  func push(_ bytes: [UInt8]) -> Bool {
    let fits = state.withLock { state in
      guard state.end == nil else { return true }
      state.unread += bytes.count
      var rest = bytes[...]
      while let end = rest.firstIndex(of: 0x0a) {
        state.lines.append(state.partial + rest[..<end])
        state.partial = []
        rest = rest[(end + 1)...]
      }
      state.partial += rest
      return state.unread <= Self.capacity
    }
    serve()
    return fits
  }

  /// Says that no more will come.
  ///
  /// Lines that are there can still be taken; an unfinished one is dropped.
  func finish(_ end: Result<Void, Fault> = .success(())) {
    state.withLock { state in
      guard state.end == nil else { return }
      state.unread -= state.partial.count
      state.partial = []
      state.end = end
    }
    serve()
  }

  /// The next line without its line feed; nil at the end.
  ///
  /// - Throws: ``SandboxTimeout`` after `seconds`; the ``Fault`` that the channel was finished with.
  func next(within seconds: Double) async throws -> [UInt8]? {
    if let line = state.withLock({ $0.takeLine() }) { return line }
    return try await withCheckedThrowingContinuation { continuation in
      state.withLock { state in
        state.lastID += 1
        let id = state.lastID
        // Started under the lock, so that it cannot ring before the waiter is there.
        let timer = Task {
          // Of the clock that stands still while the machine is suspended.
          try await Task.sleep(for: .seconds(min(max(seconds, 0), 86400)), clock: .suspending)
          self.expire(id)
        }
        state.waiters.append(Waiter(id: id, continuation: continuation, timer: timer))
      }
      serve()
    }
  }

  private func serve() {
    while let (waiter, line) = state.withLock({ $0.match() }) {
      waiter.timer.cancel()
      waiter.continuation.resume(returning: line)
    }
    let (end, waiters) = state.withLock { state -> (Result<Void, Fault>?, [Waiter]) in
      guard state.end != nil else { return (nil, []) }
      defer { state.waiters = [] }
      return (state.end, state.waiters)
    }
    for waiter in waiters {
      waiter.timer.cancel()
      if case .failure(let fault) = end {
        waiter.continuation.resume(throwing: fault)
      } else {
        waiter.continuation.resume(returning: nil)
      }
    }
  }

  private func expire(_ id: Int) {
    let waiter = state.withLock { state -> Waiter? in
      guard let index = state.waiters.firstIndex(where: { $0.id == id }) else { return nil }
      return state.waiters.remove(at: index)
    }
    waiter?.continuation.resume(throwing: SandboxTimeout())
  }
}

/// A value that comes once.
final class Promise<Value: Sendable>: Sendable {
  private struct State {
    var value: Value?
    var waiters: [CheckedContinuation<Value, Never>] = []
  }

  private let state = Mutex(State())

  /// The value, if it has come.
  var current: Value? { state.withLock { $0.value } }

  /// Gives the value; the first one counts.
  func fulfil(_ value: Value) {
    let waiters = state.withLock { state in
      guard state.value == nil else { return [CheckedContinuation<Value, Never>]() }
      state.value = value
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume(returning: value) }
  }

  /// Waits for the value.
  func value() async -> Value {
    await withCheckedContinuation { waiter in
      let present = state.withLock { state -> Value? in
        if state.value == nil { state.waiters.append(waiter) }
        return state.value
      }
      if let present { waiter.resume(returning: present) }
    }
  }
}
