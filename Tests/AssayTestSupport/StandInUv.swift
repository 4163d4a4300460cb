import Foundation

/// A uv that does all but install packages: it says that it was asked to, and waits to be ended.
public struct StandInUv: Sendable {
  /// Its path.
  public let path: String
  private let pipe: String

  /// Makes it in a folder; `real` does the rest.
  ///
  /// - Throws: ``TestSupportError`` when it cannot be written.
  public init(in folder: TemporaryDirectory, real: String) throws {
    (path, pipe) = ("\(folder.path)/stand-in", "\(folder.path)/started")
    guard mkfifo(pipe, 0o600) == 0 else { throw TestSupportError("no pipe") }
    try folder.write(
      """
      #!/bin/sh
      [ "$1 $2" = 'pip install' ] || exec '\(real)' "$@"
      echo $$ > '\(pipe)'
      exec sleep 600

      """, to: "stand-in")
    chmod(path, 0o755)
  }

  /// Its process id, once it was asked to install.
  ///
  /// - Throws: ``TestSupportError`` when it says something else.
  public func hasStarted() async throws -> Int32 {
    let pipe = pipe
    let text = await withCheckedContinuation { (continuation: CheckedContinuation<String, Never>) in
      // Opening a pipe waits for the other end, which must not hold a thread of the cooperative pool.
      Thread.detachNewThread {
        let data = try? FileHandle(forReadingAtPath: pipe)?.readToEnd()
        continuation.resume(returning: String(decoding: data ?? Data(), as: UTF8.self))
      }
    }
    guard let id = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw TestSupportError("no process id: '\(text)'")
    }
    return id
  }
}
