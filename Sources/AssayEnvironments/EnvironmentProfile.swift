import AssayModel
import Foundation

/// A named set of packages that labs ask for, locked with hashes.
public struct EnvironmentProfile: Sendable, Equatable {
  /// The name of its folder, for example `web`.
  public var name: String
  /// The bytes of its `requirements.txt`: every package with its version and hashes.
  public var requirements: [UInt8]

  /// Joins a name with a lock.
  public init(name: String, requirements: [UInt8]) {
    self.name = name
    self.requirements = requirements
  }
}

/// The folder `environments` beside the labs: one folder for each profile.
public struct ProfileFolder: Sendable {
  /// Its path.
  public let path: String

  /// Looks for profiles at `path`; it need not be there.
  public init(path: String) { self.path = path }

  /// The names of all profiles that have a lock, sorted.
  public var names: [String] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return entries.filter { FileManager.default.isReadableFile(atPath: lock($0)) }.sorted()
  }

  /// The profile called `name`.
  ///
  /// - Throws: ``EnvironmentError/noSuchProfile(name:known:)`` when there is none.
  public func profile(_ name: String) throws(EnvironmentError) -> EnvironmentProfile {
    guard names.contains(name), let data = FileManager.default.contents(atPath: lock(name)) else {
      throw .noSuchProfile(name: name, known: names)
    }
    return EnvironmentProfile(name: name, requirements: Array(data))
  }

  private func lock(_ name: String) -> String { "\(path)/\(name)/requirements.txt" }
}
