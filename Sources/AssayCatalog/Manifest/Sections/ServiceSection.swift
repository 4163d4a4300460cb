import AssayModel

/// What the driver service takes in `args` and `cases`.
enum ServiceSection {
  private static let seconds = Shape.number(0.05...3600)
  private static let port = Shape.anyOf([.integer(1...65_535), .text(.sentence)])

  /// `ready:`.
  static let readyTable = KeyTable(
    name: "ready", summary: "When a server is ready.",
    keys: [
      .optional("line", .text(.sentence), "It has printed this."),
      .optional("port", port, "It takes connections there: a number, or {port:NAME}."),
      .optional("path", .text(.sentence), "It answers below 500 under this path of `port`."),
    ], choices: [KeyTable.Choice(keys: ["line", "port"], isRequired: true)])

  /// `request:` and `load:`.
  static let requestTable = KeyTable(
    name: "request", summary: "One HTTP request; {i} counts the requests of a load.",
    keys: [
      .optional("method", .text(.headerName), standard: "GET", "The method."),
      .optional("path", .text(.sentence), standard: "/", "The path with its query."),
      .optional("headers", .named(.headerName, .text(.any)), standard: [:], "Header fields."),
      .optional("body", .text(.any), "The body."),
      .optional("json", .value, "The body, sent as JSON."),
    ], choices: [KeyTable.Choice(keys: ["body", "json"], isRequired: false)])

  /// `signal_after:`.
  static let signalAfterTable = KeyTable(
    name: "signal_after", summary: "A signal in the middle of a load.",
    keys: [
      .required("responses", .integer(1...1_000_000), "After so many requests have come to an end."),
      .required("signal", .text(.pythonName), "The signal, such as KILL."),
      .required("to", .text(.name), "The process."),
    ])

  private static let verbs: [KeyTable.Key] = [
    .optional("start", .text(.name), "Starts the process of this name with `argv`, or starts it again."),
    .optional("request", .mapping(requestTable), "One request to `port`."),
    .optional("load", .mapping(requestTable), "Many requests to `port`."),
    .optional("signal", .text(.pythonName), "Sends this signal `to` a process."),
    .optional("until", .mapping(KitSection.untilTable), "Waits for output `of` a process."),
    .optional("wait", .text(.name), "Waits for this process to end by itself."),
    .optional("stop", .text(.name), "SIGTERM, and SIGKILL where that does not end it in time."),
  ]

  /// One step of `steps`.
  static let stepTable = KeyTable(
    name: "service_step", summary: "One thing done to the servers.",
    keys: verbs + [
      .optional("argv", .list(.text(.any), minimum: 1), "For start: the program and its arguments."),
      .optional("env", .named(.pythonName, .text(.any)), "For start: environment variables."),
      .optional("ready", .mapping(readyTable), "For start: when it is ready; at once without it."),
      .optional("port", port, "For request and load: a number, or {port:NAME}."),
      .optional("requests", .integer(1...1_000_000), "For load: how many."),
      .optional("concurrency", .integer(1...1000), standard: 1, "For load: how many at a time."),
      .optional("signal_after", .mapping(signalAfterTable), "For load: a signal in the middle of it."),
      .optional("to", .text(.name), "For signal: the process."),
      .optional("of", .text(.name), "For until: the process."),
      .optional("within_s", seconds, "Seconds for start, request, wait or stop."),
      .optional("keep_kb", .integer(1...4096), standard: 256, "For start: KiB of each stream that are kept."),
    ],
    choices: [KeyTable.Choice(keys: verbs.map(\.name), isRequired: true)])

  /// The inputs of the driver service.
  static let table = KeyTable(
    name: "service", summary: "What a case of the driver service holds.",
    keys: [
      .optional("steps", .list(.mapping(stepTable), minimum: 1), "What is done, one after another."),
      .optional(
        "files", .named(.relativePath, .anyOf([.text(.any), .mapping(KitSection.fileTable)])), standard: [:],
        "Files that are laid into the working folder first."),
      .optional(
        "env", .named(.pythonName, .text(.any)), standard: [:], "Environment variables of every process."),
      .optional("limit_s", seconds, "Seconds for all steps; 0.8 of call_limit_s without it."),
    ])

  /// The keys that each step needs beside its verb.
  static let needed: [String: [String]] = [
    "start": ["argv"], "request": ["port"], "load": ["port", "requests"], "signal": ["to"], "until": ["of"],
  ]
}
