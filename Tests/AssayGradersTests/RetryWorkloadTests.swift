import AssayModel
import GraderKit
import Testing

@testable import AssayGraders

@Suite("The retry lab's workloads")
struct RetryWorkloadTests {
  private func content(_ index: Int, seed: UInt64) throws -> WorkloadContent {
    try RetryGraders.workloads[index].init().content(options: .map([]), seed: Seed(seed))
  }

  @Test("depend on the seed and on nothing else", arguments: RetryGraders.workloads.indices)
  func seeds(index: Int) throws {
    #expect(try content(index, seed: 7) == content(index, seed: 7))
    #expect(try content(index, seed: 7) != content(index, seed: 8))
  }

  @Test("note something about every case", arguments: RetryGraders.workloads.indices)
  func answerKeys(index: Int) throws {
    for seed in UInt64(1)...20 {
      let content = try content(index, seed: seed)
      guard let keys = content.answerKey.elements else { continue }
      #expect(keys.count == content.cases.count)
    }
  }

  @Test("requests can be read back from their inputs")
  func requests() throws {
    let content = try RetryRequestsWorkload().content(options: .map([]), seed: Seed(3))
    for input in content.cases {
      let request = try ScriptedRequest(input: input)
      #expect(try ScriptedRequest(input: request.input(seed: 1)) == request)
    }
  }

  @Test("the first six requests, which learners may see, are rows of the matrix")
  func visibleRows() throws {
    let content = try RetryRequestsWorkload().content(options: .map([]), seed: Seed(3))
    let groups = (content.answerKey.elements ?? []).prefix(6).compactMap { $0["group"]?.text }
    #expect(groups == Array(repeating: "matrix", count: 6))
  }

  @Test("half of a matrix is retried, half is not")
  func balance() {
    var random = SeededGenerator(seed: Seed(1))
    let tries = RetryRequestsWorkload.matrix(&random).map(\.request.prediction.tries)
    #expect(tries.filter { $0 == 1 }.count >= 10)
    #expect(tries.filter { $0 == 2 }.count >= 10)
  }

  @Test("no route of the sockets can be guessed, and each has its job")
  func routes() throws {
    let content = try RetrySocketsWorkload().content(options: ["herd": 20], seed: Seed(5))
    let routes = try #require(content.fixture?.routes)
    #expect(Set(routes.map(\.path)).count == 23)
    let urls = content.cases[0]["jobs"]?.elements?.compactMap { $0["url"]?.text }
    #expect(urls == routes.map { "http://${fixture:1}\($0.path)" })
  }

  @Test("a crowd of a million is refused")
  func options() {
    #expect(throws: GraderError.self) {
      try RetrySocketsWorkload().content(options: ["herd": 1_000_000], seed: Seed(5))
    }
  }
}
