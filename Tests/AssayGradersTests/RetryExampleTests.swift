import AssayGraders
import AssayModel
import GraderKit
import Testing

@Suite("The retry lab's graders")
struct RetryExampleTests {
  @Test("give their examples the outcome that they state", arguments: RetryGraders.graders.indices)
  func examples(index: Int) throws {
    let grader = RetryGraders.graders[index]
    for example in grader.description.examples {
      let verdict = try grader.init().verdict(on: example.evidence, for: example.criterion)
      #expect(verdict.outcome == example.outcome, "\(grader.description.name): \(example.title)")
      #expect(verdict.findings.isEmpty == (example.outcome == .met), "\(example.title)")
    }
  }

  @Test("have an example that passes and one that fails", arguments: RetryGraders.graders.indices)
  func bothOutcomes(index: Int) {
    let description = RetryGraders.graders[index].description
    #expect(description.examples.contains { $0.outcome == .met }, "\(description.name)")
    #expect(description.examples.contains { $0.outcome == .unmet }, "\(description.name)")
  }

  @Test("say what is wrong in both languages", arguments: RetryGraders.graders.indices)
  func languages(index: Int) throws {
    let grader = RetryGraders.graders[index]
    for example in grader.description.examples {
      for finding in try grader.init().verdict(on: example.evidence, for: example.criterion).findings {
        for text in [finding.expected, finding.seen] + (finding.hint.map { [$0] } ?? []) {
          #expect(!text.en.isEmpty && !text.ko.isEmpty)
          #expect(!text.en.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) }, "\(text.en)")
        }
      }
    }
  }

  @Test("take evidence that nobody planned for a fault of the lab", arguments: RetryGraders.graders.indices)
  func noEvidence(index: Int) throws {
    let grader = RetryGraders.graders[index]
    guard let example = grader.description.examples.first else { return }
    var evidence = example.evidence
    for run in evidence.runs.indices {
      evidence.runs[run].plan.inputs = []
      evidence.runs[run].plan.answerKey = .list([])
      evidence.runs[run].trace = nil
    }
    let refuses: Set<String> = ["retry.herd"]  // it needs no input
    guard !refuses.contains(grader.description.name) else { return }
    #expect(throws: GraderError.self) { try grader.init().verdict(on: evidence, for: example.criterion) }
  }
}
