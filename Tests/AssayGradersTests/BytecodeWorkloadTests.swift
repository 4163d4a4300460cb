import AssayModel
import GraderKit
import Testing

@testable import AssayGraders

@Suite("Bytecode: workloads")
struct BytecodeWorkloadTests {
  @Test("local names differ between the two texts of a pair, shared names do not")
  func names() throws {
    let pair = FunctionPair(.locals, same: true, "def $a($b):\n    $$c($b)", "def $a($b):\n    $$c($b)")
    var random = SeededGenerator(seed: Seed(3))
    let (first, second) = pair.drawn(&random)
    func words(_ text: String) -> [Substring] { text.split { !$0.isLetter } }
    #expect(words(first).count == 5 && words(first)[1...2] != words(second)[1...2])
    #expect(words(first)[3] == words(second)[3])
    #expect(words(first)[2] == words(first)[4])
    #expect(words(first)[1] < words(first)[2], "drawn names keep the order of the letters")
  }

  @Test("no mark of a template is left in a text")
  func noMarks() throws {
    let content = FunctionsWorkload().content(options: .map([]), seed: Seed(5))
    for input in content.cases {
      for text in [input["f"], input["g"]].compactMap({ $0?.text }) { #expect(!text.contains("$")) }
    }
  }

  @Test("every group has cases, and both verdicts are asked for where there are two")
  func groups() throws {
    let keys = try #require(FunctionsWorkload().content(options: .map([]), seed: Seed(5)).answerKey.elements)
    for group in FunctionGroup.allCases {
      let own = keys.filter { $0["group"]?.text == group.rawValue }
      #expect(!own.isEmpty, "\(group)")
      guard [.seen, .pairs, .warm].contains(group) else { continue }
      #expect(Set(own.compactMap { $0["right"]?.boolean }) == [true, false], "\(group)")
    }
    #expect(FunctionPairs.hidden.count >= 20)
  }

  /// The model against results worked out from the input in another way.
  @Test("the results of the rewrites are those of their inputs")
  func results() throws {
    let content = try RewritesWorkload().content(options: .map([]), seed: Seed(9))
    #expect(content.cases.compactMap { $0["function"]?.text } == RewritesWorkload.functions)
    let keys = try #require(content.answerKey.elements)
    let given = content.cases.compactMap { $0["runs"]?[0] }
    let results = keys.compactMap { $0["results"]?[0] }
    let nearest = try #require(results[0].elements)
    let points = try #require(given[0]["points"]?.elements)
    for (target, best) in zip(try #require(given[0]["targets"]?.elements), nearest) {
      func distance(_ point: Value) -> Int {
        (0...1).reduce(0) { sum, axis in
          let difference = (point[axis]?.integer ?? 0) - (target[axis]?.integer ?? 0)
          return sum + difference * difference
        }
      }
      let index = try #require(best.integer)
      #expect(points.allSatisfy { distance($0) >= distance(points[index]) })
      #expect(points[..<index].allSatisfy { distance($0) > distance(points[index]) })
    }
    #expect(results[1][0] == .int(given[1]["events"]?.elements?.count ?? -1))
    let parts = try #require(given[2]["text"]?.text).split(separator: ";").map(String.init)
    let read = try #require(results[2].entries).map { entry in
      (entry.key.text ?? "") + (entry.value.text.map { "=" + $0 } ?? "")
    }
    #expect(read == parts)
  }

  @Test("a function that there is not is named")
  func wrongFunction() {
    #expect(throws: GraderError.self) {
      try RewritesWorkload().content(options: ["function": "sort"], seed: Seed(1))
    }
  }
}
