import AssayModel
import Glibc
import Testing

@testable import AssayFixtures

@Suite("Answers, byte for byte") struct AnswerTests {
  private let closing = "Connection: close\r\n"

  /// Everything that the connection gives for one request that ends it.
  private func answer(
    to path: String = "/r", method: String = "GET", _ steps: FixtureScript.Step...
  ) async throws -> String {
    try await HTTPFixture.withServer(script: .routes(["/r": steps])) { server in
      let client = try RawClient(port: server.port)
      client.request(path, method: method, fields: closing)
      let (text, end) = client.receiveAll()
      #expect(end == .closed)
      return text
    }
  }

  @Test func theDefaultStepIsAShortOK() async throws {
    #expect(
      try await answer(.init()) == "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
  }

  @Test func anAnswerThatKeepsTheConnectionDoesNotSayClose() async throws {
    try await HTTPFixture.withServer(script: .routes(["/r": [.init()]])) { server in
      let client = try RawClient(port: server.port)
      client.request("/r")
      #expect(try client.receiveAnswer() == "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    }
  }

  @Test func statusAndFieldsAreSentInTheirOrder() async throws {
    let step = FixtureScript.Step(
      status: 429, headers: [.init(name: "Retry-After", value: "1"), .init(name: "X-B", value: "b c")],
      body: .init(text: ""))
    #expect(
      try await answer(step)
        == "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\nRetry-After: 1\r\nX-B: b c\r\n"
        + "Connection: close\r\n\r\n")
  }

  @Test func aStatusWithoutAStandardReasonHasOne() async throws {
    #expect(try await answer(.init(status: 799)).hasPrefix("HTTP/1.1 799 Status\r\n"))
  }

  @Test(arguments: [204, 304]) func someStatusesHaveNoBody(status: Int) async throws {
    let text = try await answer(.init(status: status))
    #expect(text.hasSuffix("\r\n\r\n"))
    #expect(!text.contains("Content-Length"))
  }

  @Test func theFillIsRepeatedAndCut() async throws {
    #expect(try await answer(.init(body: .init(length: 7, fill: "abc"))).hasSuffix("\r\n\r\nabcabca"))
  }

  @Test func theFillMayBeLongerThanTheBody() async throws {
    #expect(try await answer(.init(body: .init(length: 2, fill: "abcdef"))).hasSuffix("\r\n\r\nab"))
  }

  @Test func aDateIsSoManySecondsAhead() async throws {
    let before = HTTPDate.now()
    let text = try await answer(.init(headers: [.init(name: "Retry-After", value: "http-date+90")]))
    let after = HTTPDate.now()
    let dates = (before...after).map { "Retry-After: \(HTTPDate.text(secondsSince1970: $0 + 90))\r\n" }
    #expect(dates.contains { text.contains($0) })
  }

  @Test func aDateMayBePast() async throws {
    let text = try await answer(.init(headers: [.init(name: "Expires", value: "http-date-86400")]))
    let year = HTTPDate.text(secondsSince1970: HTTPDate.now() - 86_400).split(separator: " ")[3]
    #expect(text.contains(" \(year) "))
    #expect(!text.contains("http-date"))
  }

  @Test func aScriptedLengthIsSentAsItStands() async throws {
    let text = try await answer(.init(headers: [.init(name: "Content-Length", value: "999")]))
    #expect(
      text == "HTTP/1.1 200 OK\r\nContent-Length: 999\r\nConnection: close\r\n\r\nok")
  }

  @Test func headHasNoBody() async throws {
    let text = try await answer(method: "HEAD", .init(body: .init(length: 5000, fill: "x")))
    #expect(text == "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\nConnection: close\r\n\r\n")
  }

  @Test func anUnknownPathIsNotFound() async throws {
    #expect(
      try await answer(to: "/elsewhere", .init())
        == "HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\nConnection: close\r\n\r\nnot found")
  }

  @Test func chunkedFramingIsSentWhereTheScriptAsksForIt() async throws {
    let step = FixtureScript.Step(
      headers: [.init(name: "Transfer-Encoding", value: "chunked")],
      body: .init(length: 8, fill: "abc", chunkBytes: 3))
    #expect(
      try await answer(step)
        == "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        + "3\r\nabc\r\n3\r\nabc\r\n2\r\nab\r\n0\r\n\r\n")
  }

  @Test func anEmptyChunkedBodyHasItsEnd() async throws {
    let step = FixtureScript.Step(
      headers: [.init(name: "Transfer-Encoding", value: "chunked")], body: .init(length: 0))
    #expect(try await answer(step).hasSuffix("\r\n\r\n0\r\n\r\n"))
  }

  @Test func aSlowBodyComesInPiecesWithTimeBetweenThem() async throws {
    let body = FixtureScript.Body(length: 10, fill: "abcd", chunkBytes: 4, chunkIntervalMilliseconds: 30)
    let script = FixtureScript.routes(["/r": [.init(body: body)]])
    let trace = try await HTTPFixture.withServer(script: script) { server in
      let client = try RawClient(port: server.port)
      client.request("/r", fields: closing)
      #expect(client.receiveAll().text.hasSuffix("\r\n\r\nabcdabcdab"))
      return try await server.snapshot()
    }
    // Three pieces have two intervals between them; the server's own timers are never early.
    #expect(trace.busy >= 0.06)
    #expect(trace.bytesSent == 10)
  }

  @Test func aDelayComesBeforeTheFirstByte() async throws {
    let script = FixtureScript.routes(["/r": [.init(delayMilliseconds: 40)]])
    let trace = try await HTTPFixture.withServer(script: script) { server in
      let client = try RawClient(port: server.port)
      client.request("/r")
      _ = try client.receiveAnswer()
      return try await server.snapshot()
    }
    let request = try #require(trace.requests.first)
    #expect(try #require(request.ended) - request.arrived >= 0.04)
  }

  @Test func aBigBodyArrivesWhole() async throws {
    let fill = "0123456789abcdefghijklmnopqrstuvwxyz+"
    let length = 12 << 20
    let script = FixtureScript.routes(["/r": [.init(body: .init(length: length, fill: fill))]])
    let trace = try await HTTPFixture.withServer(script: script) { server in
      let client = try RawClient(port: server.port)
      client.request("/r", fields: closing)
      let head = "HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\nConnection: close\r\n\r\n"
      #expect(client.receive(exactly: head.utf8.count) == head)
      let pattern = Array(fill.utf8)
      let repeated = Array(repeating: pattern, count: 2000).flatMap(\.self)
      var received = 0
      while true {
        let (bytes, end) = client.receive()
        if end != nil { break }
        let offset = received % pattern.count
        try #require(bytes.elementsEqual(repeated[offset..<offset + bytes.count]))
        received += bytes.count
      }
      #expect(received == length)
      return try await server.snapshot()
    }
    #expect(trace.bytesSent == length)
    #expect(trace.inFlight == 0)
    #expect(trace.aborts == 0)
  }

  @Test func stepKAnswersArrivalKAndTheLastRepeats() async throws {
    let steps = [FixtureScript.Step(status: 503), .init(status: 429), .init(status: 200)]
    try await HTTPFixture.withServer(script: .routes(["/r": steps])) { server in
      var statuses: [String] = []
      for _ in 0..<5 {
        let client = try RawClient(port: server.port)
        client.request("/r")
        statuses.append(String(try client.receiveAnswer().split(separator: " ")[1]))
      }
      #expect(statuses == ["503", "429", "200", "200", "200"])
      let trace = try await server.snapshot()
      #expect(trace.requests.map(\.status) == [503, 429, 200, 200, 200])
      #expect(trace.maxArrivalsPerRoute == 5)
    }
  }
}

@Suite("Dates") struct HTTPDateTests {
  @Test(arguments: [
    (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
    (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 GMT"),
    (-1, "Wed, 31 Dec 1969 23:59:59 GMT"), (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
  ])
  func areWrittenAsHTTPAsks(seconds: Int, text: String) {
    #expect(HTTPDate.text(secondsSince1970: seconds) == text)
  }
}
