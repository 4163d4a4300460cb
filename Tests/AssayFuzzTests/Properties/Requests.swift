import NIOCore

@testable import AssayFixtures

extension FuzzTarget {
  /// Requests to the fixture server: in one piece or byte by byte they are the same.
  static let requests = FuzzTarget(
    name: "requests",
    seeds: [
      "GET /a?b=c HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\nHost: x\r\n\r\n",
      "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3;e=1\r\nabc\r\n0\r\nT: 1\r\n\r\n",
    ],
    words: [
      "\r\n", "\r\n\r\n", "Content-Length: 18446744073709551616\r\n", "Transfer-Encoding: chunked\r\n",
      " HTTP/1.1",
      "Host: x\r\n", "Expect: 100-continue\r\n", "ffffffffffff\r\n", "7fffffffffffffff\r\n", "0\r\n\r\n",
    ]
  ) { bytes in
    let whole = outcomes(of: [bytes])
    let single = outcomes(of: bytes.map { [$0] })
    try require(whole == single, "in one piece \(whole), in bytes \(single)")
  }

  private static func outcomes(of pieces: [[UInt8]]) -> [String] {
    var reader = RequestReader(keepsFields: true)
    var found: [String] = []
    for piece in pieces {
      var buffer = ByteBuffer(bytes: piece)
      reader.append(&buffer)
      reading: while true {
        switch reader.next() {
        case .request(let request): found.append("\(request)")
        case .expectation: continue
        case .incomplete: break reading
        case .refused(let refusal): return found + ["\(refusal)"]
        }
      }
    }
    return found
  }
}
