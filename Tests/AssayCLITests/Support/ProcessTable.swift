import Foundation

/// The processes of this machine, read from /proc.
struct ProcessTable {
  struct Entry: Hashable {
    var id: Int32
    var parent: Int32
    var name: String
    var arguments: [String]
    /// When it started, in clock ticks since boot: with the id it names a process for good.
    var start: String

    /// The same process: its parent and its arguments change when it is orphaned and when it dies.
    static func == (first: Self, second: Self) -> Bool {
      first.id == second.id && first.start == second.start
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(id)
      hasher.combine(start)
    }
  }

  let entries: [Entry]

  init() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: "/proc")
    entries = names.compactMap { Int32($0) }.compactMap(Self.entry)
  }

  /// The processes whose first argument this is.
  func named(_ argument: String) -> [Entry] { entries.filter { $0.arguments.first == argument } }

  /// All that `id` has started, and what those have started.
  func descendants(of id: Int32) -> Set<Entry> {
    var found: Set<Entry> = []
    var waiting = [id]
    while let next = waiting.popLast() {
      for child in entries where child.parent == next && found.insert(child).inserted {
        waiting.append(child.id)
      }
    }
    return found
  }

  /// The process with this id; nil once it has gone, or is only waiting to be noticed.
  static func entry(_ id: Int32) -> Entry? {
    guard let data = FileManager.default.contents(atPath: "/proc/\(id)/stat") else { return nil }
    let text = String(decoding: data, as: UTF8.self)
    guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: close)...].split(separator: " ").map(String.init)
    guard fields.count > 19, fields[0] != "Z", fields[0] != "X", let parent = Int32(fields[1]) else {
      return nil
    }
    let line = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") ?? Data()
    let arguments = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    return Entry(
      id: id, parent: parent, name: String(text[text.index(after: open)..<close]), arguments: arguments,
      start: fields[19])
  }

  /// True while that very process lives.
  static func isAlive(_ entry: Entry) -> Bool { Self.entry(entry.id)?.start == entry.start }
}
