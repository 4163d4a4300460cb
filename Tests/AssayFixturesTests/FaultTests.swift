import AssayFixtures
import AssayModel
import Testing

@Suite("Faults") struct FaultTests {
  @Test func resetIsAReset() async throws {
    try await HTTPFixture.withServer(script: .routes(["/r": [.init(fault: .reset), .init()]])) { server in
      let client = try RawClient(port: server.port)
      client.request("/r")
      let (text, end) = client.receiveAll()
      #expect(text.isEmpty)
      #expect(end == .reset)
      let trace = try await server.snapshot()
      #expect(trace.open == 0)
      #expect(trace.aborts == 0)
      #expect(trace.inFlight == 0)
      let request = try #require(trace.requests.first)
      #expect(request.status == nil)
      #expect(request.ended != nil)
      let again = try RawClient(port: server.port)
      again.request("/r")
      #expect(try again.receiveAnswer().hasSuffix("ok"))
    }
  }

  @Test(arguments: [(1000, 500), (1, 0), (0, 0), (100_001, 50_000)])
  func truncateSendsHalfAndCloses(length: Int, half: Int) async throws {
    let step = FixtureScript.Step(body: .init(length: length, fill: "ab"), fault: .truncate)
    try await HTTPFixture.withServer(script: .routes(["/r": [step]])) { server in
      let client = try RawClient(port: server.port)
      client.request("/r")
      let (text, end) = client.receiveAll()
      let head = "HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\n\r\n"
      #expect(text == head + String(repeating: "ab", count: half / 2))
      #expect(end == .closed)
      let trace = try await server.snapshot()
      #expect(trace.open == 0)
      #expect(trace.bytesSent == half)
      #expect(trace.aborts == 0)
      #expect(trace.requests.first?.status == 200)
    }
  }

  @Test func aTruncatedChunkedBodyHasNoEnd() async throws {
    let step = FixtureScript.Step(
      headers: [.init(name: "Transfer-Encoding", value: "chunked")],
      body: .init(length: 8, fill: "ab", chunkBytes: 2), fault: .truncate)
    try await HTTPFixture.withServer(script: .routes(["/r": [step]])) { server in
      let client = try RawClient(port: server.port)
      client.request("/r")
      let (text, end) = client.receiveAll()
      #expect(text.hasSuffix("\r\n\r\n2\r\nab\r\n2\r\nab\r\n"))
      #expect(end == .closed)
    }
  }

  @Test func hangIsInFlightUntilTheClientLeaves() async throws {
    try await HTTPFixture.withServer(script: .routes(["/r": [.init(fault: .hang)]])) { server in
      let client = try RawClient(port: server.port)
      client.request("/r")
      let during = try await server.trace { $0.inFlight == 1 }
      #expect(during.open == 1)
      #expect(during.requests.first?.ended == nil)
      client.close()
      let after = try await server.snapshot()
      #expect(after.inFlight == 0)
      #expect(after.open == 0)
      #expect(after.aborts == 1)
      #expect(after.requests.first?.aborted == true)
      #expect(after.requests.first?.ended != nil)
      #expect(after.requests.first?.status == nil)
      #expect(after.span == 0)
    }
  }

  /// Ways for a client to go away.
  enum Departure: CaseIterable {
    case close
    case reset
    case halfClose
  }

  @Test(arguments: Departure.allCases)
  func aClientThatLeavesDuringADelayIsNoticedAtOnce(departure: Departure) async throws {
    let script = FixtureScript.routes(["/r": [.init(delayMilliseconds: 3_600_000)]])
    try await HTTPFixture.withServer(script: script) { server in
      let client = try RawClient(port: server.port)
      client.request("/r")
      _ = try await server.trace { $0.inFlight == 1 }
      switch departure {
      case .close: client.close()
      case .reset: client.reset()
      case .halfClose: client.halfClose()
      }
      let trace = try await server.snapshot()
      #expect(trace.aborts == 1)
      #expect(trace.open == 0)
      #expect(trace.inFlight == 0)
    }
  }

  @Test func aClientThatLeavesInABigBodyIsCountedWithWhatItWasSent() async throws {
    let length = 48 << 20
    let script = FixtureScript.routes(["/r": [.init(body: .init(length: length, fill: "B"))]])
    try await HTTPFixture.withServer(script: script) { server in
      let client = try RawClient(port: server.port)
      client.request("/r")
      #expect(client.receive(exactly: 1 << 20).utf8.count == 1 << 20)
      client.close()
      let trace = try await server.snapshot()
      #expect(trace.aborts == 1)
      #expect(trace.open == 0)
      #expect(trace.bytesSent >= 1 << 20)
      // What the kernel buffers, far from what was offered.
      #expect(trace.bytesSent < 16 << 20)
    }
  }

  @Test func aClientThatDoesNotReadHoldsUpNobodyElse() async throws {
    let script = FixtureScript.routes([
      "/big": [.init(body: .init(length: 48 << 20, fill: "B"))], "/r": [.init()],
    ])
    try await HTTPFixture.withServer(script: script) { server in
      let stalled = try RawClient(port: server.port)
      stalled.request("/big")
      _ = try await server.trace { $0.inFlight == 1 }
      let other = try RawClient(port: server.port)
      other.request("/r")
      #expect(try other.receiveAnswer().hasSuffix("ok"))
      let trace = try await server.snapshot()
      #expect(trace.inFlight == 1)
      #expect(trace.requests.last?.status == 200)
    }
  }

  @Test func aClientThatLeavesBetweenPiecesIsCounted() async throws {
    let body = FixtureScript.Body(length: 100, fill: "x", chunkBytes: 1, chunkIntervalMilliseconds: 60_000)
    try await HTTPFixture.withServer(script: .routes(["/r": [.init(body: body)]])) { server in
      let client = try RawClient(port: server.port)
      client.request("/r")
      let head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"
      #expect(client.receive(exactly: head.utf8.count + 1) == head + "x")
      client.close()
      let trace = try await server.snapshot()
      #expect(trace.aborts == 1)
      #expect(trace.bytesSent == 1)
    }
  }
}
