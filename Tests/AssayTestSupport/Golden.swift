import Glibc

/// Compares a text with the one that is kept in the repository.
///
/// With `RECORD=1` in the environment the kept text is rewritten and the comparison still fails, so that no
/// recording passes for a test.
public enum Golden {
  /// Compares `text` with the file `Golden/<name>` beside the calling test.
  ///
  /// - Throws: ``GoldenMismatch`` with the lines that differ.
  public static func check(_ text: String, _ name: String, filePath: String = #filePath) throws {
    let folder = filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    try check(text, file: "\(folder)/Golden/\(name)")
  }

  /// Compares `text` with the file at `path`.
  ///
  /// - Throws: ``GoldenMismatch`` with the lines that differ.
  public static func check(_ text: String, file path: String) throws {
    let kept = try? TextFile.read(path)
    if getenv("RECORD").map({ String(cString: $0) }) == "1" {
      if kept != text { try TextFile.write(text, to: path) }
      throw GoldenMismatch(path: path, difference: "recorded; run again without RECORD=1")
    }
    guard let kept else { throw GoldenMismatch(path: path, difference: "no such file; record with RECORD=1") }
    if kept != text {
      throw GoldenMismatch(path: path, difference: LineDifference.text(from: kept, to: text))
    }
  }
}

/// A text is not what is kept.
public struct GoldenMismatch: Error, CustomStringConvertible {
  /// The file.
  public var path: String
  /// The lines that differ: `-` what is kept, `+` what came.
  public var difference: String

  /// The path and the lines.
  public var description: String { "\(path) differs:\n\(difference)" }
}

/// Reads and writes whole text files.
public enum TextFile {
  /// The text of the file at `path`.
  ///
  /// - Throws: ``TestSupportError`` when it cannot be read.
  public static func read(_ path: String) throws -> String {
    guard let file = fopen(path, "rb") else {
      throw TestSupportError("\(path): \(String(cString: strerror(errno)))")
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }

  /// Replaces the file at `path`.
  ///
  /// - Throws: ``TestSupportError`` when it cannot be written.
  public static func write(_ text: String, to path: String) throws {
    guard let file = fopen(path, "wb") else {
      throw TestSupportError("\(path): \(String(cString: strerror(errno)))")
    }
    defer { fclose(file) }
    let bytes = Array(text.utf8)
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
      throw TestSupportError("\(path): \(String(cString: strerror(errno)))")
    }
  }
}

/// Shows where two texts differ.
enum LineDifference {
  private static let maximumLines = 60

  static func text(from old: String, to new: String) -> String {
    let before = old.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let after = new.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let changes = after.difference(from: before).map { change in
      switch change {
      case .remove(let offset, let line, _): (offset, "\(offset + 1): - \(line)")
      case .insert(let offset, let line, _): (offset, "\(offset + 1): + \(line)")
      }
    }
    let lines = changes.sorted { $0.0 < $1.0 }.map(\.1)
    let note = lines.count > maximumLines ? ["… and \(lines.count - maximumLines) more"] : []
    return (lines.prefix(maximumLines) + note).joined(separator: "\n")
  }
}
