import AssayFixtures
import AssayModel
import Testing

@Suite("Traces") struct TraceTests {
  private static let hang = FixtureScript.Step(fault: .hang)

  @Test func maximaAreThoseOfTheWholeAndOfEachHost() async throws {
    let script = FixtureScript.routes(hosts: 4, ["/hang": [Self.hang], "/r": [.init()]])
    try await HTTPFixture.withServer(script: script) { server in
      #expect(server.address.hosts == ["127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4"])
      let clients = try [1, 1, 1, 1, 1, 2, 2, 4].map { try RawClient(port: server.port, host: $0) }
      for client in clients { client.request("/hang") }
      let during = try await server.trace { $0.inFlight == clients.count }
      #expect(during.open == clients.count)
      for client in clients { client.close() }
      let last = try RawClient(port: server.port, host: 3)
      last.request("/r")
      _ = try last.receiveAnswer()
      let after = try await server.snapshot()
      #expect(after.maxInFlight == 8)
      #expect(after.maxInFlightPerHost == [5, 2, 1, 1])
      #expect(after.maxOpen == 8 || after.maxOpen == 9)
      #expect(after.maxArrivalsPerRoute == 8)
      #expect(after.inFlight == 0)
      #expect(after.open == 1)
      #expect(after.aborts == 8)
      #expect(after.accepted == 9)
    }
  }

  @Test func aSlowConnectionHoldsUpNoOther() async throws {
    let script = FixtureScript.routes(["/slow": [.init(delayMilliseconds: 3_600_000)], "/fast": [.init()]])
    try await HTTPFixture.withServer(script: script) { server in
      let slow = try RawClient(port: server.port)
      let fast = try RawClient(port: server.port)
      slow.request("/slow")
      _ = try await server.trace { $0.inFlight == 1 }
      for _ in 0..<5 {
        fast.request("/fast")
        _ = try fast.receiveAnswer()
      }
      let trace = try await server.snapshot()
      #expect(trace.requests.first?.ended == nil)
      #expect(trace.requests.dropFirst().map(\.status) == [200, 200, 200, 200, 200])
      #expect(trace.requests.map(\.arrived) == trace.requests.map(\.arrived).sorted())
    }
  }

  @Test func aCloseIsSeenByTheSnapshotThatFollowsIt() async throws {
    let script = FixtureScript.routes(["/hang": [Self.hang], "/r": [.init()]])
    try await HTTPFixture.withServer(script: script) { server in
      for round in 1...300 {
        let client = try RawClient(port: server.port)
        client.request(round.isMultiple(of: 2) ? "/hang" : "/r")
        if round.isMultiple(of: 3) { client.reset() } else { client.close() }
        let trace = try await server.snapshot()
        try #require(trace.open == 0)
        try #require(trace.inFlight == 0)
        try #require(trace.accepted == round)
      }
    }
  }

  @Test func manyClosesAreSeenByTheSnapshotThatFollowsThem() async throws {
    let script = FixtureScript.routes(keepsRequests: false, ["/hang": [Self.hang]])
    try await HTTPFixture.withServer(script: script) { server in
      for round in 1...5 {
        let clients = try (0..<400).map { _ in try RawClient(port: server.port) }
        for client in clients { client.request("/hang") }
        let during = try await server.snapshot()
        #expect(during.open == 400)
        #expect(during.inFlight == 400)
        for client in clients { client.close() }
        let after = try await server.snapshot()
        #expect(after.open == 0)
        #expect(after.aborts == 400 * round)
      }
    }
  }

  @Test func timesAddUp() async throws {
    let script = FixtureScript.routes(["/r": [.init(delayMilliseconds: 5)]])
    try await HTTPFixture.withServer(script: script) { server in
      let client = try RawClient(port: server.port)
      for _ in 0..<4 {
        client.request("/r")
        _ = try client.receiveAnswer()
      }
      let trace = try await server.snapshot()
      let spans = try trace.requests.map { try #require($0.ended) - $0.arrived }
      #expect(abs(spans.reduce(0, +) - trace.busy) < 0.000_01)
      let first = try #require(trace.requests.first?.arrived)
      let last = try #require(trace.requests.last?.ended)
      #expect(abs(last - first - trace.span) < 0.000_01)
      #expect(trace.span >= 0.02)
      #expect(first >= 0)
    }
  }

  @Test func twoServersAreIndependent() async throws {
    let script = FixtureScript.routes(hosts: 2, ["/r": [.init(status: 201), .init()]])
    try await HTTPFixture.withServer(script: script) { first in
      try await HTTPFixture.withServer(script: script) { second in
        #expect(first.port != second.port)
        let client = try RawClient(port: first.port)
        client.request("/r")
        #expect(try client.receiveAnswer().hasPrefix("HTTP/1.1 201"))
        let other = try RawClient(port: second.port, host: 2)
        other.request("/r")
        #expect(try other.receiveAnswer().hasPrefix("HTTP/1.1 201"))
        #expect(try await first.snapshot().maxInFlightPerHost == [1, 0])
        #expect(try await second.snapshot().maxInFlightPerHost == [0, 1])
      }
    }
  }

  @Test func aServerIsGoneWhenItsScopeEnds() async throws {
    let script = FixtureScript.routes(["/hang": [Self.hang]])
    let (client, port) = try await HTTPFixture.withServer(script: script) { server in
      let client = try RawClient(port: server.port)
      client.request("/hang")
      _ = try await server.trace { $0.inFlight == 1 }
      return (client, server.port)
    }
    #expect(client.receiveAll().text.isEmpty)
    #expect(throws: RawClient.ConnectError.self) { try RawClient(port: port) }
  }

  @Test func thePortMayBeChosen() async throws {
    let script = FixtureScript.routes(["/r": [.init()]])
    let port = try await HTTPFixture.withServer(script: script) { $0.port }
    try await HTTPFixture.withServer(script: script, port: port) { server in
      #expect(server.port == port)
      await #expect(throws: FixtureError.self) {
        try await HTTPFixture.withServer(script: script, port: port) { _ in }
      }
    }
  }

  @Test(arguments: [
    (FixtureScript(hosts: 5), "hosts"), (FixtureScript(hosts: 0), "hosts"),
    (.routes(["r": [.init()]]), "begins with '/'"), (.routes(["/r": []]), "at least one step"),
    (.routes(["/r": [.init()], "/r": [.init()]]), "another route"),
    (.routes(["/r": [.init(status: 100)]]), "step 1: a status"),
    (.routes(["/r": [.init(), .init(delayMilliseconds: -1)]]), "step 2: a delay"),
    (.routes(["/r": [.init(delayMilliseconds: .nan)]]), "a delay"),
    (.routes(["/r": [.init(headers: [.init(name: "X", value: "a\r\nb")])]]), "header 'X'"),
    (.routes(["/r": [.init(body: .init(length: 5, fill: ""))]]), "needs a fill"),
    (.routes(["/r": [.init(body: .init(length: -1))]]), "length"),
    (.routes(["/r": [.init(body: .init(chunkBytes: 0))]]), "chunk"),
  ])
  func aScriptThatCannotBePlayedIsRefusedInWords(script: FixtureScript, words: String) async throws {
    let error = await #expect(throws: FixtureError.self) {
      try await HTTPFixture.withServer(script: script) { _ in }
    }
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
  }
}
