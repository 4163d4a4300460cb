/// What the fixture server does: its hosts, and for each route what every arrival gets.
///
/// Hosts are 127.0.0.1 … 127.0.0.n, numbered from 1. In inputs `${fixture:n}` stands for host n's
/// `address:port`.
public struct FixtureScript: Sendable, Equatable, Codable {
  /// How many hosts listen, 1 to 4.
  public var hosts: Int
  /// The routes; a request for any other path is answered 404.
  public var routes: [Route]
  /// False where so many requests come that only counters are kept.
  public var keepsRequests: Bool

  /// Scripts a server.
  public init(hosts: Int = 1, routes: [Route] = [], keepsRequests: Bool = true) {
    self.hosts = hosts
    self.routes = routes
    self.keepsRequests = keepsRequests
  }

  /// A path and the steps that answer its arrivals: step k answers the k-th, the last one repeats.
  public struct Route: Sendable, Equatable, Codable {
    /// The exact path, `/` first, without a query.
    public var path: String
    /// What graders call it, for example `slow` (a path is random).
    public var label: String
    /// The answers, in the order of arrival.
    public var steps: [Step]

    /// Scripts a path.
    public init(path: String, label: String = "", steps: [Step]) {
      self.path = path
      self.label = label
      self.steps = steps
    }
  }

  /// One answer.
  public struct Step: Sendable, Equatable, Codable {
    /// The status of the response.
    public var status: Int
    /// Milliseconds before the response's first byte.
    public var delayMilliseconds: Double
    /// Response headers, beside `Content-Length`; `Retry-After: http-date+N` becomes a date N seconds from then.
    public var headers: [Header]
    /// The body.
    public var body: Body
    /// How the response goes wrong.
    public var fault: Fault

    /// Scripts an answer.
    public init(
      status: Int = 200, delayMilliseconds: Double = 0, headers: [Header] = [], body: Body = Body(),
      fault: Fault = .none
    ) {
      self.status = status
      self.delayMilliseconds = delayMilliseconds
      self.headers = headers
      self.body = body
      self.fault = fault
    }
  }

  /// A header field.
  public struct Header: Sendable, Equatable, Codable {
    /// The field's name.
    public var name: String
    /// The field's value.
    public var value: String

    /// Gives a field.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A response body: `fill` repeated up to `length` bytes.
  public struct Body: Sendable, Equatable, Codable {
    /// The length in bytes.
    public var length: Int
    /// The text that is repeated.
    public var fill: String
    /// The size in bytes of the pieces in which the body is sent; nil sends it whole.
    public var chunkBytes: Int?
    /// Milliseconds between two pieces.
    public var chunkIntervalMilliseconds: Double

    /// Describes a body.
    public init(
      length: Int = 2, fill: String = "ok", chunkBytes: Int? = nil, chunkIntervalMilliseconds: Double = 0
    ) {
      self.length = length
      self.fill = fill
      self.chunkBytes = chunkBytes
      self.chunkIntervalMilliseconds = chunkIntervalMilliseconds
    }

    /// A body of exactly this text.
    public init(text: String) { self.init(length: text.utf8.count, fill: text) }
  }

  /// How an answer goes wrong.
  public enum Fault: String, Sendable, Codable, CaseIterable {
    /// It does not.
    case none
    /// The connection is reset (RST) instead of an answer.
    case reset
    /// Half of the body is sent, then the connection is closed.
    case truncate
    /// No answer ever comes; the connection stays open.
    case hang
  }
}

/// Everything that the fixture server saw, at one moment, by its own clock.
public struct FixtureTrace: Sendable, Equatable, Codable {
  /// Connections that were accepted.
  public var accepted = 0
  /// Connections that are open now.
  public var open = 0
  /// The most connections open at one time.
  public var maxOpen = 0
  /// Requests that arrived.
  public var total = 0
  /// Requests that are being answered now.
  public var inFlight = 0
  /// The most requests in flight at one time.
  public var maxInFlight = 0
  /// The most requests in flight at one time, host by host (index 0 is host 1).
  public var maxInFlightPerHost: [Int] = []
  /// The most arrivals of one path.
  public var maxArrivalsPerRoute = 0
  /// Requests whose connection the client closed before the answer was sent.
  public var aborts = 0
  /// Body bytes that were sent.
  public var bytesSent = 0
  /// Connections refused because too many were open.
  public var overload = 0
  /// Requests that were no HTTP/1.1.
  public var malformed = 0
  /// Seconds from the first arrival to the last completed answer.
  public var span: Double = 0
  /// Seconds of answering, added up over all requests.
  public var busy: Double = 0
  /// Requests that are in the counters only, because more arrived than are kept.
  public var unrecorded = 0
  /// Every request in the order of arrival, where the script keeps them.
  public var requests: [Request] = []

  /// A trace of nothing.
  public init() {}

  /// One request.
  public struct Request: Sendable, Equatable, Codable {
    /// Seconds since the server started, at the arrival of the whole request.
    public var arrived: Double
    /// Seconds since the server started when it was answered or aborted; nil while it is in flight.
    public var ended: Double?
    /// True when the client went away first.
    public var aborted: Bool
    /// The connection's number, from 1.
    public var connection: Int
    /// The host's number, from 1.
    public var host: Int
    /// The route's label, or its path where it has none.
    public var label: String
    /// The request's method.
    public var method: String
    /// The request's path.
    public var path: String
    /// The request's header fields, names in lower case, in order.
    public var headers: [FixtureScript.Header]
    /// The length of the request's body in bytes.
    public var bodyBytes: Int
    /// The status that it was answered with; nil for none.
    public var status: Int?

    /// Describes a request.
    public init(
      arrived: Double, ended: Double? = nil, aborted: Bool = false, connection: Int, host: Int = 1,
      label: String, method: String = "GET", path: String, headers: [FixtureScript.Header] = [],
      bodyBytes: Int = 0, status: Int? = nil
    ) {
      self.arrived = arrived
      self.ended = ended
      self.aborted = aborted
      self.connection = connection
      self.host = host
      self.label = label
      self.method = method
      self.path = path
      self.headers = headers
      self.bodyBytes = bodyBytes
      self.status = status
    }
  }
}

/// A number of the trace that an expectation can name.
public enum FixtureCounter: String, Sendable, Codable, CaseIterable {
  /// Connections accepted.
  case accepted
  /// Connections open when the process was held.
  case open
  /// Most connections open at one time.
  case maxOpen = "max_open"
  /// Requests that arrived.
  case total
  /// Requests in flight when the process was held.
  case inFlight = "in_flight"
  /// Most requests in flight at one time.
  case maxInFlight = "max_in_flight"
  /// Most requests in flight at one host.
  case maxInFlightPerHost = "max_in_flight_per_host"
  /// Most arrivals of one path.
  case maxArrivalsPerRoute = "max_arrivals_per_route"
  /// Requests that the client gave up.
  case aborts
  /// Body bytes sent.
  case bytesSent = "bytes_sent"
  /// Connections refused.
  case overload
  /// Seconds from first arrival to last answer.
  case span

  /// The counter's value in `trace`.
  public func value(in trace: FixtureTrace) -> Double {
    switch self {
    case .accepted: Double(trace.accepted)
    case .open: Double(trace.open)
    case .maxOpen: Double(trace.maxOpen)
    case .total: Double(trace.total)
    case .inFlight: Double(trace.inFlight)
    case .maxInFlight: Double(trace.maxInFlight)
    case .maxInFlightPerHost: Double(trace.maxInFlightPerHost.max() ?? 0)
    case .maxArrivalsPerRoute: Double(trace.maxArrivalsPerRoute)
    case .aborts: Double(trace.aborts)
    case .bytesSent: Double(trace.bytesSent)
    case .overload: Double(trace.overload)
    case .span: trace.span
    }
  }
}
