import Foundation

/// A fresh folder that is removed with all that is in it when the last reference to it goes.
public final class TemporaryDirectory: Sendable {
  /// Its absolute path.
  public let path: String

  /// Makes a folder under `TMPDIR`, or `/tmp`.
  ///
  /// - Throws: ``TestSupportError`` when none can be made.
  public init() throws {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/assay-test-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw TestSupportError("mkdtemp: \(Self.reason)") }
    path = String(cString: made)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, and the folders on the way to it.
  ///
  /// - Throws: ``TestSupportError`` when it cannot be written.
  public func write(_ bytes: [UInt8], to name: String) throws {
    let target = "\(path)/\(name)"
    if let slash = name.lastIndex(of: "/") { try makeFolder(String(name[..<slash])) }
    guard let file = fopen(target, "wb") else { throw TestSupportError("\(target): \(Self.reason)") }
    defer { fclose(file) }
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
      throw TestSupportError("\(target): \(Self.reason)")
    }
  }

  /// Writes a text file, and the folders on the way to it.
  ///
  /// - Throws: ``TestSupportError`` when it cannot be written.
  public func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  /// Makes a folder and those on the way to it.
  ///
  /// - Throws: ``TestSupportError`` when it cannot be made.
  public func makeFolder(_ name: String) throws {
    var current = path
    for step in name.split(separator: "/") {
      current += "/\(step)"
      guard mkdir(current, 0o755) == 0 || errno == EEXIST else {
        throw TestSupportError("\(current): \(Self.reason)")
      }
    }
  }

  private static var reason: String { String(cString: strerror(errno)) }
}

/// Why a test could not do its work.
public struct TestSupportError: Error, CustomStringConvertible {
  /// What went wrong.
  public var description: String

  /// States what went wrong.
  public init(_ description: String) { self.description = description }
}
