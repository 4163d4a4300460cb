/// A question to a fixture server: one JSON object on one line of its standard input.
///
///     {"load": <FixtureScript>, "port": 0}   listens; replaces what was loaded before
///     {"snapshot": {}}                       asks for the trace
///     {"quit": {}}                           ends the server, as the end of the input does; has no answer
public enum FixtureRequest: Sendable, Equatable, Codable {
  /// Listen and answer by this script, at this TCP port or, for 0, at a free one.
  case load(FixtureScript, port: Int)
  /// Tell what was seen.
  case snapshot
  /// End.
  case quit

  /// Reads a question; exactly one of its three keys is there.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    if let script = try container.decodeIfPresent(FixtureScript.self, forKey: .load) {
      self = .load(script, port: try container.decodeIfPresent(Int.self, forKey: .port) ?? 0)
    } else if container.contains(.snapshot) {
      self = .snapshot
    } else if container.contains(.quit) {
      self = .quit
    } else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "One of load, snapshot or quit is needed."))
    }
  }

  /// Writes a question.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .load(let script, let port):
      try container.encode(script, forKey: .load)
      try container.encode(port, forKey: .port)
    case .snapshot: try container.encode(Empty(), forKey: .snapshot)
    case .quit: try container.encode(Empty(), forKey: .quit)
    }
  }

  private enum Key: String, CodingKey {
    case load
    case port
    case snapshot
    case quit
  }

  private struct Empty: Encodable {}
}

/// A fixture server's answer: one JSON object on one line of its standard output.
///
///     {"listening": {"port": 40123, "hosts": ["127.0.0.1", "127.0.0.2"]}}
///     {"trace": <FixtureTrace>}
///     {"error": "One sentence."}
public enum FixtureReply: Sendable, Equatable, Codable {
  /// It listens at this port of each of these addresses.
  case listening(FixtureAddress)
  /// What it has seen.
  case trace(FixtureTrace)
  /// Why the question has no other answer.
  case error(String)

  /// Reads an answer; exactly one of its three keys is there.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    if let address = try container.decodeIfPresent(FixtureAddress.self, forKey: .listening) {
      self = .listening(address)
    } else if let trace = try container.decodeIfPresent(FixtureTrace.self, forKey: .trace) {
      self = .trace(trace)
    } else {
      self = .error(try container.decode(String.self, forKey: .error))
    }
  }

  /// Writes an answer.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .listening(let address): try container.encode(address, forKey: .listening)
    case .trace(let trace): try container.encode(trace, forKey: .trace)
    case .error(let sentence): try container.encode(sentence, forKey: .error)
    }
  }

  private enum Key: String, CodingKey {
    case listening
    case trace
    case error
  }
}

/// Where a fixture server listens.
public struct FixtureAddress: Sendable, Equatable, Codable {
  /// The TCP port, the same on every host.
  public var port: Int
  /// The addresses; the first is host 1.
  public var hosts: [String]

  /// Names a port and its addresses.
  public init(port: Int, hosts: [String]) {
    self.port = port
    self.hosts = hosts
  }
}
