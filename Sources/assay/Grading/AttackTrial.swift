import AssayCatalog
import AssayModel
import AssayReports
import AssaySandbox
import Foundation

/// Tries attacks on a lab: each is laid over the starter and graded, next to the starter itself.
struct AttackTrial: Sendable {
  let grading: Grading
  /// How many gradings run at a time.
  let width: Int

  /// Attacks on a lab's calls need no long waits.
  private static let patienceSeconds = 3.0
  private static let seed = Seed(1)

  /// The attacks in `folder` that fit any lab.
  ///
  /// - Throws: ``Failure`` when there are none, or one cannot be read.
  static func corpus(in folder: String?) throws -> [Attack] {
    guard let folder = folder ?? Installation.attacks else {
      throw Failure(
        LocalizedText(
          en: "There is no corpus of attacks here; name its folder with --corpus.",
          ko: "공격 모음을 찾지 못했습니다. --corpus로 폴더를 지정하십시오."), .usage)
    }
    do throws(AttackCorpusError) {
      return try AttackCorpus(folder: folder).attacks.filter(\.fitsAnyLab)
    } catch {
      throw Failure(error.description, .badInput)
    }
  }

  /// What comes of `attacks`.
  ///
  /// - Throws: ``Failure`` when a file of the lab cannot be read.
  func results(
    of attacks: [Attack]?, onProgress: @Sendable @escaping (LocalizedText) -> Void
  ) async throws -> Verification.Attacks? {
    guard let attacks else { return nil }
    let lab = grading.lab
    let starter = try lab.subject(inFolder: lab.manifest.files.starter)
    let interface = lab.manifest.api.compactMap { try? InterfaceEntry(parsing: $0) }
    let hasFixture = lab.manifest.services.contains(.fixtureHTTP)
    let fitting = attacks.filter { $0.area != .fixture || hasFixture }
    let base = try await points(of: starter).points
    let results = try await inOrder(fitting, width: width) { done in
      onProgress(
        LocalizedText(
          en: "\(lab.manifest.id): \(done) of \(fitting.count) attacks tried",
          ko: "\(lab.manifest.id): 공격 \(fitting.count)개 중 \(done)개 시도"))
    } transform: { attack in
      let files = attack.laid(over: starter.files, interface: interface)
      let subject = GradingSubject(
        name: attack.id, files: files, digest: ContentDigest.of(files: files.map { ($0.path, $0.bytes) }))
      return try await result(of: attack, subject, base: base)
    }
    return Verification.Attacks(base: base, results: results)
  }

  private func result(
    of attack: Attack, _ subject: GradingSubject, base: Double?
  ) async throws -> Verification.AttackResult {
    let (points, hasBreached) = try await points(of: subject)
    let outcome: Verification.AttackResult.Outcome
    if let points, points > (base ?? 0) + 0.001 {
      outcome = .forged
    } else if hasBreached {
      outcome =
        attack.gaps.contains { $0.isOpen(under: grading.machine.host.isolation) } ? .documented : .escaped
    } else {
      outcome = points == nil ? .withheld : .contained
    }
    return Verification.AttackResult(id: attack.id, outcome: outcome, points: points)
  }

  private func points(of subject: GradingSubject) async throws -> (points: Double?, hasBreached: Bool) {
    do {
      let outcome = try await grading.grade(subject, seed: Self.seed, patienceSeconds: Self.patienceSeconds)
      let printed = outcome.evidence.runs.filter { $0.plan.subject == .submission }.flatMap(\.processes)
        .flatMap { [$0.output.head, $0.output.tail] }
      return (
        outcome.grade.earned, printed.contains { String(decoding: $0, as: UTF8.self).contains("BREACH") }
      )
    } catch is Fault {
      return (nil, false)
    }
  }
}

/// What `transform` makes of each item, in their order, `width` at a time.
func inOrder<Item: Sendable, Value: Sendable>(
  _ items: [Item], width: Int, onProgress: @Sendable (Int) -> Void,
  transform: @Sendable @escaping (Item) async throws -> Value
) async throws -> [Value] {
  try await withThrowingTaskGroup(of: (Int, Value).self) { group in
    var values = [Value?](repeating: nil, count: items.count)
    var next = 0
    var done = 0
    while next < items.count || done < items.count {
      while next < items.count, next - done < max(1, width) {
        let index = next
        group.addTask { (index, try await transform(items[index])) }
        next += 1
      }
      guard let (index, value) = try await group.next() else { break }
      values[index] = value
      done += 1
      onProgress(done)
    }
    return values.compactMap { $0 }
  }
}
