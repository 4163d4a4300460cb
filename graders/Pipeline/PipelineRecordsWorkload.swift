import AssayModel
import GraderKit

/// Small inputs of the pipeline with everything in them that its rules speak of, and what must come of them.
struct PipelineRecordsWorkload: Workload {
  static let description = WorkloadDescription(
    name: "pipeline.records",
    summary: LocalizedText(
      en: "Records with duplicates, late ones, unknown keys and malformed lines, and the right output.",
      ko: "중복, 지각, 알 수 없는 키, 잘못된 줄이 섞인 레코드와 그 정답을 만듭니다."),
    options: [
      OptionSpec("cases", .integer, summary: "How many inputs, from 1 to 20; 4."),
      OptionSpec("records", .integer, summary: "How many records each has, from 1 to 5000; 240."),
    ])

  func content(options: Value, seed: Seed) throws -> WorkloadContent {
    let count = try Self.option("cases", 4, 1...20, in: options)
    let records = try Self.option("records", 240, 1...5000, in: options)
    var generator = SeededGenerator(seed: seed)
    let inputs = (0..<count).map { PipelineInput(index: $0, records: records, generator: &generator) }
    let answers = inputs.map(PipelineAnswer.init)
    return WorkloadContent(
      cases: inputs.map(\.value),
      answerKey: .record([
        "out.tsv": .list(answers.map { .string($0.rows) }),
        "stdout": .list(answers.map { .string($0.closed) }),
        "stderr": .list(answers.map { .string($0.counts) }),
      ]))
  }

  private static func option(
    _ name: String, _ standard: Int, _ range: ClosedRange<Int>, in options: Value
  ) throws -> Int {
    guard let given = options[name] else { return standard }
    guard let value = given.integer, range.contains(value) else {
      throw GraderError(
        "pipeline.records: \(name) must be an integer from \(range.lowerBound) to \(range.upperBound).")
    }
    return value
  }
}

/// One input: lines, the lookup table and the options of the program.
struct PipelineInput {
  /// One line of the input; `record` is nil where it is malformed.
  struct Line {
    var text: String
    var record: Record?
  }

  /// One well-formed record.
  struct Record {
    var id: String
    var time: Int
    var key: String
    var value: Int
  }

  let window: Int
  let top: Int
  let isStdin: Bool
  private(set) var lines: [Line] = []
  private(set) var names: [(key: String, name: String)] = []

  init(index: Int, records: Int, generator: inout SeededGenerator) {
    window = [600, 60, 300, 900][index % 4]
    top = [5, 2, 3, 1][index % 4]
    isStdin = index % 2 == 1
    let keys = (0..<8).map { _ in generator.name(length: 4) } + ["가격", "a b"]
    names = keys.map { ($0, "\(generator.name(length: 5)) \($0.first.map(String.init) ?? "")") }
    addLines(records, keys: keys + ["nobody"], &generator)
  }

  private mutating func addLines(_ count: Int, keys: [String], _ generator: inout SeededGenerator) {
    var ids: [String] = []
    for index in 0..<count {
      // Records come out of order by less than a window, so that only those made to be late are.
      var time = index * window / 25 + Int.random(in: 0..<window - window / 10, using: &generator)
      if Int.random(in: 0..<15, using: &generator) == 0 { time = max(0, time - 4 * window) }
      let repeats = !ids.isEmpty && Int.random(in: 0..<6, using: &generator) == 0
      let id = repeats ? ids[ids.count - 1 - min(ids.count - 1, 8)] : generator.token(length: 10)
      ids.append(id)
      let key = keys[Int.random(in: 0..<keys.count, using: &generator)]
      // Few values, so that there are ties.
      let record = Record(id: id, time: time, key: key, value: Int.random(in: -20..<40, using: &generator))
      lines.append(Line(text: Self.text(record, isOdd: index % 7 == 3), record: record))
      if index % 20 == 11 { lines.append(Line(text: Self.malformed[index / 20 % Self.malformed.count])) }
    }
  }

  /// A record as JSON; `isOdd` gives it another order of keys and one key too many.
  private static func text(_ record: Record, isOdd: Bool) -> String {
    let key = WireFormat.text(.string(record.key))
    if isOdd {
      return
        "{\"extra\": [1], \"value\": \(record.value), \"key\": \(key), \"t\": \(record.time), \"id\": \"\(record.id)\"}"
    }
    return "{\"id\": \"\(record.id)\", \"t\": \(record.time), \"key\": \(key), \"value\": \(record.value)}"
  }

  private static let malformed = [
    "{\"id\": \"x1\", \"t\": 5, \"key\": \"k\"", "[1, 2, 3]", "", "null",
    "{\"id\": \"x2\", \"t\": \"5\", \"key\": \"k\", \"value\": 1}",
    "{\"id\": \"x3\", \"t\": 5, \"key\": \"k\", \"value\": true}",
    "{\"id\": \"x4\", \"t\": -1, \"key\": \"k\", \"value\": 1}",
    "{\"id\": 4, \"t\": 5, \"key\": \"k\", \"value\": 1}",
    "{\"id\": \"x5\", \"t\": 5.0, \"key\": \"k\", \"value\": 1}", "{\"id\": \"x6\", \"t\": 5, \"value\": 1}",
    "not json", "{\"id\": \"x7\", \"t\": 5, \"key\": \"k\", \"value\": 1} {}",
  ]

  /// The input as the exercise file takes it.
  var value: Value {
    .record([
      "lines": .string(lines.map { $0.text + "\n" }.joined()),
      "lookup": .string("key,name\n" + names.map { "\($0.key),\($0.name)\n" }.joined()),
      "window": .int(window), "top": .int(top), "stdin": .bool(isStdin),
    ])
  }
}
