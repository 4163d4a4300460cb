import AssayModel

/// One cycle as a report names it: the names of its types in order, as runs of equal ones.
struct CycleNames: Sendable, Hashable, Comparable {
  /// One run of equal names.
  struct Run: Sendable, Hashable {
    var name: String
    var count: Int
  }

  var runs: [Run]

  /// The names in sorted order.
  init(sorting names: [String]) {
    var counts: [String: Int] = [:]
    for name in names { counts[name, default: 0] += 1 }
    runs = counts.map { Run(name: $0.key, count: $0.value) }.sorted { $0.name < $1.name }
  }

  /// Reads the runs that the exercise returns.
  init?(_ value: Value) {
    guard let items = value.elements else { return nil }
    runs = []
    for item in items {
      guard let name = item[0]?.text, let count = item[1]?.integer else { return nil }
      runs.append(Run(name: name, count: count))
    }
  }

  static func < (left: CycleNames, right: CycleNames) -> Bool { left.text < right.text }

  /// How many objects are in it.
  var size: Int { runs.reduce(0) { $0 + $1.count } }

  /// It as a list, long runs shortened.
  var text: String {
    let parts = runs.prefix(8).map { $0.count > 2 ? "\($0.name) × \($0.count)" : repeated($0) }
    return "[" + parts.joined(separator: ", ") + (runs.count > 8 ? ", …" : "") + "]"
  }

  private func repeated(_ run: Run) -> String {
    Array(repeating: run.name, count: run.count).joined(separator: ", ")
  }
}
