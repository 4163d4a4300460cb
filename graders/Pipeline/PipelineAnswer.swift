/// What the pipeline must make of an input, by its rules; nothing here is in a hurry or short of memory.
struct PipelineAnswer {
  /// OUT.
  private(set) var rows = ""
  /// stdout.
  private(set) var closed = ""
  /// stderr.
  private(set) var counts = ""

  private typealias Row = (key: String, window: Int, rank: Int, record: PipelineInput.Record)

  init(_ input: PipelineInput) {
    var windows = PipelineWindows(input)
    for line in input.lines { windows.read(line) }
    windows.closeAll()
    let names = Dictionary(input.names.map { ($0.key, $0.name) }, uniquingKeysWith: { first, _ in first })
    rows = windows.rows.sorted { Self.isBefore($0, $1) }.map { row in
      let fields = [
        row.key, names[row.key] ?? "", "\(row.window)", "\(row.rank)", row.record.id, "\(row.record.value)",
      ]
      return fields.joined(separator: "\t") + "\n"
    }.joined()
    closed = windows.closedLines.joined()
    counts = ["malformed", "late", "unmatched", "duplicate"].map { "\($0) \(windows.counts[$0] ?? 0)\n" }
      .joined()
  }

  /// By key in the order of code points, then window, then rank.
  private static func isBefore(_ left: Row, _ right: Row) -> Bool {
    if left.key != right.key {
      return left.key.unicodeScalars.lexicographicallyPrecedes(right.key.unicodeScalars)
    }
    return (left.window, left.rank) < (right.window, right.rank)
  }
}

/// The windows of one input while it is read.
private struct PipelineWindows {
  private let window: Int
  private let top: Int
  private let known: Set<String>
  private var now = 0
  private var open: [Int: [PipelineInput.Record]] = [:]
  private(set) var counts: [String: Int] = [:]
  private(set) var closedLines: [String] = []
  private(set) var rows: [(key: String, window: Int, rank: Int, record: PipelineInput.Record)] = []

  init(_ input: PipelineInput) {
    (window, top, known) = (input.window, input.top, Set(input.names.map(\.key)))
  }

  mutating func read(_ line: PipelineInput.Line) {
    guard let record = line.record else { return count("malformed") }
    now = max(now, record.time)
    for start in open.keys.sorted() where start + 2 * window <= now { close(start) }
    let start = record.time / window * window
    if start + 2 * window <= now { return count("late") }
    guard known.contains(record.key) else { return count("unmatched") }
    guard open[start]?.contains(where: { $0.id == record.id }) != true else { return count("duplicate") }
    open[start, default: []].append(record)
  }

  private mutating func count(_ reason: String) { counts[reason, default: 0] += 1 }

  mutating func closeAll() {
    for start in open.keys.sorted() { close(start) }
  }

  private mutating func close(_ start: Int) {
    let records = open.removeValue(forKey: start) ?? []
    closedLines.append("closed \(start) \(records.count)\n")
    for (key, group) in Dictionary(grouping: records, by: \.key) {
      let best = group.sorted { ($1.value, $0.id) < ($0.value, $1.id) }.prefix(top)
      rows += best.enumerated().map { (key, start, $0 + 1, $1) }
    }
  }
}
