import AssayModel
import GraderKit
import Testing

@testable import AssayGraders

@Suite("Profiling: workloads")
struct ProfilingWorkloadTests {
  static let names = ProfilingGraders.workloads.map { $0.description.name }

  @Test("the same seed gives the same content, another seed another", arguments: names)
  func seeded(name: String) throws {
    let options: Value = name == "profiling.orders" ? ["orders": 3, "customers": 2, "lines": 2] : .map([])
    func content(_ seed: UInt64) throws -> WorkloadContent {
      try compiledInRegistry.content(ofWorkload: name, options: options, seed: Seed(seed))
    }
    #expect(try content(1) == content(1))
    #expect(try content(1) != content(2))
    #expect(try content(1).answerKey != content(2).answerKey)
  }

  @Test("the planted program defines each function on the line that the answer key says")
  func lines() throws {
    let content = try compiledInRegistry.content(
      ofWorkload: "profiling.planted", options: .map([]), seed: Seed(7))
    let program = try #require(content.cases.first?["program"]?.text)
    let lines = program.split(separator: "\n", omittingEmptySubsequences: false)
    let roles = try #require(content.answerKey.entries)
    #expect(roles.count == 6)
    for role in roles {
      let name = try #require(role.value["name"]?.text)
      let line = try #require(role.value["line"]?.integer)
      #expect(lines[line - 1].hasPrefix("def \(name)("))
    }
    #expect(content.cases.map { $0["program"] } == [.string(program), .string(program)])
    #expect(content.cases.map { $0["clock"] } == ["cpu", "wall"])
  }

  @Test("no role is left in a program, so that no name says what a function does")
  func namesSayNothing() throws {
    for name in ["profiling.planted", "profiling.two-threads"] {
      let content = try compiledInRegistry.content(ofWorkload: name, options: .map([]), seed: Seed(7))
      let program = try #require(content.cases.first?["program"]?.text)
      for role in TwoThreadsWorkload.roles + ["leaf", "recursive", "caller", "threaded", "burn", "<main>"] {
        #expect(!program.contains("<\(role)>"))
        #expect(!program.contains("def \(role)("))
      }
    }
  }

  @Test("every document is a route of its own, and every customer has an order")
  func routes() throws {
    let content = try compiledInRegistry.content(
      ofWorkload: "profiling.orders",
      options: ["orders": 60, "customers": 12, "lines": 3, "delay_ms": 25], seed: Seed(3))
    let routes = try #require(content.fixture?.routes)
    #expect(routes.filter { $0.label == "order" }.count == 60)
    #expect(routes.filter { $0.label == "customer" }.count == 12)
    #expect(Set(routes.map(\.path)).count == 72)
    #expect(routes.allSatisfy { $0.steps.map(\.delayMilliseconds) == [25] })
    let owners = try routes.filter { $0.label == "order" }.map { route in
      try WireFormat.read(Array(route.steps[0].body.fill.utf8))["customer"]?.text
    }
    #expect(Set(owners).count == 12)
    #expect(content.cases[0]["base"] == "http://${fixture:1}")
  }

  @Test(
    "wrong options are named",
    arguments: ["orders", "customers", "lines", "delay_ms"])
  func wrongOptions(name: String) {
    #expect {
      try compiledInRegistry.content(
        ofWorkload: "profiling.orders", options: .map([Value.Entry(name, -1)]), seed: Seed(1))
    } throws: { "\($0)".contains(name) }
  }

  /// Worked out by hand: the second "ab 1 x" of an order does not count, whatever it costs; the same
  /// article in another order does.
  @Test("the report of a small world")
  func report() {
    let world = OrderWorld(
      customers: [.init(id: "c1", tier: "A"), .init(id: "c2", tier: "B")],
      orders: [
        .init(
          id: "o2", customer: 0,
          lines: [
            .init(sku: "ab 1 x", quantity: 2, cents: 100),
            .init(sku: " AB--1/x ", quantity: 9, cents: 999),
            .init(sku: "ab 2 x", quantity: 1, cents: 300),
          ]),
        .init(id: "o1", customer: 1, lines: [.init(sku: "AB-1-X", quantity: 3, cents: 100)]),
      ])
    #expect(
      world.report
        == [
          "totals": ["A": 500, "B": 300],
          "top": [[300, "o1", "AB-1-X"], [300, "o2", "AB-2-X"], [200, "o2", "AB-1-X"]],
          "lines": 3,
        ])
  }

  @Test("articles are normalised as the starter does it")
  func normalized() {
    for typed in ["ab 17 x", "AB-17-x", " ab/17_X", "Ab  17  x "] {
      #expect(OrderWorld.normalized(typed) == "AB-17-X")
    }
    #expect(OrderWorld.normalized("-- ") == "")
  }
}
