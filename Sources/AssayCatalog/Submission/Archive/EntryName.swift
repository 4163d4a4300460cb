/// The rules for names of entries.
///
/// A name is never used to open anything. The rules are there because a submission must be the same to
/// everyone who unpacks it, on whatever system, and because names are shown to people.
struct EntryName: Sendable, Equatable {
  /// The names on the way from the submission's root, the entry's own last; empty for the root.
  var steps: [String]

  /// Reads a name by the rules.
  init(_ entry: ArchiveEntry, limits: IntakeLimits) throws(ArchiveProblem.Kind) {
    let name = entry.name
    guard name.count(where: { $0 == UInt8(ascii: "/") }) <= limits.depth else {
      throw .tooDeep(limit: limits.depth)
    }
    guard name.count <= limits.pathBytes else { throw .nameTooLong(limit: limits.pathBytes) }
    guard !name.contains(0) else { throw .badName(.nul) }
    guard let text = String(validating: name, as: UTF8.self) else { throw .badName(.encoding) }
    guard !text.utf8.contains(UInt8(ascii: "\\")) else { throw .badName(.backslash) }
    guard !Self.isAbsolute(text) else { throw .outside }
    // By bytes: a combining mark behind a slash would make one character of both.
    steps = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    if entry.kind == .folder, steps.last == "" { steps.removeLast() }
    if steps.first == "." { steps.removeFirst() }
    guard !steps.contains("..") else { throw .outside }
    guard entry.kind == .folder || !steps.isEmpty else { throw .badName(.empty) }
    for step in steps { try Self.check(step, limits) }
    guard steps.count <= limits.depth else { throw .tooDeep(limit: limits.depth) }
  }

  private static func isAbsolute(_ text: String) -> Bool {
    let bytes = Array(text.utf8.prefix(2))
    guard let first = bytes.first else { return false }
    if first == UInt8(ascii: "/") { return true }
    let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first | 0x20)
    return isLetter && bytes.last == UInt8(ascii: ":") && bytes.count == 2
  }

  private static func check(_ step: String, _ limits: IntakeLimits) throws(ArchiveProblem.Kind) {
    guard !step.isEmpty, step != "." else { throw .badName(.empty) }
    guard step.utf8.count <= limits.nameBytes else { throw .nameTooLong(limit: limits.nameBytes) }
    guard !step.unicodeScalars.contains(where: EscapedName.isInvisible) else { throw .badName(.invisible) }
    guard step.utf8.last != UInt8(ascii: "."), step.unicodeScalars.last?.properties.isWhitespace != true
    else {
      throw .badName(.trailing)
    }
  }
}
