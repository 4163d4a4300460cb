import AssayModel

@testable import AssayCatalog

/// What reads archives that are handed in, but for the decompression.
extension FuzzTarget {
  /// The structure of zip archives: what is accepted lies in the archive, one entry behind the other.
  static let zip = FuzzTarget(
    name: "zip", seeds: [IntakeSeeds.zip],
    words: ["PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}", "\u{0}\u{0}\u{0}\u{0}", "a/", "../"]
  ) { bytes in
    _ = ArchiveFormat.detect(bytes)
    guard let records = try? ZipStructure.records(of: bytes) else { return }
    try require(!records.isEmpty && records.count <= IntakeLimits().entries, "\(records.count) entries")
    var end = 0
    for record in records.sorted(by: { $0.offset < $1.offset }) {
      try require(record.offset >= end, "two entries share bytes")
      end = record.offset + record.packed
      try require(end <= bytes.count, "an entry reaches beyond the archive")
    }
  }

  /// Names of entries, one a line, of folders with `/` at the end: what is admitted stays inside.
  static let entries = FuzzTarget(
    name: "entries", seeds: ["work.py\npkg/\npkg/mod.py\n", "./한글/과제.py\ncafe\u{301}.py\n"],
    words: ["../", "/", "//", "\\", "C:", "\u{0}", "\u{202e}", "\u{301}", ".", " ", "WORK.PY"]
  ) { bytes in
    var ledger = IntakeLedger(archiveBytes: bytes.count)
    var seen: [String: Bool] = [:]
    for line in bytes.split(separator: 0x0a) {
      let isFolder = line.last == UInt8(ascii: "/")
      let entry = ArchiveEntry(name: Array(line), kind: isFolder ? .folder : .file)
      guard let steps = try? ledger.admit(entry) else { continue }
      try require(isFolder || !steps.isEmpty, "a file without a name")
      try require(steps.count <= IntakeLimits().depth, "too deep")
      for step in steps {
        let isBad =
          step.isEmpty || [".", ".."].contains(step) || Literal.contains(step, anyOf: "/\\\0\u{1b}")
        try require(!isBad, "the step '\(step)'")
      }
      let key = steps.joined(separator: "/").lowercased()
      try require(seen[key].map { $0 && isFolder } ?? true, "'\(key)' twice")
      seen[key] = isFolder
    }
  }

  /// What the unpacker says: nothing is kept beyond the limits, whatever the program has become.
  static let unpacker = FuzzTarget(
    name: "unpacker", seeds: ["ready\nentry d 0 642f\nend 0\nentry f 2 642f61\ndata 7879\nend 2\ndone\n"],
    words: ["ready", "entry f 1 61", "entry l 0 62", "data 61", "end 1", "stop ratio", "done", "-1", " "]
  ) { bytes in
    var limits = IntakeLimits()
    limits.totalBytes = 64
    var answers = UnpackerAnswers(limits: limits, archiveBytes: 8)
    for line in bytes.split(separator: 0x0a, omittingEmptySubsequences: false) {
      guard (try? answers.take(Array(line))) != nil else { break }
    }
    let kept = answers.items.reduce(0) { $0 + $1.bytes.count }
    try require(kept <= limits.totalBytes, "\(kept) bytes are kept")
    try require(
      answers.items.allSatisfy { $0.bytes.isEmpty || $0.bytes.count == $0.size },
      "a size is not that of the content")
    try require(answers.isReady || answers.items.isEmpty, "something was said before it began")
  }
}

private enum IntakeSeeds {
  /// A zip archive with one stored file, all of whose bytes are ASCII.
  static var zip: String {
    let sizes = "\u{7}\0\0\0\u{2}\0\0\0\u{2}\0\0\0\u{4}\0\0\0"
    let common = "\u{14}\0\0\0\0\0\0\0!\0" + sizes
    let local = "PK\u{3}\u{4}" + common + "a.pyx\n"
    let record = "PK\u{1}\u{2}\u{14}\0" + common + String(repeating: "\0", count: 14) + "a.py"
    let end = "PK\u{5}\u{6}\0\0\0\0\u{1}\0\u{1}\0" + "2\0\0\0$\0\0\0\0\0"
    return local + record + end
  }
}
