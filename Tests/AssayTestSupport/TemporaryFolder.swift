import Foundation

/// Gives `body` a fresh folder and removes it, whatever happens.
public func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = try TemporaryDirectory()
  return try withExtendedLifetime(folder) { try body(URL(fileURLWithPath: folder.path)) }
}
