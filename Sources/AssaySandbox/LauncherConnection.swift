import AssayModel
import Foundation
import Synchronization

/// A launcher process and what it has said so far.
///
/// Foundation's `Process` starts it, and is then left alone: it is never waited for, and its termination
/// handler is not used, because both can be held up by other processes. The launcher's death is the end of
/// its output, which the one thread that reads it sees.
///
/// Closing its input is an order to kill everything, so whatever becomes of this object, the run ends.
final class LauncherConnection: Sendable {
  /// What the launcher says when it is prepared.
  struct Readiness: Sendable, Equatable {
    var controlGroupVersion: Int
    var controllers: Controllers
    /// The number from which the launcher derives the run's user id; negative without root.
    var slot: Int
  }

  /// The controllers that bound a run, numbered as in the launcher.
  struct Controllers: OptionSet, Sendable {
    let rawValue: Int
    static let memory = Self(rawValue: 1)
    static let processes = Self(rawValue: 2)
    static let cpuWeight = Self(rawValue: 4)
    static let cpuTime = Self(rawValue: 8)
    static let unified = Self(rawValue: 16)
  }

  /// Lines of the harness.
  let harness = LineChannel()
  /// Lines of the fixture server.
  let fixture = LineChannel()
  /// Fulfilled when the launcher is prepared, or has failed to be.
  let readiness = Promise<Result<Readiness, Fault>>()
  /// Fulfilled when the run is over: with its report, or with why there is none.
  let report = Promise<Result<LaunchReport, Fault>>()
  private let writer: PipeWriter

  /// Starts a launcher, which prepares itself for a run that it does not know yet.
  init(launcher: String, arguments: [String]) throws(Fault) {
    Self.ignoreBrokenPipes
    let input = try Pipes.make()
    let output: Pipes
    do {
      output = try Pipes.make()
    } catch {
      input.closeBoth()
      throw error
    }
    writer = PipeWriter(input.writeEnd)
    defer {
      close(input.readEnd)
      close(output.writeEnd)
    }
    do {
      try Self.spawn(launcher, ["--supervise"] + arguments, input.readEnd, output.writeEnd)
    } catch {
      close(output.readEnd)
      writer.close()
      throw Self.cannotStart(launcher, error)
    }
    guard read(output.readEnd) else {
      close(output.readEnd)
      writer.close()
      throw Fault(
        .machine, LocalizedText(en: "No thread could be started", ko: "스레드를 시작할 수 없습니다"), isTransient: true)
    }
  }

  private static func cannotStart(_ launcher: String, _ error: any Error) -> Fault {
    let isMissing = !Executables.isExecutable(launcher)
    let code = (error as NSError).domain == NSPOSIXErrorDomain ? Int32((error as NSError).code) : 0
    return Fault(
      isMissing ? .missingTool : .machine,
      LocalizedText(
        en: "The launcher \(launcher) could not be started", ko: "실행기 \(launcher) 프로그램을 시작할 수 없습니다"),
      detail: code == 0 ? nil : String(cString: strerror(code)), isTransient: !isMissing)
  }

  deinit { writer.close() }

  /// False once the launcher has failed or gone.
  var isAlive: Bool { report.current == nil }

  /// Sends one order.
  func send(_ order: Frame.Order, _ content: [UInt8] = []) async throws(Fault) {
    guard await writer.write(Frame.encode(order.rawValue, content)) else {
      if case .failure(let fault) = await report.value() { throw fault }
      // The run is over and so is its launcher: what comes too late goes nowhere.
      return
    }
  }

  /// Ends the run.
  func kill(_ kill: LaunchReport.Kill) {
    writer.enqueue(Frame.encode(Frame.Order.kill.rawValue, String(kill.rawValue).utf8))
  }

  /// Tells the launcher that it is not needed any more, and that everything must go.
  func abandon() { writer.close() }

  private static let ignoreBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()
  private static let spawning = Mutex(())

  private static func spawn(
    _ launcher: String, _ arguments: [String], _ input: Int32, _ output: Int32
  ) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: launcher)
    process.arguments = arguments
    process.environment = [:]
    process.standardInput = FileHandle(fileDescriptor: input, closeOnDealloc: false)
    process.standardOutput = FileHandle(fileDescriptor: output, closeOnDealloc: false)
    process.standardError = FileHandle.nullDevice
    try spawning.withLock { _ in try process.run() }
  }

  /// Reads on a thread of its own: a read that waits must not hold a thread of the cooperative pool.
  ///
  /// False when there is none to be had, which `Thread` would not say.
  private func read(_ descriptor: Int32) -> Bool {
    let (harness, fixture, readiness, report) = (harness, fixture, readiness, report)
    let writer = writer
    return DetachedThread.start(stackSize: 256 << 10) {
      var reader = NoticeReader(
        harness: harness, fixture: fixture, readiness: readiness, report: report, writer: writer)
      reader.run(descriptor)
      close(descriptor)
    }
  }
}

/// Understands what a launcher says, in order.
private struct NoticeReader {
  let harness: LineChannel
  let fixture: LineChannel
  let readiness: Promise<Result<LauncherConnection.Readiness, Fault>>
  let report: Promise<Result<LaunchReport, Fault>>
  let writer: PipeWriter
  private var hasOverflowed = false
  /// How the fixture server ended, where it has.
  private var fixtureEnd: Fault?

  init(
    harness: LineChannel, fixture: LineChannel,
    readiness: Promise<Result<LauncherConnection.Readiness, Fault>>,
    report: Promise<Result<LaunchReport, Fault>>, writer: PipeWriter
  ) {
    self.harness = harness
    self.fixture = fixture
    self.readiness = readiness
    self.report = report
    self.writer = writer
  }

  mutating func run(_ descriptor: Int32) {
    var decoder = FrameDecoder()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { break }
      decoder.append(buffer[..<count])
      while let frame = decoder.next() { handle(frame) }
    }
    fail(
      Fault(
        .sandbox,
        LocalizedText(
          en: "The launcher ended without a report; something on this machine killed it",
          ko: "실행기가 보고 없이 종료되었습니다. 이 컴퓨터의 다른 요인이 강제로 종료했습니다"), isTransient: true))
  }

  private mutating func handle(_ frame: Frame) {
    switch Frame.Notice(rawValue: Character(Unicode.Scalar(frame.tag))) {
    case .ready: readiness.fulfil(Self.readiness(frame.content))
    case .harness: if !harness.push(frame.content) { overflow() }
    case .harnessEnd: harness.finish()
    case .fixture: if !fixture.push(frame.content) { fixture.finish(.failure(Self.noise)) }
    case .fixtureEnd:
      let fault = Self.deadFixture(frame.content)
      fixtureEnd = fault
      fixture.finish(.failure(fault))
    case .error:
      let fault = Self.fault(frame.content)
      // What fails for the lack of a fixture says less than how that ended.
      fail(fault.kind == .fixture ? fixtureEnd ?? fault : fault)
    case .report: conclude(frame.content)
    case .started, nil: break
    }
  }

  private static let noise = Fault(
    .fixture,
    LocalizedText(
      en: "The test server's record of this run is larger than 32 MiB",
      ko: "이 실행에 대한 테스트 서버의 기록이 32MiB를 넘었습니다"))

  /// More than we keep: the run ends, as one with too much output.
  private mutating func overflow() {
    guard !hasOverflowed else { return }
    hasOverflowed = true
    // Before anyone learns of the end: whoever does will want the run concluded, and the first word counts.
    defer { harness.finish() }
    writer.enqueue(
      Frame.encode(Frame.Order.kill.rawValue, String(LaunchReport.Kill.output.rawValue).utf8))
  }

  private func conclude(_ content: [UInt8]) {
    guard let result = LaunchReport(content) else {
      return fail(Fault(.sandbox, detail: "the launcher's report is malformed"))
    }
    report.fulfil(.success(result))
    harness.finish()
    fixture.finish(.failure(Fault(.fixture, detail: "the run is over")))
  }

  private func fail(_ fault: Fault) {
    readiness.fulfil(.failure(fault))
    report.fulfil(.failure(fault))
    harness.finish(.failure(fault))
    fixture.finish(.failure(fault))
  }

  private static func readiness(_ content: [UInt8]) -> Result<LauncherConnection.Readiness, Fault> {
    var numbers: [Substring: Int] = [:]
    let text = String(decoding: content, as: UTF8.self)
    for word in text.split(separator: " ") {
      let parts = word.split(separator: "=")
      if parts.count == 2 { numbers[parts[0]] = Int(parts[1]) }
    }
    guard let version = numbers["cgroups"], let controllers = numbers["controllers"],
      let slot = numbers["slot"]
    else { return .failure(Fault(.sandbox, detail: "the launcher does not speak our protocol: \(text)")) }
    return .success(
      LauncherConnection.Readiness(
        controlGroupVersion: version, controllers: LauncherConnection.Controllers(rawValue: controllers),
        slot: slot))
  }

  /// The wait status in four bytes, then what the server wrote to stderr.
  private static func deadFixture(_ content: [UInt8]) -> Fault {
    let status = content.prefix(4).enumerated().reduce(UInt32(0)) {
      $0 | UInt32($1.element) << (8 * $1.offset)
    }
    let said = String(decoding: content.dropFirst(4).prefix(600), as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let number = status & 0x7f
    let isKnown = status != UInt32.max
    // No request can make a server send itself these: somebody outside did.
    if isKnown, [SIGKILL, SIGTERM, SIGINT, SIGHUP, SIGQUIT].contains(Int32(number)) {
      return .fixtureKilled(signal: Int(number))
    }
    let ending = !isKnown ? "" : number == 0 ? "exit code \(status >> 8 & 0xff)" : "signal \(number)"
    return .fixtureGone([ending, said].filter { !$0.isEmpty }.joined(separator: ": "))
  }

  private static func fault(_ content: [UInt8]) -> Fault {
    let message = String(decoding: content.dropFirst(), as: UTF8.self)
      .trimmingCharacters(in: CharacterSet(charactersIn: ": \n"))
    if message.contains("No space left") || message.contains("Read-only file system") {
      return Fault(.disk, detail: message)
    }
    switch content.first {
    case UInt8(ascii: "m"): return Fault(.missingTool, detail: message)
    case UInt8(ascii: "d"): return Fault(.disk, detail: message)
    case UInt8(ascii: "f"): return Fault(.fixture, detail: message, isTransient: true)
    case UInt8(ascii: "l"): return .limited(message)
    // Setting up can fail for a moment on a crowded machine; what is permanent fails again.
    default: return Fault(.sandbox, detail: message, isTransient: true)
    }
  }
}

extension Fault {
  /// The server has ended by itself.
  static func fixtureGone(_ detail: String) -> Fault {
    Fault(
      .fixture, LocalizedText(en: "The test server ended", ko: "테스트 서버가 종료되었습니다"), detail: detail,
      isTransient: true)
  }

  /// Something outside of the sandbox has ended the server.
  fileprivate static func fixtureKilled(signal: Int) -> Fault {
    Fault(
      .machine,
      LocalizedText(
        en: "Something on this machine killed the test server",
        ko: "이 컴퓨터의 다른 요인이 테스트 서버를 강제로 종료했습니다"), detail: "signal \(signal)", isTransient: true)
  }

  /// A limit of the shell that assay was started from is below the lab's.
  fileprivate static func limited(_ detail: String) -> Fault {
    Fault(
      .machine,
      LocalizedText(
        en: "A limit that assay was started with is too low for this lab",
        ko: "assay를 시작한 환경의 자원 제한이 이 랩에 비해 낮습니다"), detail: detail,
      remedy: LocalizedText(
        en: "Raise the hard limit (`ulimit -H`) before starting assay.",
        ko: "assay를 시작하기 전에 하드 제한(`ulimit -H`)을 높이십시오."))
  }
}
