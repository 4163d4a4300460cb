import AssayFixtures
import AssayModel
import Glibc
import Testing

/// A blocking TCP client that sends and sees bytes as they are.
final class RawClient {
  /// What a connection came to.
  enum End: Equatable {
    case closed
    case reset
    case silent
  }

  /// So that a test against a server that does not answer fails instead of hanging.
  private static let patience = timeval(tv_sec: 20, tv_usec: 0)
  private var descriptor: CInt

  /// Connects to host `host` of the server at `port`.
  init(port: Int, host: Int = 1) throws {
    // A copy in a child process would keep the connection open after `close`.
    descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = (0x7f00_0000 + UInt32(host)).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
    }
    var patience = Self.patience
    let length = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, length)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, length)
    var on: CInt = 1
    setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<CInt>.size))
    guard status == 0 else { throw ConnectError(code: errno) }
  }

  /// Why there is no connection.
  struct ConnectError: Error {
    var code: CInt
  }

  deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

  func close() {
    Glibc.close(descriptor)
    descriptor = -1
  }

  /// Closes with RST instead of FIN.
  func reset() {
    var value = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
    close()
  }

  func halfClose() { shutdown(descriptor, CInt(SHUT_WR)) }

  /// Sends everything; false when the server has closed the connection.
  @discardableResult func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(
          descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent, CInt(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  @discardableResult func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// Sends a request with a `Host` field and `fields`, each ended by CRLF.
  func request(_ path: String, method: String = "GET", fields: String = "", body: String = "") {
    send("\(method) \(path) HTTP/1.1\r\nHost: fixture\r\n\(fields)\r\n\(body)")
  }

  /// Some bytes, or how the connection ended.
  func receive(atMost limit: Int = 1 << 16) -> (bytes: [UInt8], end: End?) {
    var buffer = [UInt8](repeating: 0, count: limit)
    let count = recv(descriptor, &buffer, limit, 0)
    if count > 0 { return (Array(buffer[..<count]), nil) }
    if count == 0 { return ([], .closed) }
    return ([], errno == ECONNRESET ? .reset : .silent)
  }

  /// Everything up to the end of the connection.
  func receiveAll() -> (text: String, end: End) {
    var all: [UInt8] = []
    while true {
      let (bytes, end) = receive()
      if let end { return (String(decoding: all, as: UTF8.self), end) }
      all += bytes
    }
  }

  /// Exactly `count` bytes, fewer where the connection ends.
  func receive(exactly count: Int) -> String {
    var all: [UInt8] = []
    while all.count < count {
      let (bytes, end) = receive(atMost: count - all.count)
      if end != nil { break }
      all += bytes
    }
    return String(decoding: all, as: UTF8.self)
  }

  /// One whole answer with a `Content-Length`.
  func receiveAnswer() throws -> String {
    var head: [UInt8] = []
    while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      let (byte, end) = receive(atMost: 1)
      try #require(end == nil, "the connection ended inside a head")
      head += byte
    }
    let text = String(decoding: head, as: UTF8.self)
    let lines = text.split(separator: "\r\n")
    let field = try #require(lines.first { $0.lowercased().hasPrefix("content-length:") })
    let length = try #require(Int(field.split(separator: " ").last ?? ""))
    return text + receive(exactly: length)
  }
}

extension HTTPFixture {
  /// The first trace that satisfies `condition`; fails when none does.
  func trace(
    where condition: (FixtureTrace) -> Bool, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> FixtureTrace {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(20)
    var trace = try await snapshot()
    while !condition(trace) {
      try #require(clock.now < deadline, "the trace stays \(trace)", sourceLocation: sourceLocation)
      await Task.yield()
      trace = try await snapshot()
    }
    return trace
  }
}

extension FixtureScript {
  /// A script with these routes, each labelled by its path without the slash.
  static func routes(
    hosts: Int = 1, keepsRequests: Bool = true, _ routes: KeyValuePairs<String, [Step]>
  ) -> FixtureScript {
    FixtureScript(
      hosts: hosts,
      routes: routes.map { Route(path: $0.key, label: String($0.key.dropFirst()), steps: $0.value) },
      keepsRequests: keepsRequests)
  }
}
