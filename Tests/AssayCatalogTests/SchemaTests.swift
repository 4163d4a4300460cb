import AssayModel
import AssayTestSupport
import Foundation
import Testing

@testable import AssayCatalog

struct SchemaTests {
  private static let project = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    .joined(separator: "/")

  @Test func publishedSchemaIsWhatTheDecoderReads() throws {
    expectGolden(
      ManifestSchema.document, file: URL(fileURLWithPath: Self.project + "/docs/schema/lab-1.schema.json"))
  }

  @Test func documentationListsWhatTheDecoderReads() throws {
    let path = Self.project + "/docs/manifest.md"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let start = "<!-- reference: written by the tests -->\n"
    let head = try #require(text.firstRange(of: start)).upperBound
    expectGolden(text[..<head] + "\n" + ManifestReference.markdown, file: URL(fileURLWithPath: path))
  }

  @Test func exampleOfTheDocumentationIsRight() throws {
    let text = try String(contentsOfFile: Self.project + "/docs/manifest.md", encoding: .utf8)
    let begin = try #require(text.firstRange(of: "```yaml\n# yaml-language-server")).lowerBound
    let example = text[begin...].dropFirst("```yaml\n".count)
    let end = try #require(example.firstRange(of: "\n```")).lowerBound
    #expect(problems(in: String(example[..<end])) == [])
  }

  /// Every table has its definition, with the same keys, required keys and words.
  @Test func schemaHasTheDecodersKeys() throws {
    let root = try schema()
    for table in ManifestTable.all {
      let definition = try #require(table.name == "lab" ? root : root["$defs"]?[table.name])
      #expect(keys(definition["properties"]) == Set(table.names), "\(table.name)")
      let required = Set((definition["required"]?.elements ?? []).compactMap(\.text))
      #expect(required == Set(table.keys.filter(\.isRequired).map(\.name)), "\(table.name)")
      #expect((definition["additionalProperties"] == false) == !table.isOpen, "\(table.name)")
    }
    let properties = root["$defs"]?["scenario"]?["properties"]
    #expect(properties?["driver"]?["enum"] == .list(Driver.allCases.map { .string($0.rawValue) }))
    #expect(
      root["properties"]?["kind"]?["items"]?["enum"] == .list(LabKind.allCases.map { .string($0.rawValue) }))
    #expect(
      root["$defs"]?["expectation"]?["properties"]?["server"]?["enum"]
        == .list(FixtureCounter.allCases.map { .string($0.rawValue) }))
  }

  private func schema() throws -> Value {
    let bytes = Array(
      try String(contentsOfFile: Self.project + "/docs/schema/lab-1.schema.json", encoding: .utf8).utf8)
    let object = try JSONSerialization.jsonObject(with: Data(bytes))
    return value(of: object)
  }

  private func value(of json: Any) -> Value {
    switch json {
    case let map as [String: Any]: .map(map.map { Value.Entry($0.key, value(of: $0.value)) })
    case let list as [Any]: .list(list.map(value))
    case let text as String: .string(text)
    case let flag as Bool: .bool(flag)
    default: .null
    }
  }

  private func keys(_ value: Value?) -> Set<String> {
    guard case .map(let entries)? = value else { return [] }
    return Set(entries.compactMap(\.key.text))
  }

  /// Python's jsonschema, reading the published file and PyYAML's view of each manifest, must decide as we do.
  @Test func outsideValidatorAgrees() throws {
    let manifests = try Self.corpus()
    let verdicts = try OutsideValidator.verdicts(
      on: manifests.map(\.text), schema: Self.project + "/docs/schema/lab-1.schema.json")
    #expect(verdicts.count == manifests.count)
    for (manifest, verdict) in zip(manifests, verdicts) {
      let found = problems(in: manifest.text)
      #expect(found.isEmpty == manifest.isRight, "\(manifest.name): \(found)")
      #expect((verdict == "ok") == manifest.isRight, "\(manifest.name): \(verdict)")
    }
  }

  /// The labs that are shipped are right for the decoder, their folders included, and for the schema.
  @Test func shippedLabsAreRight() throws {
    let catalog = LabCatalog(root: Self.project)
    let ids = try catalog.identifiers()
    #expect(!ids.isEmpty)
    for id in ids { #expect(throws: Never.self, "\(id)") { try catalog.lab(id) } }
    let manifests = try ids.map {
      try String(contentsOfFile: "\(catalog.root)/\($0)/lab.yaml", encoding: .utf8)
    }
    let schema = Self.project + "/docs/schema/lab-1.schema.json"
    #expect(try OutsideValidator.verdicts(on: manifests, schema: schema) == ids.map { _ in "ok" })
  }

  private typealias Sample = (name: String, text: String, isRight: Bool)

  private static func corpus() throws -> [Sample] {
    let right: [Sample] = [("small", Samples.small, true), ("full", Samples.full, true)]
    let varied: [Sample] = try variations.map { (old, new) in
      ("\(old) → \(new)", try Samples.full.changing(old, new), true)
    }
    let spoilt: [Sample] = try spoilings.map { (old, new) in
      ("\(old) → \(new)", try Samples.full.changing(old, new), false)
    }
    let incomplete: [Sample] = [
      ("no driver", try Samples.small.changing("driver: call, ", ""), false),
      ("no target", try Samples.small.changing("function: small.twice, ", ""), false),
    ]
    return right + incomplete + varied + spoilt + lackingKeys()
  }

  /// Other right manifests, so that the schema is not stricter than the decoder.
  private static let variations = [
    ("visible: true", "visible: false"), ("from: slept", "from: [slept]"), ("cpu_s: 7.5", "cpu_s: 8"),
    ("eq: [cpu, io]", "eq: null"), ("eq: 1,", "eq: {a: [1.5, \"x\", true, null]},"),
    ("defaults: {driver: virtual-asyncio, op: one, call_limit_s: 2.5}", "defaults: {driver: call, op: one}"),
    ("body: 400", "body: 0"), ("sorted: desc", "sorted: asc"), ("le: 2}", "le: -2.5}"),
    ("rng) -> float", "rng)"), ("backoff(attempt, policy, rng) -> float", "Error"),
    ("grader: retry.matrix", "grader: retry.retry-after"), ("given: [labtypes.py]", "given: []"),
    ("  hint: {ko", "  hint: {ko"),
    ("path: resilience.py", "path: 재시도/a-b.py"), ("\"/gone\"", "/gone"),
    ("lose: [waits]", "lose: [waits, real]"),
    ("en: \"Retry\"", "en: Retry now"), ("case: 2", "case: 0"), ("hosts: 2", "hosts: 4"),
  ]

  /// Wrong in a way that a schema can see.
  private static let spoilings = [
    ("schema: lab/1", "schema: lab/2"), ("id: 06-retry", "id: 09-retry"), ("id: 06-retry", "id: 06-Retry"),
    ("module: 6", "module: 9"), ("row: 3", "row: 0"), ("month: 5", "month: 7"), ("month: 5", "month: \"5\""),
    ("kind: [call, client]", "kind: []"), ("kind: [call, client]", "kind: call"),
    ("[call, client]", "[call, rpc]"),
    ("minutes: 150", "minutes: long"), ("minutes: 150", "minutes: 0"), ("minutes: 150", "minutes: true"),
    ("en: \"Retry\"", "en: \"\""), ("en: \"Retry\"", "eng: \"Retry\""), ("en: \"Retry\"", "en: 1"),
    ("python: \"3.11\"", "python: 3.11"), ("python: \"3.11\"", "python: \"2.7\""),
    ("services: [fixture-http]", "services: [fixture-ftp]"), ("wall_s: 30", "wall_s: 0"),
    ("wall_s: 30", "wall: 30"),
    ("memory_mb: 128", "memory_mb: 1.5"), ("processes: 8", "processes: 0"), ("files: 64", "files: none"),
    ("path: resilience.py", "path: /resilience.py"), ("path: resilience.py", "path: a/../b.py"),
    ("path: resilience.py", "path: a//b.py"), ("max_kb: 32", "max_kb: 0"), ("optional: true", "optional: 1"),
    ("exercise: exercise.py", "exercise: [exercise.py]"), ("- \"resilience.backoff(", "- \"backoff("),
    ("retries: 1", "retries: 11"), ("retry_when_over: 0.5", "retry_when_over: 1.5"),
    ("op: one", "op: one-two"),
    ("function: resilience.backoff", "function: backoff"),
    ("function: resilience.backoff", "function: resilience.backoff, op: one"),
    ("subject: reference", "subject: solution"), ("seeds: 40", "seeds: -1"), ("repeat: 2", "repeat: 0"),
    ("generate: retry.matrix", "generate: Retry"), ("generate: retry.matrix, ", ""),
    ("mode: fast}", "mode: fast}\n    drivr: call"),
    ("subject: reference", "subject: reference\n    cases: [{}]"), ("nonce: token", "nonce: uuid"),
    ("hosts: 2", "hosts: 5"), ("keep_requests: false", "keep_requests: no thanks"),
    ("status: 429", "status: 99"),
    ("\"/gone\": [", "\"gone\": ["), ("[{action: reset}]", "[]"), ("[{action: reset}]", "{action: reset}"),
    ("action: reset", "action: explode"), ("chunk: [8, 30]", "chunk: [8, 30, 1]"),
    ("chunk: [8, 30]", "chunk: [8]"),
    ("delay_ms: 10", "delay_ms: -1"), ("Retry-After: \"1\"", "Retry-After: 1"),
    ("Retry-After: \"1\"", "\"Retry After\": \"1\""),
    ("body: 400", "body: [400]"), ("points: 40", "points: 101"), ("visible: true", "visible: {rows: 6}"),
    ("visible: {cases: 6}", "visible: {cases: 0}"), ("from: slept", "from: []"),
    ("from: slept", "from: {a: b}"),
    ("rules: [1, 2]", "rules: [first]"), ("needs: [waits]", "needs: waits"),
    ("grader: retry.matrix\n", "grade: 1\n"),
    ("grader: retry.matrix\n", "grader: retry.matrix\n    expect: [{path: a, eq: 1}]\n"),
    ("{path: arrivals, eq: 1, case: 2}", "{path: arrivals, eq: 1, ge: 0}"),
    ("{path: arrivals, eq: 1,", "{path: arrivals,"),
    ("{path: arrivals, eq: 1,", "{eq: 1,"), ("{path: arrivals, eq: 1,", "{path: a, server: open, eq: 1,"),
    ("server: max_in_flight", "server: max_inflight"), ("tol: 0.01", "tol: -1"), (", tol: 0.01", ""),
    ("sorted: desc", "sorted: down"), ("count: 3", "count: 1.5"), ("between: [0, 1.5]", "between: 0"),
    ("with: {tolerance", "with: [tolerance"), ("wall_clock: true", "wall_clock: 1"),
    ("starter_max: 8", "starter_max: 101"),
    ("gates: {starter_max", "gates: {starter_maximum"), ("lose: [waits]", "lose: waits"),
    ("max_score: 20", "max_score: low"),
    ("id: no_wait", "id: no wait"), ("cheat: true", "cheat: \"yes\""),
  ]

  /// The full sample without each of the keys that it must have.
  private static func lackingKeys() -> [Sample] {
    let lines = Samples.full.split(separator: "\n", omittingEmptySubsequences: false)
    return ["schema", "id", "module", "row", "month", "kind", "minutes", "title", "row_text"].map { key in
      ("without \(key)", lines.filter { !$0.hasPrefix("\(key):") }.joined(separator: "\n"), false)
    }
  }
}

/// Debian's python3 with python3-jsonschema and python3-yaml, as the second opinion.
enum OutsideValidator {
  private static let validate = """
    import json, sys, yaml, jsonschema
    schema = json.load(open(sys.argv[1]))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for text in json.load(sys.stdin):
        try:
            errors = [e.message[:200] for e in validator.iter_errors(yaml.safe_load(text))]
            print(json.dumps("; ".join(errors) if errors else "ok"))
        except Exception as error:
            print(json.dumps("%s: %s" % (type(error).__name__, error)))
    """

  private static let resolve = """
    import json, sys, yaml
    for text in json.load(sys.stdin):
        try:
            print(json.dumps(type(yaml.safe_load("k: " + text)["k"]).__name__))
        except Exception as error:
            print(json.dumps(type(error).__name__))
    """

  /// `ok`, or what is wrong, for each manifest.
  static func verdicts(on manifests: [String], schema: String) throws -> [String] {
    try run(validate, [schema], input: manifests)
  }

  /// The Python type that PyYAML gives each text as a plain value.
  static func types(of texts: [String]) throws -> [String] { try run(resolve, [], input: texts) }

  private static func run(_ program: String, _ arguments: [String], input: [String]) throws -> [String] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-W", "ignore", "-c", program] + arguments
    let directory = try TemporaryDirectory()
    let json = try JSONSerialization.data(withJSONObject: input)
    try directory.write(Array(json), to: "input.json")
    process.standardInput = try FileHandle(
      forReadingFrom: URL(fileURLWithPath: directory.path + "/input.json"))
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw TestSupportError(
        "python3 failed; it needs the Debian packages python3-jsonschema and python3-yaml")
    }
    return try String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
      try JSONDecoder().decode(String.self, from: Data($0.utf8))
    }
  }
}
