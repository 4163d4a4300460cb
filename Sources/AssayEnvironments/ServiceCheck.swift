import AssayModel
import Foundation

/// Looks for the programs of the system that labs name as services.
public enum ServiceCheck {
  /// What was found of a program.
  public enum Finding: Sendable, Equatable {
    /// It is there and new enough.
    case ready(path: String, version: String)
    /// It is too old.
    case tooOld(path: String, version: String)
    /// It is there but does not say its version.
    case silent(path: String, reason: String)
    /// It is in none of the folders.
    case missing
  }

  /// Looks for `program` in the folders of `path`, the value of a `PATH`, and asks it for its version.
  ///
  /// - Throws: `CancellationError`.
  public static func find(_ program: ServiceProgram, path: String) async throws -> Finding {
    let candidates = path.split(separator: ":").map { "\($0)/\(program.name)" }
    guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
      return .missing
    }
    let run: ProgramRun
    do {
      run = try await ProgramRun.of(found, ["--version"])
    } catch let error as EnvironmentError {
      return .silent(path: found, reason: error.text.en)
    }
    guard run.succeeded, let version = ServiceProgram.version(in: run.output + run.errors) else {
      return .silent(path: found, reason: run.lastLine)
    }
    let text = version.map(String.init).joined(separator: ".")
    return program.accepts(version) ? .ready(path: found, version: text) : .tooOld(path: found, version: text)
  }

  /// What a sandbox must be given for the program at `path` to be there: nothing for one below `/usr`, which every
  /// sandbox sees, else the file itself without links.
  public static func mounts(for path: String) -> [SandboxRequest.Mount] {
    let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard !real.hasPrefix("/usr/") else { return [] }
    return [SandboxRequest.Mount(source: real, target: path)]
  }
}
