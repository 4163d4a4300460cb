import AssayCatalog
import AssayModel
import AssayReports
import Foundation

/// Proves a lab: grades its reference, its starter and every known-wrong submission.
struct Verifier: Sendable {
  let grading: Grading
  /// How often the reference is graded.
  let repeats: Int
  /// How many gradings run at a time.
  let width: Int
  /// The attacks that are tried; nil for none.
  var attacks: [Attack]?

  /// What is graded.
  private struct Job: Sendable {
    var folder: String
    var seed: Seed?
  }

  /// Grades everything and says what came of it.
  ///
  /// - Throws: ``Failure`` when a folder of the lab cannot be read, ``Fault`` for a failure of ours.
  func verify(onProgress: @Sendable @escaping (LocalizedText) -> Void) async throws -> Verification {
    let clock = ContinuousClock()
    let start = clock.now
    let manifest = grading.lab.manifest
    let jobs =
      (0..<repeats).map { Job(folder: "reference", seed: Seed(UInt64($0) + 1)) } + [
        Job(folder: manifest.files.starter)
      ]
      + manifest.wrong.map { Job(folder: "wrong/\($0.id)") }
    let scores = try await scores(of: jobs, onProgress)
    let trial = AttackTrial(grading: grading, width: width)
    let tried = try await trial.results(of: attacks, onProgress: onProgress)
    return Verification(
      lab: manifest.id, title: manifest.title,
      checks: manifest.checks.map { Verification.Check(id: $0.id, title: $0.title, points: $0.points) },
      reference: Array(scores[..<repeats]), referenceMinimum: manifest.gates.referenceMinimum,
      starter: scores[repeats], starterMaximum: manifest.gates.starterMaximum,
      wrong: zip(manifest.wrong, scores[(repeats + 1)...]).map { declared, score in
        Verification.WrongResult(
          declared: declared, score: score,
          maximum: declared.maximumScore ?? (declared.isCheat ? manifest.gates.cheatMaximum : nil))
      },
      wallSeconds: (clock.now - start).seconds, attacks: tried)
  }

  private func scores(
    of jobs: [Job], _ onProgress: @Sendable @escaping (LocalizedText) -> Void
  ) async throws -> [Verification.Score] {
    try await withThrowingTaskGroup(of: (Int, Verification.Score).self) { group in
      var scores = [Verification.Score?](repeating: nil, count: jobs.count)
      var next = 0
      while next < min(width, jobs.count) {
        let index = next
        group.addTask { (index, try await score(of: jobs[index])) }
        next += 1
      }
      for try await (index, score) in group {
        scores[index] = score
        let done = scores.count { $0 != nil }
        onProgress(
          LocalizedText(
            en: "\(grading.lab.manifest.id): \(done) of \(jobs.count) graded",
            ko: "\(grading.lab.manifest.id): \(jobs.count)개 중 \(done)개 채점"))
        if next < jobs.count {
          let index = next
          group.addTask { (index, try await self.score(of: jobs[index])) }
          next += 1
        }
      }
      return scores.compactMap { $0 }
    }
  }

  private func score(of job: Job) async throws -> Verification.Score {
    let subject = try grading.lab.subject(inFolder: job.folder)
    return Verification.Score(try await grading.grade(subject, seed: job.seed).grade)
  }
}
