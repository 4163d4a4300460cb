import Foundation
import Testing

/// Compares `text` with the file `Golden/<name>` beside the test's source file.
///
/// With `RECORD=1` in the environment the file is written instead, and the test fails all the same: a
/// recording is never a passing test.
public func expectGolden(
  _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation,
  filePath: String = #filePath
) {
  let folder = URL(fileURLWithPath: filePath).deletingLastPathComponent().appendingPathComponent("Golden")
  expectGolden(text, file: folder.appendingPathComponent(name), sourceLocation: sourceLocation)
}

/// Compares `text` with a file anywhere in the project, for example a generated document.
public func expectGolden(
  _ text: String, file: URL, sourceLocation: SourceLocation = #_sourceLocation
) {
  let name = file.lastPathComponent
  if ProcessInfo.processInfo.environment["RECORD"] == "1" {
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      Issue.record("Recorded \(name); run again without RECORD.", sourceLocation: sourceLocation)
    } catch {
      Issue.record("\(name) cannot be written: \(error)", sourceLocation: sourceLocation)
    }
    return
  }
  guard let data = try? Data(contentsOf: file) else {
    Issue.record("There is no \(name); RECORD=1 writes it.", sourceLocation: sourceLocation)
    return
  }
  let expected = String(decoding: data, as: UTF8.self)
  guard expected != text else { return }
  Issue.record(
    "\(name) differs (- expected, + got):\n\(LineDiff.text(from: expected, to: text))",
    sourceLocation: sourceLocation)
}

/// The difference between two texts, line by line.
public enum LineDiff {
  /// Removed lines behind `-`, added ones behind `+`, each change with two lines around it.
  public static func text(from old: String, to new: String) -> String {
    let (before, after) = (old.components(separatedBy: "\n"), new.components(separatedBy: "\n"))
    let difference = after.difference(from: before)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var lines: [(mark: Character, text: String)] = []
    var (left, right) = (0, 0)
    while left < before.count || right < after.count {
      if removed.contains(left) {
        lines.append(("-", before[left]))
        left += 1
      } else if inserted.contains(right) {
        lines.append(("+", after[right]))
        right += 1
      } else {
        if left < before.count { lines.append((" ", before[left])) }
        (left, right) = (left + 1, right + 1)
      }
    }
    return hunks(of: lines)
  }

  private static func hunks(of lines: [(mark: Character, text: String)]) -> String {
    let changed = lines.indices.filter { lines[$0].mark != " " }
    let shown = Set(changed.flatMap { ($0 - 2)...($0 + 2) })
    var result = ""
    var isCut = false
    for (index, line) in lines.enumerated() {
      guard shown.contains(index) else {
        isCut = true
        continue
      }
      if isCut, !result.isEmpty { result += "…\n" }
      isCut = false
      result += "\(line.mark)\(line.text)\n"
    }
    return result
  }
}
