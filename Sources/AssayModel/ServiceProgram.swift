/// A program of the system that a lab needs.
public struct ServiceProgram: Sendable, Equatable {
  /// What is executed, for example `redis-server`.
  public var name: String
  /// The lowest version that is good enough, its numbers from left to right.
  public var minimumVersion: [Int]
  /// The Debian package that has it.
  public var package: String

  /// Describes a program.
  public init(name: String, minimumVersion: [Int], package: String) {
    self.name = name
    self.minimumVersion = minimumVersion
    self.package = package
  }

  /// The first number with a point in what `--version` printed, for example `[7, 0, 15]`; nil without one.
  public static func version(in text: String) -> [Int]? {
    var rest = text[...]
    while let start = rest.firstIndex(where: { $0.isASCII && $0.isNumber }) {
      let number = rest[start...].prefix { $0 == "." || ($0.isASCII && $0.isNumber) }
      let parts = number.split(separator: ".").compactMap { Int($0) }
      if parts.count > 1 { return parts }
      rest = rest[number.endIndex...]
    }
    return nil
  }

  /// True where `version` is not below the minimum.
  public func accepts(_ version: [Int]) -> Bool { !version.lexicographicallyPrecedes(minimumVersion) }

  /// The command that installs it on Debian and its kin.
  public var remedy: String { "sudo apt-get install -y \(package)" }
}

extension Service {
  /// The program behind it; nil for what comes with Assay.
  public var program: ServiceProgram? {
    switch self {
    case .fixtureHTTP: nil
    // XAUTOCLAIM, with which a consumer takes over what a dead one has left.
    case .redis: ServiceProgram(name: "redis-server", minimumVersion: [6, 2], package: "redis-server")
    case .prometheus: ServiceProgram(name: "prometheus", minimumVersion: [2, 42], package: "prometheus")
    case .promtool: ServiceProgram(name: "promtool", minimumVersion: [2, 42], package: "prometheus")
    case .gcc: ServiceProgram(name: "gcc", minimumVersion: [10], package: "gcc")
    // `git init --initial-branch`.
    case .git: ServiceProgram(name: "git", minimumVersion: [2, 28], package: "git")
    }
  }
}
