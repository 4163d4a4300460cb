import AssayCatalog
import Foundation

/// All attacks, each tried `ASSAY_ATTACK_REPETITIONS` times, two at a time.
enum AttackCampaign {
  struct Result: Sendable {
    var records: [AttackRecord] = []
    var documents: [String] = []
    var isHostUntouched = true

    /// What is counted, in a line.
    var summary: String {
      let count = { (isCounted: (AttackRecord) -> Bool) in records.count(where: isCounted) }
      let known = count { $0.gap != nil && $0.problems.isEmpty }
      return "\(records.count) runs of \(AttackLab.attacks.count) attacks: \(count(\.hasForged)) forged, "
        + "\(count(\.hasEscaped)) escaped, \(records.reduce(0) { $0 + $1.survivors }) survivors, "
        + "\(count(\.isLost)) lost, \(count(\.hasDisturbed)) neighbours disturbed, "
        + "\(count { !$0.problems.isEmpty }) not as expected; \(known) went as documented\n"
    }
  }

  /// Adds a line to the file that `ASSAY_ATTACK_SUMMARY` names, where it names one.
  static func note(_ line: String) throws {
    guard let path = AttackLab.environment["ASSAY_ATTACK_SUMMARY"] else { return }
    let known = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    try (known + line).write(toFile: path, atomically: true, encoding: .utf8)
  }

  private static let shared = Task { try await run() }
  /// What came of all of them; they are run once, however many tests ask.
  static var result: Result { get async throws { try await shared.value } }

  static let repetitions = AttackLab.environment["ASSAY_ATTACK_REPETITIONS"].flatMap(Int.init) ?? 1
  private static let width = 2

  private static func run() async throws -> Result {
    let scene = try HostScene()
    defer { scene.end() }
    let neighbour = try await Honest.grade()
    let jobs = (0..<repetitions).flatMap { _ in AttackLab.attacks }
    var result = Result()
    for (record, document) in try await map(
      jobs, { try await AttackRun(attack: $0, neighbour: neighbour).record() })
    {
      result.records.append(record)
      result.documents.append(document)
    }
    result.isHostUntouched = scene.isUntouched
    return result
  }

  /// The results in the order of the jobs, `width` at a time.
  static func map<Job: Sendable, Value: Sendable>(
    _ jobs: [Job], width: Int = width, _ transform: @Sendable @escaping (Job) async throws -> Value
  ) async throws -> [Value] {
    try await withThrowingTaskGroup(of: (Int, Value).self) { group in
      var values = [Value?](repeating: nil, count: jobs.count)
      var next = 0
      func start() {
        guard next < jobs.count else { return }
        let index = next
        next += 1
        group.addTask { (index, try await transform(jobs[index])) }
      }
      for _ in 0..<width { start() }
      while let (index, value) = try await group.next() {
        values[index] = value
        start()
      }
      return values.compactMap { $0 }
    }
  }
}
