import AssayEngine
import AssayModel
import Foundation
import GraderKit

/// The lab's own graders: asks them in the sandbox, without a network, one process for each verdict.
///
/// They see a folder with the files that the check declares, the request on stdin, and nothing else of the lab.
struct ExternalGraders: ExternalJudge {
  private static let faultRetries = 2
  /// Memory that a program may need for each byte of its request, at the worst: small values in deep lists.
  ///
  /// A request beyond that would end as our fault, and whoever returns enough could have a bad grade withheld.
  private static let memoryPerByte = 64

  let host: any SandboxHost
  let python: PythonInterpreter
  /// The content of a file of the lab.
  let content: @Sendable (String) throws -> [UInt8]
  /// The built program of each package, or why there is none.
  let packages: [String: Result<String, Fault>]

  func verdict(on evidence: Evidence, for criterion: Criterion) async throws -> Verdict {
    guard let external = criterion.external else { throw Fault(.grader, detail: "it is not external") }
    let words = GraderWords(criterion.grader)
    let request = GraderRequest(evidence, for: criterion).bytes
    let most = external.limits.memoryBytes / Self.memoryPerByte
    guard request.count <= most else { return .unmet(words.tooMuchEvidence(request.count, most)) }
    let stage = try GraderStage(isPrivate: host.isolation.tier >= .rootless)
    defer { stage.remove() }
    let process = try prepared(external, request, stage)
    var retriesLeft = Self.faultRetries
    while true {
      do {
        let (output, record) = try await host.withProcess(process) { try await Self.output(of: $0, external) }
        try Task.checkCancellation()
        return try Self.verdict(output, record, external.limits, words)
      } catch let fault as Fault where fault.isTransient && retriesLeft > 0 {
        retriesLeft -= 1
      }
    }
  }

  /// Lays out the files and says how the program is started.
  private func prepared(
    _ external: ExternalGrader, _ request: [UInt8], _ stage: GraderStage
  ) throws -> SandboxRequest {
    try stage.write(request, to: GraderStage.request)
    var mounts = stage.mounts
    var arguments: [String]
    switch external.source {
    case .package(let folder, _):
      let program = try (packages[folder] ?? .failure(Fault(.grader, detail: "it was not built"))).get()
      mounts.append(.init(source: try stage.reachable(program), target: GraderStage.program))
      arguments = [GraderStage.program]
    case .program(let words, let files):
      for file in files { try stage.write(try content(file), to: "\(GraderStage.folder)/\(file)") }
      if words.contains(ExternalGrader.interpreter) { mounts += python.mounts }
      arguments = words.map { $0 == ExternalGrader.interpreter ? python.executable : $0 }
    }
    return SandboxRequest(
      arguments: GraderStage.start + arguments, mounts: mounts, limits: external.limits)
  }

  private static func output(
    of process: any SandboxedProcess, _ external: ExternalGrader
  ) async throws -> [UInt8] {
    var output: [UInt8] = []
    // The sandbox ends the process by then, and with it the lines.
    while let line = try await process.receive(within: external.limits.wallSeconds + 5) {
      output += line + [0x0a]
      if output.count > GraderAnswer.maximumBytes + 2 {
        await process.stop()
        break
      }
    }
    return output
  }

  private static func verdict(
    _ output: [UInt8], _ process: ProcessRecord, _ limits: Limits, _ words: GraderWords
  ) throws -> Verdict {
    // One that says too much was stopped by us; reading it says so.
    guard process.termination == .exited(code: 0) || output.count > GraderAnswer.maximumBytes else {
      throw words.ended(process, limits)
    }
    let answer: GraderAnswer
    do { answer = try GraderAnswer(reading: output) } catch { throw words.unreadable(error.description) }
    switch answer {
    case .verdict(let verdict): return verdict
    case .failure(let reason): throw words.failed(reason)
    }
  }
}

/// The folder from which one grader is run, removed with it.
struct GraderStage {
  static let folder = "grader"
  static let request = "request.json"
  /// Where a package's program is seen.
  static let program = "/grader-program"
  /// Starts the rest of the arguments in the folder, with the request on stdin and the answer for us alone.
  ///
  /// Descriptors 3 and 4 are the sandbox's private pipes. The line that is added ends an answer without one.
  static let start = [
    "/bin/sh", "-c",
    """
    in=$1; export PYTHONHASHSEED=0; cd "$2" || exit 125; shift 2
    "$@" <"$in" 3<&- >&4 4>&-; code=$?; echo >&4; exit $code
    """,
    "sh", "/request.json", "/grader",
  ]

  private let root: String
  private let isPrivate: Bool

  init(isPrivate: Bool) throws(Fault) {
    self.isPrivate = isPrivate
    root = try PrivateFolder.make("assay-")
    // Without namespaces it may run as another user, who has to pass through but not to look.
    if !isPrivate { chmod(root, 0o711) }
    do {
      try FileManager.default.createDirectory(
        atPath: "\(root)/\(Self.folder)", withIntermediateDirectories: false,
        attributes: [.posixPermissions: 0o755])
    } catch {
      throw Fault(.disk, detail: "the folder \(root)/\(Self.folder) could not be made")
    }
  }

  var mounts: [SandboxRequest.Mount] {
    [Self.folder, Self.request].map { SandboxRequest.Mount(source: "\(root)/\($0)", target: "/\($0)") }
  }

  func write(_ bytes: [UInt8], to path: String) throws(Fault) {
    let url = URL(fileURLWithPath: "\(root)/\(path)")
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o755])
      try Data(bytes).write(to: url)
    } catch {
      throw Fault(.disk, detail: "'\(url.path)' cannot be written")
    }
    chmod(url.path, 0o755)
  }

  /// The path at which whoever runs it can reach a built program: without namespaces a copy outside of our home.
  func reachable(_ program: String) throws(Fault) -> String {
    guard !isPrivate else { return program }
    let copy = "\(root)/program"
    do { try FileManager.default.copyItem(atPath: program, toPath: copy) } catch {
      throw Fault(.disk, detail: "'\(copy)' cannot be written")
    }
    return copy
  }

  func remove() { try? FileManager.default.removeItem(atPath: root) }
}
