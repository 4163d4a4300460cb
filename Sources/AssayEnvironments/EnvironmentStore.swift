import AssayModel
import Foundation

// Environments are found by what they are made of. The digest covers the bytes of the lock, the interpreter and
// the layout, so whatever differs has another folder and nothing is ever changed in place:
//
//   <root>/.lock                held while the store is changed
//   <root>/.building-XXXXXX/    unfinished; whoever holds the lock may remove it
//   <root>/<64 digits>/         finished, read-only
//     environment.json          what is in it
//     root/                     a virtual environment that works wherever it lies; seen at /environment
//
// A folder gets its final name by one rename when it is complete and on disk. A builder that is killed leaves an
// unfinished folder, which the next one removes.

/// The folder in which built environments are kept.
public struct EnvironmentStore: Sendable {
  /// Its path.
  public let root: String
  private let hash: @Sendable ([UInt8]) -> Digest

  /// Keeps environments in `root`.
  ///
  /// - Parameter hash: SHA-256 of some bytes.
  public init(root: String, hash: @Sendable @escaping ([UInt8]) -> Digest) {
    self.root = root
    self.hash = hash
  }

  /// `$ASSAY_ENVIRONMENTS`, else `assay/environments` in the user's folder for data (XDG Base Directories).
  public static func location(_ environment: [String: String]) -> String {
    if let named = environment["ASSAY_ENVIRONMENTS"], named.hasPrefix("/") { return named }
    return dataFolder(environment) + "/environments"
  }

  /// `assay` in the user's folder for data.
  static func dataFolder(_ environment: [String: String]) -> String {
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return data + "/assay" }
    return (environment["HOME"] ?? "/tmp") + "/.local/share/assay"
  }

  /// What the environment of `profile` for `interpreter` is found by.
  public func digest(of profile: EnvironmentProfile, for interpreter: InterpreterIdentity) -> Digest {
    let head = [
      "assay-environment/\(EnvironmentManifest.currentFormat)", interpreter.version, interpreter.abi,
      interpreter.platform,
    ].joined(separator: "\0")
    return hash(Array(head.utf8) + [0] + profile.requirements)
  }

  /// The environment with this digest; nil where it is not built.
  public func find(_ digest: Digest) -> BuiltEnvironment? {
    guard let found = BuiltEnvironment(folder: folder(digest)), found.manifest.digest == digest else {
      return nil
    }
    return found
  }

  /// The environment with this digest, kept from removal for as long as the lease lives; nil where it is not built.
  public func use(_ digest: Digest) -> EnvironmentLease? {
    guard let lock = FolderLock(sharing: folder(digest)), let found = find(digest) else { return nil }
    // Only its owner may set the time; who shares an environment of others keeps it from nobody.
    lock.touch()
    return EnvironmentLease(environment: found, lock: lock)
  }

  /// Every environment that is built, by profile and age.
  public func all() -> [BuiltEnvironment] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return names.filter { $0.utf8.count == 64 && $0.allSatisfy(\.isHexDigit) }
      .compactMap { BuiltEnvironment(folder: "\(root)/\($0)") }
      .sorted { ($0.manifest.profile, $1.lastUsed) < ($1.manifest.profile, $0.lastUsed) }
  }

  /// Where the environment with this digest is or would be.
  func folder(_ digest: Digest) -> String { "\(root)/\(digest.hexadecimal)" }
}

/// An environment on disk.
public struct BuiltEnvironment: Sendable, Equatable {
  /// What it says of itself.
  public var manifest: EnvironmentManifest
  /// Its folder.
  public var folder: String
  /// When a run was last given it.
  public var lastUsed: Date

  init?(folder: String) {
    var status = stat()
    guard stat(folder, &status) == 0, let manifest = EnvironmentManifest(folder: folder) else { return nil }
    self.manifest = manifest
    self.folder = folder
    lastUsed = Date(timeIntervalSince1970: Double(status.st_mtim.tv_sec))
  }

  /// The folder that a sandbox sees.
  public var root: String { "\(folder)/\(EnvironmentLayout.root)" }

  /// The folder of the packages, inside of ``root``.
  public var packagesPath: String {
    let version = manifest.python.split(separator: ".").prefix(2).joined(separator: ".")
    return "lib/python\(version)/site-packages"
  }
}

/// An environment in use: it is not removed while this lives.
public final class EnvironmentLease: Sendable {
  /// The environment.
  public let environment: BuiltEnvironment
  private let lock: FolderLock

  init(environment: BuiltEnvironment, lock: FolderLock) {
    self.environment = environment
    self.lock = lock
  }
}
