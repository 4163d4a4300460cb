import Foundation

/// What goes to stdout and stderr; a reader that went away (`assay … | head`) is no error.
enum Output {
  /// Writes to stdout.
  static func write(_ text: String) { write(text, to: STDOUT_FILENO) }

  /// Writes to stderr.
  static func writeError(_ text: String) { write(text, to: STDERR_FILENO) }

  /// Writes all of `text`; 0, or the error's number.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return errno }
      rest = rest.dropFirst(written)
    }
    return 0
  }
}
