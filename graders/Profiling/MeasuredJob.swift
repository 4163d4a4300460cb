import AssayModel
import GraderKit

/// What `measure` said of one job, and what the exercise itself read from the same clocks.
///
/// The job reads them `inside`, the exercise `around` the call: any right reading lies between the two.
/// So every bound below holds however busy the machine is, and is narrow where it is quiet.
struct MeasuredJob {
  /// Readings of one span in seconds.
  struct Reading {
    let wall: Double
    let cpu: Double
    let runnable: Double

    init?(_ value: Value?) {
      guard let wall = value?["wall_s"]?.number, let cpu = value?["cpu_s"]?.number,
        let runnable = value?["runnable_s"]?.number
      else { return nil }
      self.wall = wall
      self.cpu = cpu
      self.runnable = runnable
    }
  }

  /// The kinds of load.
  enum Kind: String, CaseIterable {
    case cpu
    case io
    case mixed
  }

  /// The case's index in the scenario.
  let index: Int
  /// The job's name in the exercise, for people, and its size in seconds.
  let job: String
  let seconds: Double
  /// What `measure` returned, and the token that the job did.
  let said: Value
  let token: Value?
  /// Our own readings; `inside` is nil when the job never ran to its end.
  let inside: Reading?
  let around: Reading

  /// Every job of a run, or findings for those that gave none.
  static func all(in run: RunRecord) throws -> (jobs: [Self], findings: [Finding]) {
    var jobs: [Self] = []
    var findings: [Finding] = []
    for (index, call) in run.calls.enumerated() {
      let input = run.plan.inputs.indices.contains(index) ? run.plan.inputs[index] : .null
      guard let value = call.returned else {
        findings.append(unexpected(call.outcome, expected: returns("measure()"), caseIndex: index))
        continue
      }
      jobs.append(try Self(value, index: index, input: input))
    }
    return (jobs, findings)
  }

  private init(_ value: Value, index: Int, input: Value) throws {
    guard let said = value["said"], let around = Reading(value["around"]) else {
      throw ForgedEvidence(missing: LocalizedText(verbatim: "`said`, `around`"))
    }
    self.index = index
    job = input["job"]?.text ?? "sleep"
    seconds = input["seconds"]?.number ?? 0
    self.said = said
    token = value["token"]
    inside = Reading(value["inside"])
    self.around = around
  }

  /// A number that `measure` said.
  func number(_ name: String) -> Double? { said[name]?.number }

  /// Bounds of the wall time.
  func wallBounds(_ inside: Reading) -> ClosedRange<Double> {
    Self.range(inside.wall, around.wall, slack: 0.005)
  }

  /// Bounds of the CPU time; the slack is that of `os.times()`, which counts in hundredths.
  func cpuBounds(_ inside: Reading) -> ClosedRange<Double> {
    Self.range(inside.cpu, around.cpu, slack: 0.025)
  }

  /// Bounds of wall − cpu − runnable.
  func blockedBounds(_ inside: Reading) -> ClosedRange<Double> {
    let (least, most) = blocked(inside)
    return Self.range(least, most, slack: 0.025)
  }

  /// The kinds that right readings can give, by cpu / (cpu + blocked).
  func possibleKinds(_ inside: Reading) -> [Kind] {
    let (least, most) = blocked(inside)
    let high = around.cpu / max(around.cpu + least, .leastNormalMagnitude)
    let low = inside.cpu / max(inside.cpu + most, .leastNormalMagnitude)
    return Kind.allCases.filter { kind in
      switch kind {
      case .cpu: high >= 0.8
      case .io: low <= 0.2
      case .mixed: high > 0.2 && low < 0.8
      }
    }
  }

  /// A thread that ended in between is missing from the later reading of the run queue, hence min and max.
  private func blocked(_ inside: Reading) -> (least: Double, most: Double) {
    let least = inside.wall - around.cpu - max(around.runnable, inside.runnable)
    let most = around.wall - inside.cpu - min(around.runnable, inside.runnable)
    return (max(0, least), max(0, most))
  }

  /// Seconds that `measure` itself added, the run queue left out.
  func overhead(_ inside: Reading) -> Double {
    (around.wall - inside.wall) - max(0, around.runnable - inside.runnable)
  }

  private static func range(_ low: Double, _ high: Double, slack: Double) -> ClosedRange<Double> {
    (low - slack)...(max(low, high) + slack)
  }
}

extension MeasuredJob {
  /// What the job does, for people.
  var name: LocalizedText {
    let time = seconds.display
    return switch job {
    case "burn": LocalizedText(en: "a job that computes for \(time) s", ko: "\(time)초 계산하는 작업")
    case "sleep": LocalizedText(en: "a job that sleeps for \(time) s", ko: "\(time)초 잠자는 작업")
    case "mixed":
      LocalizedText(
        en: "a job that computes and sleeps for \(time) s in all", ko: "계산과 잠을 합쳐 \(time)초인 작업")
    case "poll":
      LocalizedText(en: "a job that polls in a busy loop for \(time) s", ko: "\(time)초 동안 바쁘게 폴링하는 작업")
    case "pipe":
      LocalizedText(en: "a job that reads from a pipe for \(time) s", ko: "파이프를 \(time)초 기다려 읽는 작업")
    case "child":
      LocalizedText(
        en: "a job whose child process computes for \(time) s", ko: "자식 프로세스가 \(time)초 계산하는 작업")
    case "thread-burn":
      LocalizedText(en: "a job whose thread computes for \(time) s", ko: "스레드가 \(time)초 계산하는 작업")
    case "thread-sleep":
      LocalizedText(en: "a job whose 8 threads sleep for \(time) s", ko: "스레드 8개가 \(time)초 잠자는 작업")
    case "digest":
      LocalizedText(en: "a job that hashes in C code for \(time) s", ko: "C 코드로 \(time)초 해시하는 작업")
    case "async-sleep":
      LocalizedText(en: "a coroutine that sleeps for \(time) s", ko: "\(time)초 잠자는 코루틴")
    case "async-burn":
      LocalizedText(en: "a coroutine that computes for \(time) s", ko: "\(time)초 계산하는 코루틴")
    default: LocalizedText(en: "the job '\(job)'", ko: "작업 '\(job)'")
    }
  }

  /// A finding about this job.
  func finding(expected: LocalizedText, seen: LocalizedText) -> Finding {
    Finding(
      expected: LocalizedText(en: "\(name.en): \(expected.en)", ko: "\(name.ko): \(expected.ko)"),
      seen: seen, input: "\(job) \(seconds.display) s", caseIndex: index)
  }

  /// What to say when the job never ran to its end.
  var neverRan: Finding {
    finding(
      expected: LocalizedText(en: "it is run to its end", ko: "끝까지 실행돼야 합니다"),
      seen: LocalizedText(
        en: "measure() returned without running it (a coroutine has to be awaited)",
        ko: "measure()가 실행하지 않고 돌아왔습니다(코루틴은 기다려야 실행됩니다)"))
  }
}

/// What is expected of a call that gave no value.
func returns(_ call: String) -> LocalizedText {
  LocalizedText(en: "\(call) returns", ko: "\(KoreanParticle.subject.after(call)) 값을 돌려줍니다")
}
