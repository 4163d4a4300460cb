import AssayModel
import AssayTestSupport
import Testing

@testable import AssayCatalog

/// The sentences that a mistaken manifest gets.
func problems(in text: String, vocabulary: GraderVocabulary? = nil, folder: String? = nil) -> [String] {
  do {
    _ = try ManifestDecoder(vocabulary: vocabulary).decode(
      Array(text.utf8), file: "lab.yaml", folder: folder)
    return []
  } catch { return error.problems.map(\.description) }
}

struct ManifestMistakesTests {
  @Test func tenMistakesAreToldAtOnceInOrder() throws {
    let text = """
      schema: lab/1
      id: 6-retry
      module: six
      row: 3
      month: 5
      kind: [call, clinet]
      minutes: 150
      minutes: 160
      title: {ko: "재시도"}
      row_text: {ko: "재시도", en: "Retry"}
      environment: {python: 3.11}
      files:
        submit: [{path: ../resilience.py, max_kb: 0}]
      scenarios:
        slept: {drivr: call, function: resilience.slept, cases: [{args: [on]}]}
      checks:
        - id: waits
          points: ten
          visible: yes
          from: sleept
          expect: [{path: arrivals, eq: 1, le: 2}]
          title: {ko: "기다린다", en: "waits"}
        - id: waits
          points: 5
          on: slept
          needs: [wait]
          grader: retry.matrix
          title: {ko: "표", en: "matrix"}
      """
    expectGolden(problems(in: text).joined(separator: "\n") + "\n", "ten-mistakes.txt")
  }

  @Test func rightManifestsHaveNone() {
    #expect(problems(in: Samples.small) == [])
    #expect(problems(in: Samples.full) == [])
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    var old: String
    var new: String
    var says: String
    var testDescription: String { "\(old) → \(new)" }

    init(_ old: String, _ new: String, _ says: String) {
      self.old = old
      self.new = new
      self.says = says
    }
  }

  static let contradictions = [
    Mistake("module: 6", "module: 5", "lab.yaml:3:9: module: found 5, expected 6, the number with which"),
    Mistake("points: 20", "points: 21", "checks: found points that add up to 101, expected points that add"),
    Mistake("- id: matrix", "- id: waits", "checks[1].id: found the id 'waits' a second time"),
    Mistake("from: slept", "from: slpet", "checks[0].from: found the unknown scenario 'slpet'"),
    Mistake("from: slept", "from: slpet", "Did you mean 'slept'?"),
    Mistake("from: [matrix, slept]", "from: [matrix, ral]", "checks[1].from[1]: found the unknown scenario"),
    Mistake("needs: [waits]", "needs: [wait]", "Did you mean 'waits'?"),
    Mistake("needs: [waits]", "needs: [matrix]", "found a circle (matrix needs matrix)"),
    Mistake(
      "rules: [1, 2]", "needs: [matrix]", "checks[0].needs: found a circle (waits needs matrix needs waits)"),
    Mistake("lose: [waits]", "lose: [waist]", "wrong[0].lose[0]: found the unknown check 'waist'"),
    Mistake("also: [matrix]", "also: [matrx]", "wrong[0].also[0]: found the unknown check 'matrx'"),
    Mistake("id: cheat,", "id: no_wait,", "wrong[1].id: found the id 'no_wait' a second time"),
    Mistake("lose: [waits], ", "", "wrong[0].lose: found nothing, expected the checks that it must lose"),
    Mistake(
      "services: [fixture-http]", "services: []", "scenarios.real.driver: found the driver client, though"),
    Mistake("exercise: exercise.py\n", "", "op: found an operation, though the lab names no exercise file"),
    Mistake("driver: virtual-asyncio, ", "", "scenarios.slept.driver: found nothing, expected one of call,"),
    Mistake("op: one, ", "", "scenarios.slept: found neither 'op' nor 'function'"),
    Mistake(
      "driver: client", "driver: call", "scenarios.real.fixture: found a fixture under the driver call"),
    Mistake(
      "from: [real, direct]", "from: [direct, real]",
      "found a counter of the fixture, which scenario 'direct'"),
    Mistake("from: [real, direct]", "from: real", "direct: found a scenario from which no check is judged"),
    Mistake("case: 2}", "case: 80}", "expected an integer from 0 to 79: scenario 'slept' makes 80 calls"),
    Mistake("a.$nonce.b", "a.$nonse.b", "found '$nonse', which scenario 'real' does not draw"),
    Mistake(
      "between: [1, 2]", "between: [2, 1]", "between: found 2 before 1, expected the smaller number first"),
    Mistake("grader: retry.matrix\n", "expect: [{path: a, eq: 1}]\n", "with: found options without a grader"),
    Mistake(
      "given: [labtypes.py]", "given: [resilience.py]", "found 'resilience.py', which is given as well"),
    Mistake("path: notes/extra.py", "path: resilience.py", "found the file 'resilience.py' a second time"),
    Mistake(
      "kwargs: {rng: null}", "kwarg: {}", "found the unknown key 'kwarg', expected 'args', 'kwargs' and what"),
    Mistake("body: 400, ", "", "fill: found a fill without a length"),
  ]

  @Test(arguments: contradictions) func notesContradiction(_ mistake: Mistake) throws {
    let found = problems(in: try Samples.full.changing(mistake.old, mistake.new))
    #expect(found.contains { $0.contains(mistake.says) }, "\(found)")
  }

  static let malformed = [
    Mistake("row: 3", "row: 6", "lab.yaml:4:6: row: found 6, expected an integer from 1 to 5."),
    Mistake("row: 3", "row: \"3\"", "found '3', expected an integer from 1 to 5. Write 3 without quotes."),
    Mistake("row: 3", "row: 3.0", "found 3.0, expected an integer"),
    Mistake("en: \"Retry\"", "en: \" \"", "title.en: found ' ', expected a text that is not blank"),
    Mistake(
      "python: \"3.11\"", "python: 3.11", "found 3.11, expected a version such as \"3.11\". Write \"3.11\" in"
    ),
    Mistake("schema: lab/1", "schema: lab/2", "lab.yaml:1:9: schema: found 'lab/2', expected lab/1."),
    Mistake("visible: true", "visible: yes", "found yes (the truth value true to YAML 1.1 readers"),
    Mistake("flag: true", "flag: off", "cases[1].flag: found off (the truth value false to YAML 1.1 readers"),
    Mistake("flag: true", "200: true", "found the key 200 (an integer to Python, not a text)"),
    Mistake("flag: true", "on: true", "found the key 'on' (the truth value true to YAML 1.1 readers"),
    Mistake(
      "grader: retry.matrix", "grader: retry.matrix\n    expect: [{path: a, eq: 1}]",
      "found 'expect' and 'grader'"),
    Mistake("{path: gaps, all", "{path: gaps, server: open, all", "exactly one of 'path' or 'server'"),
    Mistake("sorted: desc", "sorted: decs", "Did you mean 'desc'?"),
    Mistake("action: reset", "action: rest", "Did you mean 'reset'?"),
    Mistake("server: max_in_flight", "server: max_inflight", "Did you mean 'max_in_flight'?"),
    Mistake("chunk: [8, 30]", "chunk: [8]", "chunk: found a list of 1, expected a list of two"),
    Mistake("chunk: [8, 30]", "chunk: [0, 30]", "chunk[0]: found 0, expected an integer from 1"),
    Mistake("\"/gone\": [", "\"gone\": [", "routes.gone: found the key 'gone', expected an exact path"),
    Mistake(
      "Retry-After: \"1\"", "Retry-After: 1", "headers.Retry-After: found 1, expected a text. Write \"1\" in"),
    Mistake("cpu_s: 7.5", "cpu_seconds: 7.5", "limits.cpu_seconds: found the unknown key 'cpu_seconds'"),
    Mistake("max_kb: 32", "maxKb: 32", "Did you mean 'max_kb'?"),
    Mistake(
      "- \"resilience.backoff(attempt", "- \"backoff(attempt", "api[0]: found 'backoff(attempt, policy, rng)"),
    Mistake("wrong:\n", "wrong: none\nrong:\n", "wrong: found 'none', expected a list."),
    Mistake(
      "lose: [waits]", "lose: !!set [waits]",
      "found the tag 'tag:yaml.org,2002:set', expected a value without"),
  ]

  @Test(arguments: malformed) func notesStructure(_ mistake: Mistake) throws {
    let found = problems(in: try Samples.full.changing(mistake.old, mistake.new))
    #expect(found.contains { $0.contains(mistake.says) }, "\(found)")
  }

  /// One mistake is told once, without a tail of others that follow from it.
  @Test(
    arguments: malformed.filter { !$0.new.contains("server: open") && !$0.new.contains("rong:") } + [
      Mistake("driver: client", "driver: clinet", ""), Mistake("driver: client", "drivr: client", ""),
      Mistake("driver: virtual-asyncio", "driver: virtual", ""), Mistake("op: one", "opp: one", ""),
      Mistake("exercise: exercise.py", "exercise: [exercise.py]", ""),
      Mistake("points: 20", "points: many", ""),
      Mistake("services: [fixture-http]", "services: [fixture-htp]", ""),
      Mistake("id: 06-retry", "id: retry", ""),
      Mistake("- id: matrix", "- id: [matrix]", ""), Mistake("nonce: token", "nonce: tokn", ""),
      Mistake("from: slept", "from: 1", ""),
    ]) func noTail(_ mistake: Mistake) throws
  {
    let found = problems(in: try Samples.full.changing(mistake.old, mistake.new))
    #expect(found.count == 1, "\(found)")
  }

  static let vocabulary = GraderVocabulary(
    graders: [
      "retry.matrix": [
        .init("tolerance", .number, isRequired: true), .init("mode", .choice(["strict", "lenient"])),
      ], "retry.waits": [],
    ],
    workloads: ["retry.matrix": [.init("rows", .integer, isRequired: true), .init("tight", .boolean)]])

  static let names = [
    Mistake("grader: retry.matrix", "grader: retry.matirx", "found the unknown grader 'retry.matirx'"),
    Mistake("grader: retry.matrix", "grader: retry.matirx", "Did you mean 'retry.matrix'?"),
    Mistake("tolerance: 0.5, ", "", "checks[1].with.tolerance: found nothing, expected a number"),
    Mistake("tolerance: 0.5", "tolerence: 0.5", "Did you mean 'tolerance'?"),
    Mistake("mode: strict}", "mode: strikt}", "Did you mean 'strict'?"),
    Mistake(
      "generate: retry.matrix", "generate: retry.table", "workload.generate: found the unknown workload"),
    Mistake("rows: 20", "rows: many", "scenarios.matrix.workload.rows: found 'many', expected an integer"),
    Mistake("rows: 20", "row: 20", "Did you mean 'rows'?"),
  ]

  @Test(arguments: names) func notesGraderName(_ mistake: Mistake) throws {
    #expect(problems(in: Samples.full, vocabulary: Self.vocabulary) == [])
    let found = problems(
      in: try Samples.full.changing(mistake.old, mistake.new), vocabulary: Self.vocabulary)
    #expect(found.contains { $0.contains(mistake.says) }, "\(found)")
  }

  @Test func aMistakeInDefaultsCountsOnce() throws {
    let text = try Samples.full.changing("call_limit_s: 2.5", "call_limit_s: soon")
    #expect(problems(in: text).map { $0.prefix(38) } == ["lab.yaml:24:60: defaults.call_limit_s:"])
  }
}
