import Foundation

/// What of an interpreter decides which files of a package fit it.
public struct InterpreterIdentity: Sendable, Equatable {
  /// The program's path.
  public var executable: String
  /// The full version, for example `3.11.2`: markers of requirements can ask for all of it.
  public var version: String
  /// The binary interface of extension modules, for example `cpython-311`.
  public var abi: String
  /// System, processor and C library, for example `x86_64-linux-gnu glibc 2.36`.
  public var platform: String

  /// Describes an interpreter.
  public init(executable: String, version: String, abi: String, platform: String) {
    self.executable = executable
    self.version = version
    self.abi = abi
    self.platform = platform
  }

  private static let question = """
    import os, sys
    try:
        library = os.confstr("CS_GNU_LIBC_VERSION")
    except (AttributeError, OSError, ValueError):
        library = "unknown"
    machine = getattr(sys.implementation, "_multiarch", sys.platform + " " + os.uname().machine)
    print("%d.%d.%d" % sys.version_info[:3], sys.implementation.cache_tag + sys.abiflags,
          machine + " " + str(library), sep="\\n")
    """

  /// Asks the interpreter at `executable`.
  ///
  /// - Throws: ``EnvironmentError/interpreter(path:reason:)`` when it does not answer.
  public static func of(_ executable: String) async throws -> Self {
    let run = try await ProgramRun.of(executable, ["-I", "-S", "-B", "-c", question])
    let lines = run.output.split(separator: "\n").map(String.init)
    guard run.succeeded, lines.count == 3 else {
      throw EnvironmentError.interpreter(path: executable, reason: run.lastLine)
    }
    return Self(executable: executable, version: lines[0], abi: lines[1], platform: lines[2])
  }
}
