import AssayModel

/// `fixture:` of a scenario: the scripted server.
enum FixtureSection {
  /// One answer of a route.
  static let stepTable = KeyTable(
    name: "step", summary: "One answer of the fixture server.",
    keys: [
      .optional("status", .integer(200...599), standard: 200, "The status of the response."),
      .optional(
        "delay_ms", .number(0...3_600_000), standard: 0, "Milliseconds before the response's first byte."),
      .optional(
        "headers", .named(.headerName, .text(.any)),
        "Response headers beside Content-Length; `Retry-After: http-date+N` becomes the date N seconds on."),
      .optional(
        "body", .anyOf([.integer(0...1_073_741_824), .text(.any)]), standard: "ok",
        "The body: a text, or a length in bytes that `fill` is repeated to fill."),
      .optional(
        "fill", .text(.sentence), standard: .string(FixtureScript.Body().fill),
        "The text that is repeated where `body` is a length."),
      .optional(
        "chunk", .pair(.integer(1...1_073_741_824), .number(0...3_600_000)),
        "Send the body in pieces: [bytes of a piece, milliseconds between pieces]."),
      .optional(
        "action", .word(FixtureScript.Fault.allCases.filter { $0 != .none }.map(\.rawValue)),
        """
        Instead of a good answer: reset the connection, truncate the body after its half, or hang \
        without an answer.
        """),
    ])

  /// `fixture:`.
  static let table = KeyTable(
    name: "fixture", summary: "What the fixture server does.",
    keys: [
      .optional("hosts", .integer(1...4), standard: 1, "How many hosts listen, 127.0.0.1 and on."),
      .optional(
        "keep_requests", .boolean, standard: true,
        "False where so many requests come that only counters are kept."),
      .optional(
        "routes", .named(.routePath, .list(.mapping(stepTable), minimum: 1)),
        "For each path its answers: step k answers the k-th arrival, the last one repeats."),
    ])

  /// What `fixture:` says.
  static func script(_ node: YAMLNode) -> FixtureScript {
    let routes = node["routes"]?.pairs.map { pair in
      FixtureScript.Route(path: pair.key, steps: pair.value.elements.map(step))
    }
    return FixtureScript(
      hosts: node["hosts"]?.integer ?? 1, routes: routes ?? [],
      keepsRequests: node["keep_requests"]?.boolean ?? true)
  }

  private static func step(_ node: YAMLNode) -> FixtureScript.Step {
    let headers = node["headers"]?.pairs.map {
      FixtureScript.Header(name: $0.key, value: $0.value.text ?? "")
    }
    return FixtureScript.Step(
      status: node["status"]?.integer ?? 200, delayMilliseconds: node["delay_ms"]?.number ?? 0,
      headers: headers ?? [], body: body(node), fault: node["action"]?.word() ?? .none)
  }

  private static func body(_ node: YAMLNode) -> FixtureScript.Body {
    var body = FixtureScript.Body()
    if let text = node["body"]?.text { body = FixtureScript.Body(text: text) }
    if let fill = node["fill"]?.text { body.fill = fill }
    if let length = node["body"]?.integer { body.length = length }
    if let chunk = node["chunk"]?.elements, chunk.count == 2 {
      body.chunkBytes = chunk[0].integer
      body.chunkIntervalMilliseconds = chunk[1].number ?? 0
    }
    return body
  }
}
