import AssayModel
import Foundation
import Glibc
import Testing

@testable import AssayFixtures

@Suite("The server as a process") struct ControlTests {
  @Test func answersEachQuestionOnOneLine() async throws {
    let process = try FixtureProcess()
    #expect(try process.ask(.snapshot).isError)
    let port = try process.load(.routes(hosts: 2, ["/r": [.init(status: 503), .init()]]))
    let client = try RawClient(port: port, host: 2)
    client.request("/r")
    #expect(try client.receiveAnswer().hasPrefix("HTTP/1.1 503"))
    client.close()
    let trace = try process.trace()
    #expect(trace.total == 1)
    #expect(trace.open == 0)
    #expect(trace.requests.first?.status == 503)
    #expect(try process.ask(line: "nonsense").isError)
    #expect(try process.ask(line: #"{"frobnicate": {}}"#).isError)
    #expect(try process.ask(.load(FixtureScript(hosts: 9), port: 0)).isError)
    try process.expectEnd()
  }

  @Test func loadingAgainStartsAfresh() async throws {
    let process = try FixtureProcess()
    let port = try process.load(.routes(["/hang": [.init(fault: .hang)]]))
    let client = try RawClient(port: port)
    client.request("/hang")
    while try process.trace().inFlight == 0 {}
    let next = try process.load(.routes(["/r": [.init()]]))
    #expect(client.receiveAll().text.isEmpty)
    #expect(try process.trace() == emptyTrace)
    let other = try RawClient(port: next)
    other.request("/r")
    #expect(try other.receiveAnswer().hasSuffix("ok"))
    try process.expectEnd()
  }

  private var emptyTrace: FixtureTrace {
    var trace = FixtureTrace()
    trace.maxInFlightPerHost = [0]
    return trace
  }

  @Test(arguments: [false, true]) func endsWithItsInputOrWhenTold(isTold: Bool) async throws {
    let process = try FixtureProcess()
    let port = try process.load(.routes(["/hang": [.init(fault: .hang)]]))
    let client = try RawClient(port: port)
    client.request("/hang")
    while try process.trace().inFlight == 0 {}
    if isTold { try process.send(.quit) }
    try process.expectEnd()
    #expect(client.receiveAll().text.isEmpty)
    #expect(throws: RawClient.ConnectError.self) { try RawClient(port: port) }
  }

  @Test func survivesMoreClientsThanItHasDescriptors() async throws {
    let process = try FixtureProcess(openFiles: 64)
    let port = try process.load(.routes(keepsRequests: false, ["/r": [.init()]]))
    var clients = try (0..<200).map { _ in try RawClient(port: port) }
    let during = try process.trace()
    #expect(during.accepted + during.overload == 200)
    #expect(during.accepted == during.open)
    #expect((1..<64).contains(during.accepted))
    clients[0].request("/r")
    #expect(try clients[0].receiveAnswer().hasSuffix("ok"))
    clients = []
    #expect(try process.trace().open == 0)
    let next = try RawClient(port: port)
    next.request("/r")
    #expect(try next.receiveAnswer().hasSuffix("ok"))
    try process.expectEnd()
  }

  @Test func acceptsAgainAfterItsDescriptorsRanOut() async throws {
    let process = try FixtureProcess()
    let port = try process.load(.routes(keepsRequests: false, ["/r": [.init()]]))
    try process.allowDescriptors(more: 3)
    let clients = try (0..<20).map { _ in try RawClient(port: port) }
    let during = try process.trace()
    #expect(during.accepted == 3)
    clients[0].request("/r")
    #expect(try clients[0].receiveAnswer().hasSuffix("ok"))
    try process.allowDescriptors(more: nil)
    // No connection was lost: all are answered once there is room.
    for client in clients.dropFirst() {
      client.request("/r")
      #expect(try client.receiveAnswer().hasSuffix("ok"))
    }
    #expect(try process.trace().accepted == 20)
    try process.expectEnd()
  }

  @Test func floodsPassThrough() async throws {
    let process = try FixtureProcess()
    let port = try process.load(.routes(keepsRequests: false, ["/r": [.init()]]))
    let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".utf8.count
    let clients = try (0..<100).map { _ in try RawClient(port: port) }
    for _ in 0..<100 {
      for client in clients { client.request("/r") }
      for client in clients { try #require(client.receive(exactly: answer).utf8.count == answer) }
    }
    let trace = try process.trace()
    #expect(trace.total == 10_000)
    #expect(trace.accepted == 100)
    #expect(trace.open == 100)
    #expect(trace.bytesSent == 20_000)
    #expect(trace.maxInFlight <= 100)
    try process.expectEnd()
  }

  @Test func theMostConnectionsAre1500() async throws {
    let process = try FixtureProcess()
    let port = try process.load(.routes(keepsRequests: false, ["/r": [.init()]]))
    Descriptors.raiseLimit()
    let clients = try (0..<1600).map { _ in try RawClient(port: port) }
    let trace = try process.trace()
    #expect(trace.accepted == 1500)
    #expect(trace.maxOpen == 1500)
    #expect(trace.overload == 100)
    for client in clients { client.close() }
    #expect(try process.trace().open == 0)
    try process.expectEnd()
  }
}

@Suite("Control messages") struct ControlMessageTests {
  @Test(arguments: [
    FixtureRequest.load(FixtureScript(hosts: 2), port: 80), .snapshot, .quit,
  ])
  func questionsSurviveTheirJSON(question: FixtureRequest) throws {
    let bytes = try JSONEncoder().encode(question)
    #expect(!bytes.contains(UInt8(ascii: "\n")))
    #expect(try JSONDecoder().decode(FixtureRequest.self, from: bytes) == question)
  }

  @Test(arguments: [
    FixtureReply.listening(.init(port: 80, hosts: ["127.0.0.1"])), .trace(FixtureTrace()), .error("No."),
  ])
  func answersSurviveTheirJSON(answer: FixtureReply) throws {
    let bytes = try JSONEncoder().encode(answer)
    #expect(try JSONDecoder().decode(FixtureReply.self, from: bytes) == answer)
  }

  @Test func thePortMayBeLeftOut() throws {
    let text = #"{"load": {"hosts": 1, "routes": [], "keepsRequests": true}}"#
    #expect(
      try JSONDecoder().decode(FixtureRequest.self, from: Data(text.utf8)) == .load(FixtureScript(), port: 0))
  }
}
