import AssayModel
import NIOCore
import Testing

@testable import AssayFixtures

@Suite("Hostile clients") struct HostileTests {
  private static let script = FixtureScript.routes(["/r": [.init()]])

  @Test(arguments: [
    ("garbage\r\n\r\n", 400), ("GET /r\r\n\r\n", 400), ("GET  HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    ("GET /r HTTP/1.0\r\nHost: x\r\n\r\n", 505), ("GET /r HTTP/2.0\r\nHost: x\r\n\r\n", 505),
    ("GET /r HTTP/1.1\nHost: x\n\n", 400), ("GET /r HTTP/1.1\r\nHost: x\r\nA\r\n\r\n", 400),
    ("GET /r HTTP/1.1\r\n\r\n", 400), ("GET /r HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
    ("GET /r HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n", 400), ("GET /r x HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    ("GET /r HTTP/1.1\r\nHost: a\rb\r\n\r\n", 400), ("GET /r HTTP/1.1\r\nHost: \u{1}\r\n\r\n", 400),
    ("POST /r HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
    ("POST /r HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n", 400),
    ("POST /r HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
    ("POST /r HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
    ("POST /r HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
    ("POST /r HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400),
    ("POST /r HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", 400),
    ("\u{16}\u{3}\u{1}\u{2}\r\n\r\n", 400),
  ])
  func isRefusedCountedAndClosed(bytes: String, status: Int) async throws {
    try await HTTPFixture.withServer(script: Self.script) { server in
      let client = try RawClient(port: server.port)
      client.send(bytes)
      let (text, end) = client.receiveAll()
      #expect(text.hasPrefix("HTTP/1.1 \(status) "), "\(text)")
      #expect(text.hasSuffix("Content-Length: 0\r\nConnection: close\r\n\r\n"))
      #expect(end == .closed)
      let trace = try await server.snapshot()
      #expect(trace.malformed == 1)
      #expect(trace.total == 0)
      #expect(trace.open == 0)
    }
  }

  @Test func earlierRequestsAreAnsweredBeforeTheRefusal() async throws {
    let script = FixtureScript.routes(["/r": [.init(delayMilliseconds: 20)]])
    try await HTTPFixture.withServer(script: script) { server in
      let client = try RawClient(port: server.port)
      client.send("GET /r HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n")
      let (text, _) = client.receiveAll()
      #expect(text.hasPrefix("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 400"))
    }
  }

  @Test func theRefusalArrivesThoughTheClientKeepsSending() async throws {
    try await HTTPFixture.withServer(script: Self.script) { server in
      let client = try RawClient(port: server.port)
      client.send("nonsense\r\n\r\n")
      client.send([UInt8](repeating: 0x20, count: 1 << 20))
      let (text, end) = client.receiveAll()
      #expect(text.hasPrefix("HTTP/1.1 400"))
      #expect(end == .closed)
    }
  }

  @Test func aHeadMayHave64KiB() async throws {
    try await HTTPFixture.withServer(script: Self.script) { server in
      let fixed = "GET /r HTTP/1.1\r\nHost: x\r\nA: \r\n\r\n".utf8.count
      let fits = String(repeating: "a", count: RequestReader.maximumHead - fixed)
      let client = try RawClient(port: server.port)
      client.send("GET /r HTTP/1.1\r\nHost: x\r\nA: \(fits)\r\n\r\n")
      #expect(try client.receiveAnswer().hasPrefix("HTTP/1.1 200"))
      client.send("GET /r HTTP/1.1\r\nHost: x\r\nA: \(fits)a\r\n\r\n")
      #expect(client.receiveAll().text.hasPrefix("HTTP/1.1 431"))
      #expect(try await server.snapshot().malformed == 1)
    }
  }

  @Test func anEndlessHeadIsCutOff() async throws {
    try await HTTPFixture.withServer(script: Self.script) { server in
      let client = try RawClient(port: server.port)
      client.send("GET /" + String(repeating: "x", count: 200_000))
      #expect(client.receiveAll().text.hasPrefix("HTTP/1.1 431"))
    }
  }

  @Test(arguments: ["GET /r HT", "POST /r HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"])
  func aRequestThatIsNeverCompleteIsGivenUp(beginning: String) async throws {
    let limits = FixtureLimits(requestTime: .milliseconds(30))
    try await HTTPFixture.withServer(script: Self.script, limits: limits) { server in
      let client = try RawClient(port: server.port)
      client.request("/r")
      _ = try client.receiveAnswer()
      client.send(beginning)
      let (text, end) = client.receiveAll()
      #expect(text.hasPrefix("HTTP/1.1 408 "))
      #expect(end == .closed)
      let trace = try await server.snapshot()
      #expect(trace.malformed == 1)
      #expect(trace.total == 1)
      #expect(trace.open == 0)
    }
  }

  @Test func connectionsOverTheLimitAreRefusedAndCounted() async throws {
    let limits = FixtureLimits(connections: 10)
    try await HTTPFixture.withServer(script: Self.script, limits: limits) { server in
      let kept = try (0..<10).map { _ in try RawClient(port: server.port) }
      _ = try await server.trace { $0.open == 10 }
      let refused = try (0..<25).map { _ in try RawClient(port: server.port) }
      for client in refused { #expect(client.receiveAll().text.isEmpty) }
      kept[3].request("/r")
      #expect(try kept[3].receiveAnswer().hasSuffix("ok"))
      let trace = try await server.snapshot()
      #expect(trace.accepted == 10)
      #expect(trace.maxOpen == 10)
      #expect(trace.overload == 25)
      kept[0].close()
      _ = try await server.snapshot()
      let next = try RawClient(port: server.port)
      next.request("/r")
      #expect(try next.receiveAnswer().hasSuffix("ok"))
    }
  }

  @Test func aSnapshotEndsAlthoughClientsNeverStop() async throws {
    let limits = FixtureLimits(drain: .milliseconds(20))
    try await HTTPFixture.withServer(script: Self.script, limits: limits) { server in
      let client = try RawClient(port: server.port)
      let flood = Task.detached {
        let block = String(repeating: "GET /r HTTP/1.1\r\nHost: x\r\n\r\n", count: 100)
        let answers = 100 * "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".utf8.count
        while !Task.isCancelled {
          client.send(block)
          _ = client.receive(exactly: answers)
        }
      }
      var total = 0
      for _ in 0..<10 { total = try await server.trace { $0.total > total }.total }
      flood.cancel()
      await flood.value
      #expect(total > 0)
    }
  }

  @Test func bytesThatArriveOneByOneGiveTheSameRequests() throws {
    let text =
      "\r\nGET /a HTTP/1.1\r\nHost: x\r\nA: b\r\n\r\nPOST /b HTTP/1.1\r\nHost: x\r\n"
      + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nPUT /c HTTP/1.1\r\nHost: x\r\n"
      + "Content-Length: 2\r\nConnection: close\r\n\r\nxy"
    let whole = Self.requests(in: Array(text.utf8), pieceBytes: text.utf8.count)
    #expect(whole.map(\.path) == ["/a", "/b", "/c"])
    #expect(whole.map(\.bodyBytes) == [0, 3, 2])
    #expect(whole.map(\.keepsAlive) == [true, true, false])
    for size in 1...7 { #expect(Self.requests(in: Array(text.utf8), pieceBytes: size) == whole) }
  }

  @Test func bytesThatWereTamperedWithNeverBreakTheReader() {
    let text = Array(
      ("POST /b?x=1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nA: b\r\n\r\n3;x\r\nabc\r\n0\r\n\r\n"
        + "PUT /c HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nxy").utf8)
    var random = Sequence(state: 20_261)
    var survivors = 0
    for _ in 0..<4000 {
      var bytes = text
      for _ in 0..<(1 + random.below(4)) {
        let place = random.below(bytes.count)
        switch random.below(3) {
        case 0: bytes[place] = UInt8(random.below(256))
        case 1: bytes.remove(at: place)
        default: bytes.insert(contentsOf: bytes[place...].prefix(random.below(9)), at: place)
        }
      }
      let whole = Self.requests(in: bytes, pieceBytes: bytes.count)
      let pieces = Self.requests(in: bytes, pieceBytes: 1 + random.below(20))
      #expect(whole == pieces)
      survivors += whole.count
    }
    #expect(survivors > 1000)
  }

  /// Numbers that look random and are the same in every run.
  private struct Sequence {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
  }

  private static func requests(in bytes: [UInt8], pieceBytes: Int) -> [ArrivedRequest] {
    var reader = RequestReader(keepsFields: true)
    var found: [ArrivedRequest] = []
    for start in stride(from: 0, to: bytes.count, by: pieceBytes) {
      var piece = ByteBuffer(bytes: bytes[start..<min(start + pieceBytes, bytes.count)])
      reader.append(&piece)
      reading: while true {
        switch reader.next() {
        case .request(let request): found.append(request)
        case .expectation: break
        case .incomplete: break reading
        case .refused: return found
        }
      }
    }
    return found
  }
}
