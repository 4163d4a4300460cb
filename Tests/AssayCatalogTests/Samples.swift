import AssayTestSupport

/// Manifests and labs that are right, for tests to spoil.
enum Samples {
  /// A manifest that says no more than it must.
  static let small = """
    schema: lab/1
    id: 01-small
    module: 1
    row: 2
    month: 1
    kind: [call]
    minutes: 30
    title: {ko: "작은 랩", en: "A small lab"}
    row_text: {ko: "한 줄", en: "One row"}
    files:
      submit: [{path: small.py}]
    scenarios:
      twice: {driver: call, function: small.twice, cases: [{args: [2]}]}
    checks:
      - id: doubles
        points: 100
        from: twice
        expect: [{path: "", eq: 4}]
        title: {ko: "두 배", en: "doubles"}
    """

  /// A manifest that uses every key.
  static let full = """
    schema: lab/1
    id: 06-retry
    module: 6
    row: 3
    month: 5
    kind: [call, client]
    minutes: 150
    title: {ko: "재시도", en: "Retry"}
    row_text: {ko: "재시도와 백오프", en: "Retry and backoff"}
    environment: {profile: stdlib, python: "3.11"}
    services: [fixture-http]
    limits: {wall_s: 30, cpu_s: 7.5, memory_mb: 128, processes: 8, files: 64, output_kb: 512, disk_mb: 4}
    files:
      given: [labtypes.py]
      submit:
        - {path: resilience.py, max_kb: 32}
        - {path: notes/extra.py, optional: true}
      starter: starter
    exercise: exercise.py
    api:
      - "resilience.backoff(attempt, policy, rng) -> float"
      - "resilience.ResilientClient.request(method, url, *, headers=None, body=b'')"
    noise: {retry_when_over: 0.5, retries: 1}
    defaults: {driver: virtual-asyncio, op: one, call_limit_s: 2.5}
    scenarios:
      slept:
        cases:
          - {steps: [{status: 503}], policy: {base: 0.1, attempts: 4}}
          - {steps: [], text: "on", none: null, flag: true}
        args: {mode: fast}
        seeds: 40
      matrix:
        workload: {generate: retry.matrix, rows: 20, tight: true}
        subject: reference
        repeat: 2
        limits: {cpu_s: 3}
      direct: {driver: call, function: resilience.backoff, cases: [{args: [1, 2.0], kwargs: {rng: null}}]}
      real:
        driver: client
        draw: {nonce: token, leaf: name}
        fixture:
          hosts: 2
          keep_requests: false
          routes:
            "/busy":
              - {status: 429, delay_ms: 10, headers: {Retry-After: "1"}, body: 400, fill: "x", chunk: [8, 30]}
              - {body: "text"}
            "/gone": [{action: reset}]
    checks:
      - id: waits
        points: 40
        visible: true
        from: slept
        rules: [1, 2]
        expect:
          - {path: "[*].kind", eq: [cpu, io]}
          - {path: arrivals, eq: 1, case: 2}
          - {path: gaps, all_between: [0, 1.5]}
          - {path: last, approx: {v: 0.5, tol: 0.01}}
          - {path: delays, sorted: desc}
          - {path: kinds, contains: {a: 1}}
          - {path: kinds, count: 3}
          - {path: kinds, all_eq: 0.5}
          - {path: first, le: 2}
          - {path: first, ge: 0}
        title: {ko: "기다린다", en: "waits"}
        hint: {ko: "sleep을 쓰십시오.", en: "Use sleep."}
      - id: matrix
        points: 20
        visible: {cases: 6}
        from: [matrix, slept]
        needs: [waits]
        grader: retry.matrix
        with: {tolerance: 0.5, mode: strict}
        title: {ko: "표", en: "matrix"}
      - id: real
        points: 40
        from: [real, direct]
        wall_clock: true
        expect: [{server: max_in_flight, between: [1, 2]}, {path: "a.$nonce.b", eq: "$leaf"}]
        title: {ko: "실제", en: "real"}
    gates: {starter_max: 8, reference_min: 99, cheat_max: 30}
    wrong:
      - {id: no_wait, lose: [waits], also: [matrix]}
      - {id: cheat, cheat: true, max_score: 20, lose: [real]}

    """

  /// A folder with the whole lab that ``full`` describes, called `labs/06-retry`.
  static func lab(manifest: String = full, in directory: TemporaryDirectory) throws -> String {
    let folder = "labs/06-retry"
    try directory.write(manifest, to: "\(folder)/lab.yaml")
    let rules = "1. First.\n2. Second.\n\n```\n7. In code.\n```\n"
    try directory.write(
      "# Retry\n\n## Contract\n\n\(rules)\n## Hints\n\n9. None.\n", to: "\(folder)/README.md")
    try directory.write("# 재시도\n\n## 계약\n\n\(rules)\n## 힌트\n", to: "\(folder)/README.ko.md")
    for file in [
      "exercise.py", "given/labtypes.py", "starter/resilience.py", "reference/resilience.py",
      "wrong/no_wait/resilience.py", "wrong/cheat/resilience.py",
    ] {
      try directory.write("# \(file)\n", to: "\(folder)/\(file)")
    }
    return "\(directory.path)/\(folder)"
  }
}

extension String {
  /// The text with the first `old` replaced; a text without it is a mistake of the test.
  func changing(_ old: String, _ new: String) throws -> String {
    guard let range = firstRange(of: old) else { throw TestSupportError("the sample has no '\(old)'") }
    return replacingCharacters(in: range, with: new)
  }

  private func replacingCharacters(in range: Range<String.Index>, with new: String) -> String {
    String(self[..<range.lowerBound]) + new + self[range.upperBound...]
  }
}
