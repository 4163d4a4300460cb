import AssayGraders
import AssayModel
import GraderKit
import Testing

@Suite("The graders of module 1")
struct CallLabExampleTests {
  static let graders =
    BytecodeGraders.graders + ForensicsGraders.graders + LifecycleGraders.graders
  static let workloads = BytecodeGraders.workloads + ForensicsGraders.workloads

  @Test("give their examples the outcome that they state", arguments: graders.indices)
  func examples(index: Int) throws {
    let grader = Self.graders[index]
    for example in grader.description.examples {
      let verdict = try grader.init().verdict(on: example.evidence, for: example.criterion)
      #expect(verdict.outcome == example.outcome, "\(grader.description.name): \(example.title)")
      #expect(verdict.findings.isEmpty == (example.outcome == .met), "\(example.title)")
    }
  }

  @Test("have an example that passes and one that fails", arguments: graders.indices)
  func bothOutcomes(index: Int) {
    let description = Self.graders[index].description
    #expect(description.examples.contains { $0.outcome == .met }, "\(description.name)")
    #expect(description.examples.contains { $0.outcome == .unmet }, "\(description.name)")
  }

  @Test("say what is wrong in both languages", arguments: graders.indices)
  func languages(index: Int) throws {
    let grader = Self.graders[index]
    for example in grader.description.examples {
      for finding in try grader.init().verdict(on: example.evidence, for: example.criterion).findings {
        for text in [finding.expected, finding.seen] + (finding.hint.map { [$0] } ?? []) {
          #expect(!text.en.isEmpty && !text.ko.isEmpty)
          #expect(!text.en.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) }, "\(text.en)")
        }
      }
    }
  }

  @Test("take evidence that nobody planned for a fault of the lab", arguments: graders.indices)
  func noEvidence(index: Int) throws {
    let grader = Self.graders[index]
    let example = try #require(grader.description.examples.first)
    var evidence = example.evidence
    for run in evidence.runs.indices {
      evidence.runs[run].plan.inputs = []
      evidence.runs[run].plan.answerKey = .list([])
    }
    #expect(throws: GraderError.self) { try grader.init().verdict(on: evidence, for: example.criterion) }
  }

  @Test("workloads: the same seed gives the same content, another seed another", arguments: workloads.indices)
  func seeded(index: Int) throws {
    let workload = Self.workloads[index]
    func content(_ seed: UInt64) throws -> WorkloadContent {
      try workload.init().content(options: .map([]), seed: Seed(seed))
    }
    #expect(try content(1) == content(1))
    #expect(try content(1).cases != content(2).cases)
    let keys = try content(1).answerKey.elements?.count
    #expect(try keys == content(1).cases.count)
  }
}
