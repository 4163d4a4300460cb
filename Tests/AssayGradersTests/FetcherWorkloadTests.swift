import AssayModel
import GraderKit
import Testing

@testable import AssayGraders

@Suite("fetch.urls")
struct FetcherWorkloadTests {
  private let options: Value = [
    "groups": [
      ["count": 4, "delay_ms": [10, 20]], ["count": 3, "hosts": [2, 3], "delay_ms": [5], "label": "fast"],
    ],
    "overrides": [
      ["at": [0], "status": 503, "expect": "status"],
      ["at": [1, 2], "action": "hang", "expect": "timeout"],
      ["at": [3], "refused": true, "expect": "connect"],
      ["at": [5], "body": 2_097_152, "chunk": [8, 60], "expect": "too_large"],
    ],
  ]

  private func content(_ options: Value, seed: UInt64 = 7) throws -> WorkloadContent {
    try FetchURLsWorkload().content(options: options, seed: Seed(seed))
  }

  @Test("the same seed gives the same content, another seed other paths and bodies")
  func determinism() throws {
    let first = try content(options)
    #expect(try content(options) == first)
    let other = try content(options, seed: 8)
    #expect(other.cases != first.cases)
    #expect(other.answerKey != first.answerKey)
    #expect(other.fixture?.routes.count == first.fixture?.routes.count)
  }

  @Test("every URL has its host, and a route unless it is refused")
  func urls() throws {
    let content = try content(options)
    let urls = try #require(content.cases.first?["urls"]?.elements).compactMap(\.text)
    let fixture = try #require(content.fixture)
    #expect(urls.count == 7)
    #expect(Set(urls).count == 7)
    #expect(urls[0].hasPrefix("http://${fixture:1}/"))
    #expect(urls[3].hasPrefix("http://127.0.0.1:1/"))
    #expect(urls[4].hasPrefix("http://${fixture:2}/"))
    #expect(urls[5].hasPrefix("http://${fixture:3}/"))
    #expect(fixture.hosts == 3)
    #expect(fixture.routes.count == 6)
    #expect(fixture.routes.allSatisfy { route in urls.contains { $0.hasSuffix(route.path) } })
    #expect(fixture.routes.map(\.label) == ["plain", "plain", "plain", "fast", "fast", "fast"])
  }

  @Test("delays go round, overrides change what they name and nothing else")
  func routes() throws {
    let routes = try #require(content(options).fixture).routes.map { $0.steps[0] }
    #expect(routes.map(\.delayMilliseconds) == [10, 20, 10, 5, 5, 5])
    #expect(routes.map(\.status) == [503, 200, 200, 200, 200, 200])
    #expect(routes.map(\.fault) == [.none, .hang, .hang, .none, .none, .none])
    #expect(routes[4].body.length == 1 << 21)
    #expect(routes[4].body.chunkBytes == 8)
    #expect(routes[4].body.chunkIntervalMilliseconds == 60)
  }

  @Test("the answer key says what each route must give")
  func answerKey() throws {
    let content = try content(options)
    let key = try #require(content.answerKey["results"]?.elements)
    #expect(
      Value.list(key.compactMap { $0["error"] }) == [
        "status", "timeout", "timeout", "connect", nil, "too_large", nil,
      ])
    #expect(Value.list(key.compactMap { $0["status"] }) == [503, nil, nil, nil, 200, 200, 200])
    #expect(key.map { $0["body"] == .null } == [false, true, true, true, false, true, false])
    let body = try #require(content.fixture?.routes[0].steps[0].body)
    let bytes = (0..<body.length).map { Array(body.fill.utf8)[$0 % body.fill.utf8.count] }
    #expect(key[0]["body"] == BodyDigest(of: bytes).value)
  }

  @Test("the checksum is Python's zlib.crc32")
  func checksum() {
    #expect(crc32(Array("123456789".utf8)) == 0xcbf4_3926)
    #expect(crc32([]) == 0)
  }

  @Test(
    "options that make no sense are refused",
    arguments: [
      [:], ["groups": []], ["groups": [["count": 0]]], ["groups": [["count": 1, "hosts": [5]]]],
      ["groups": [["count": 1]], "overrides": [["at": [1], "expect": "status"]]],
      ["groups": [["count": 1]], "overrides": [["at": [0], "expect": "nonsense"]]],
      ["groups": [["count": 1]], "overrides": [["at": [0], "expect": "timeout", "action": "sleep"]]],
      ["groups": [["count": 1]], "overrides": [["expect": "timeout"]]],
    ] as [Value])
  func refused(options: Value) {
    #expect(throws: GraderError.self) { try content(options) }
  }
}
