import AssayModel
import Foundation

/// `environment.json`: what a built environment says of itself.
public struct EnvironmentManifest: Sendable, Equatable, Codable {
  /// The version of the layout below the environment's folder; part of the digest.
  public static let currentFormat = 1

  /// The version of the layout.
  public var format: Int
  /// The profile that it was built for.
  public var profile: String
  /// What it is found by.
  public var digest: Digest
  /// The interpreter's full version.
  public var python: String
  /// The interpreter's binary interface.
  public var abi: String
  /// System, processor and C library.
  public var platform: String
  /// The packages in it, by name.
  public var packages: [Package]
  /// The size of all its files, in bytes.
  public var bytes: Int
  /// The programs that built it, with their versions.
  public var builtBy: String
  /// When it was built, RFC 3339 in UTC.
  public var builtAt: String

  /// One installed package.
  public struct Package: Sendable, Equatable, Codable {
    /// Its name as the index spells it.
    public var name: String
    /// Its version.
    public var version: String
  }

  private enum CodingKeys: String, CodingKey {
    case format, profile, digest, python, abi, platform, packages, bytes
    case builtBy = "built_by"
    case builtAt = "built_at"
  }

  /// Reads the manifest of the environment in `folder`; nil where there is no whole one.
  init?(folder: String) {
    let file = URL(fileURLWithPath: "\(folder)/\(EnvironmentLayout.manifest)")
    guard let data = try? Data(contentsOf: file),
      let manifest = try? JSONDecoder().decode(Self.self, from: data), manifest.format == Self.currentFormat
    else { return nil }
    self = manifest
  }

  init(
    profile: String, digest: Digest, interpreter: InterpreterIdentity, packages: [Package], bytes: Int,
    builtBy: String
  ) {
    format = Self.currentFormat
    self.profile = profile
    self.digest = digest
    (python, abi, platform) = (interpreter.version, interpreter.abi, interpreter.platform)
    self.packages = packages
    self.bytes = bytes
    self.builtBy = builtBy
    builtAt = Date().ISO8601Format()
  }
}

/// The names inside the folder of environments and inside each of them.
enum EnvironmentLayout {
  /// What an environment says of itself, in its folder.
  static let manifest = "environment.json"
  /// What a sandbox sees of an environment, in its folder.
  static let root = "root"
  /// The file whose lock is held by whoever changes the store.
  static let lock = ".lock"
  /// How the names of unfinished environments begin.
  static let building = ".building-"
  /// How the names of environments that are being removed begin.
  static let removing = ".removing-"
}
