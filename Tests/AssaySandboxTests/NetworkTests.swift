import AssayModel
import Foundation
import Testing

@testable import AssaySandbox

extension SandboxTests {
  @Test func thereIsOnlyLoopback() async throws {
    let host = try HostPort()
    let source = """
      import os, socket, sys
      interfaces = [name for _, name in socket.if_nameindex()]
      def attempt(address):
          try:
              with socket.create_connection(address, timeout=5): return "connected"
          except OSError as error: return error.__class__.__name__ + str(error.errno)
      os.write(4, f"{interfaces} {attempt(('127.0.0.1', int(sys.argv[1])))} {attempt(('192.0.2.1', 80))}\\n".encode())
      """
    let lines = try await run(source, arguments: ["\(host.number)"]).lines
    #expect(lines == ["['lo'] ConnectionRefusedError111 OSError101"])
  }

  private static let server = """
    import socket, sys, threading
    server = socket.create_server(("127.0.0.1", 0))
    def serve():
        while True:
            connection, _ = server.accept()
            connection.sendall(b"from the fixture")
            connection.close()
    threading.Thread(target=serve, daemon=True).start()
    for line in sys.stdin:
        if line == "die\\n": sys.exit("as told")
        import os, resource
        limit = resource.getrlimit(resource.RLIMIT_NOFILE)
        print(server.getsockname()[1], os.getuid(), limit[0] == limit[1], os.getpid(), flush=True)
    """

  @Test func theFixtureIsReachedAndTheHostIsNot() async throws {
    let fixture = try Script(Self.server)
    let host = try HostPort()
    let client = try Script(
      """
      import os, socket
      ports = os.fdopen(3)
      for line in ports:
          try:
              with socket.create_connection(("127.0.0.1", int(line)), timeout=5) as c: answer = c.recv(100)
          except OSError as error: answer = error.__class__.__name__.encode()
          os.write(4, answer + f" {os.getuid()} {[n for _, n in socket.if_nameindex()]}\\n".encode())
      """)
    let request = client.request(fixture: [Machine.python.executable, "-I", fixture.path])
    let (seen, process) = try await Machine.sandbox.withProcess(request) { process in
      let answer = try await process.askFixture(Array("port".utf8), within: 30)
      let words = String(decoding: answer, as: UTF8.self).split(separator: " ").map(String.init)
      try await process.send(Array("\(words[0])\n\(host.number)\n".utf8))
      let first = String(decoding: try #require(try await process.receive(within: 30)), as: UTF8.self)
      let second = String(decoding: try #require(try await process.receive(within: 30)), as: UTF8.self)
      return (words, first, second)
    }
    #expect(seen.1.hasPrefix("from the fixture "))
    #expect(seen.1.hasSuffix("['lo']"))
    #expect(seen.2.hasPrefix("ConnectionRefusedError"))
    #expect(seen.0[2] == "True")
    if try await Machine.sandbox.isolation.tier == .root {
      #expect(seen.0[1] != "0")
      #expect(!seen.1.contains(" \(seen.0[1]) "))
    }
    #expect(process.termination == .stopped)
    let server = try #require(Int(seen.0[3]))
    #expect(kill(pid_t(server), 0) == -1)
  }

  @Test func aFixtureThatDiesIsAFaultOfTheFixture() async throws {
    let fixture = try Script(Self.server)
    let client = try Script("import time; time.sleep(600)")
    let request = client.request(fixture: [Machine.python.executable, "-I", fixture.path])
    let loss = await #expect(throws: FixtureLoss.self) {
      try await Machine.sandbox.withProcess(request) { process in
        _ = try await process.askFixture(Array("port".utf8), within: 30)
        _ = try await process.askFixture(Array("die".utf8), within: 30)
      }
    }
    #expect(loss?.fault.kind == .fixture)
    #expect(loss?.fault.description.contains("as told") == true)
  }

  @Test func aFixtureThatIsMissingIsAFaultOfTheFixture() async throws {
    let client = try Script("import time; time.sleep(600)")
    // It may be told of while the sandbox is set up, or when the server is asked.
    let error = await #expect(throws: (any Error).self) {
      try await Machine.sandbox.withProcess(client.request(fixture: ["/nowhere/server"])) { process in
        try await process.askFixture(Array("port".utf8), within: 30)
      }
    }
    let fault = try #require((error as? FixtureLoss)?.fault ?? error as? Fault)
    #expect(fault.kind == .fixture)
    #expect(fault.description.contains("/nowhere/server"))
  }
}

/// A port of the host on which someone listens.
final class HostPort: Sendable {
  let number: Int
  private let descriptor: Int32

  init() throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    descriptor = listener
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
        bind(listener, raw, length) == 0 && listen(listener, 8) == 0
          && getsockname(listener, raw, &length) == 0
      }
    }
    guard bound else { throw Fault(.sandbox, detail: "no port could be opened on the host") }
    number = Int(UInt16(bigEndian: address.sin_port))
  }

  deinit { close(descriptor) }
}
