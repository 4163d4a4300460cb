import AssayFixtures
import AssayModel
import NIOCore
import Testing

@Suite("Connections") struct ConnectionTests {
  @Test func aConnectionIsReusedAndCountedOnce() async throws {
    try await HTTPFixture.withServer(script: .routes(["/r": [.init()]])) { server in
      let client = try RawClient(port: server.port)
      for _ in 0..<10 {
        client.request("/r")
        _ = try client.receiveAnswer()
      }
      let trace = try await server.snapshot()
      #expect(trace.accepted == 1)
      #expect(trace.open == 1)
      #expect(trace.total == 10)
      #expect(trace.maxInFlight == 1)
      #expect(trace.requests.map(\.connection) == Array(repeating: 1, count: 10))
    }
  }

  @Test func pipelinedRequestsAreAnsweredInOrder() async throws {
    let script = FixtureScript.routes([
      "/slow": [.init(delayMilliseconds: 20, body: .init(text: "slow"))],
      "/fast": [.init(body: .init(text: "fast"))],
    ])
    try await HTTPFixture.withServer(script: script) { server in
      let client = try RawClient(port: server.port)
      let get = { (path: String) in "GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n" }
      client.send(get("/fast") + get("/slow") + get("/fast"))
      let bodies = try (0..<3).map { _ in try String(client.receiveAnswer().suffix(4)) }
      #expect(bodies == ["fast", "slow", "fast"])
      let trace = try await server.snapshot()
      #expect(trace.total == 3)
      #expect(trace.maxInFlight == 3)
      #expect(trace.inFlight == 0)
    }
  }

  @Test func aThousandPipelinedRequestsAreAllAnswered() async throws {
    let script = FixtureScript.routes(
      keepsRequests: false, ["/r": [.init(delayMilliseconds: 0.01), .init()]])
    try await HTTPFixture.withServer(script: script) { server in
      let client = try RawClient(port: server.port)
      let count = 1000
      client.send(String(repeating: "GET /r HTTP/1.1\r\nHost: x\r\n\r\n", count: count))
      let one = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
      let all = String(repeating: one, count: count)
      #expect(client.receive(exactly: all.utf8.count) == all)
      let trace = try await server.snapshot()
      #expect(trace.total == count)
      // More than these are not read until there is room.
      #expect(trace.maxInFlight <= 257)
    }
  }

  @Test func requestsThatWaitForTheirTurnAreAbortedTogether() async throws {
    try await HTTPFixture.withServer(script: .routes(["/hang": [.init(fault: .hang)]])) { server in
      let client = try RawClient(port: server.port)
      client.send(String(repeating: "GET /hang HTTP/1.1\r\nHost: x\r\n\r\n", count: 600))
      let before = try await server.trace { $0.inFlight >= 256 }
      client.close()
      let after = try await server.snapshot()
      #expect(after.open == 0)
      #expect(after.inFlight == 0)
      #expect(after.aborts == after.total)
      #expect(after.total >= before.inFlight)
    }
  }

  @Test func nothingIsAnsweredAfterConnectionClose() async throws {
    try await HTTPFixture.withServer(script: .routes(["/r": [.init()]])) { server in
      let client = try RawClient(port: server.port)
      client.send("GET /r HTTP/1.1\r\nHost: x\r\nConnection: Keep-Alive, Close\r\n\r\n")
      client.send("GET /r HTTP/1.1\r\nHost: x\r\n\r\n")
      let (text, end) = client.receiveAll()
      #expect(text == "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
      #expect(end == .closed)
      let trace = try await server.snapshot()
      #expect(trace.total == 1)
      #expect(trace.open == 0)
    }
  }

  @Test func theScriptMayCloseTheConnection() async throws {
    let step = FixtureScript.Step(headers: [.init(name: "Connection", value: "close")])
    try await HTTPFixture.withServer(script: .routes(["/r": [step]])) { server in
      let client = try RawClient(port: server.port)
      client.request("/r")
      let (text, end) = client.receiveAll()
      #expect(text == "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
      #expect(end == .closed)
    }
  }

  @Test func bodiesAreCountedInBothFramings() async throws {
    try await HTTPFixture.withServer(script: .routes(["/r": [.init()]])) { server in
      let client = try RawClient(port: server.port)
      client.request("/r", method: "POST", fields: "Content-Length: 11\r\n", body: "hello world")
      _ = try client.receiveAnswer()
      client.request(
        "/r", method: "PUT", fields: "Transfer-Encoding: chunked\r\n",
        body: "5;note=x\r\nhello\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n")
      _ = try client.receiveAnswer()
      client.request("/r")
      _ = try client.receiveAnswer()
      let requests = try await server.snapshot().requests
      #expect(requests.map(\.method) == ["POST", "PUT", "GET"])
      #expect(requests.map(\.bodyBytes) == [11, 15, 0])
    }
  }

  @Test func aRequestArrivesWithTheLastByteOfItsBody() async throws {
    try await HTTPFixture.withServer(script: .routes(["/r": [.init()]])) { server in
      let client = try RawClient(port: server.port)
      client.request("/r", method: "POST", fields: "Content-Length: 4\r\n", body: "abc")
      #expect(try await server.snapshot().total == 0)
      client.send("d")
      _ = try client.receiveAnswer()
      #expect(try await server.snapshot().total == 1)
    }
  }

  @Test func aClientThatExpectsContinueGetsIt() async throws {
    try await HTTPFixture.withServer(script: .routes(["/r": [.init()]])) { server in
      let client = try RawClient(port: server.port)
      client.request("/r", method: "POST", fields: "Expect: 100-continue\r\nContent-Length: 2\r\n")
      let interim = "HTTP/1.1 100 Continue\r\n\r\n"
      #expect(client.receive(exactly: interim.utf8.count) == interim)
      client.send("hi")
      #expect(try client.receiveAnswer().hasSuffix("ok"))
    }
  }

  @Test func theTraceHasWhatWasSent() async throws {
    let script = FixtureScript(
      hosts: 2,
      routes: [.init(path: "/a1", label: "slow", steps: [.init(status: 503, body: .init(text: "wait"))])])
    try await HTTPFixture.withServer(script: script) { server in
      let client = try RawClient(port: server.port, host: 2)
      client.request("/a1?page=2", fields: "Idempotency-Key:  k 9\t\r\nX: \r\n")
      _ = try client.receiveAnswer()
      client.send("GET http://127.0.0.2/else HTTP/1.1\r\nhOST: x\r\n\r\n")
      _ = try client.receiveAnswer()
      let trace = try await server.snapshot()
      let first = try #require(trace.requests.first)
      #expect(first.label == "slow")
      #expect(first.path == "/a1")
      #expect(first.host == 2)
      #expect(first.status == 503)
      #expect(!first.aborted)
      #expect(
        first.headers == [
          .init(name: "host", value: "fixture"), .init(name: "idempotency-key", value: "k 9"),
          .init(name: "x", value: ""),
        ])
      #expect(trace.requests.last?.label == "/else")
      #expect(trace.requests.last?.status == 404)
      #expect(trace.maxArrivalsPerRoute == 1)
      #expect(trace.bytesSent == 4 + 9)
      #expect(trace.maxInFlightPerHost == [0, 1])
    }
  }

  @Test func withoutRequestsTheCountersAreTheSame() async throws {
    let script = FixtureScript.routes(keepsRequests: false, ["/r": [.init()]])
    try await HTTPFixture.withServer(script: script) { server in
      let client = try RawClient(port: server.port)
      for _ in 0..<3 {
        client.request("/r")
        _ = try client.receiveAnswer()
      }
      let trace = try await server.snapshot()
      #expect(trace.total == 3)
      #expect(trace.bytesSent == 6)
      #expect(trace.requests.isEmpty)
      #expect(trace.unrecorded == 0)
    }
  }
}
