import AssayModel
import Foundation

/// What happens while an environment is built.
public enum BuildEvent: Sendable, Equatable {
  /// Another process changes the store; this one waits.
  case waiting
  /// Packages are fetched and installed.
  case installing(profile: String)
  /// All is installed and is being put in its place.
  case finishing(profile: String)
}

/// Builds environments, one at a time for each store.
public struct EnvironmentBuilder: Sendable {
  private let store: EnvironmentStore
  private let uv: Uv
  private let tool: String

  /// Builds into `store`; `tool` says who does, in the manifest.
  public init(store: EnvironmentStore, uv: Uv, tool: String) {
    self.store = store
    self.uv = uv
    self.tool = tool
  }

  /// The environment of `profile` for `interpreter`, built if it is not there yet.
  ///
  /// - Throws: ``EnvironmentError`` with what to do, `CancellationError`.
  public func build(
    _ profile: EnvironmentProfile, for interpreter: InterpreterIdentity,
    onEvent: @Sendable (BuildEvent) -> Void = { _ in }
  ) async throws -> (environment: BuiltEnvironment, isNew: Bool) {
    let digest = store.digest(of: profile, for: interpreter)
    if let found = store.find(digest) { return (found, false) }
    return try await StoreLock.hold(
      in: store.root, onWait: { onEvent(.waiting) },
      body: { lock in
        store.removeLeftovers()
        // Whoever held the lock before us may have built the same.
        if let found = store.find(digest) { return (found, false) }
        try await buildAlone(profile, digest, interpreter, lock, onEvent)
        guard let built = store.find(digest) else {
          throw EnvironmentError.disk(path: store.folder(digest), reason: "it cannot be read back")
        }
        return (built, true)
      })
  }

  private func buildAlone(
    _ profile: EnvironmentProfile, _ digest: Digest, _ interpreter: InterpreterIdentity, _ lock: FileHandle,
    _ onEvent: @Sendable (BuildEvent) -> Void
  ) async throws {
    let scratch = try makeScratch()
    do {
      onEvent(.installing(profile: profile.name))
      try await fill(scratch, profile, digest, interpreter, lock)
      try Task.checkCancellation()
      onEvent(.finishing(profile: profile.name))
      try publish(scratch, as: digest)
    } catch {
      ReadOnlyTree(scratch).remove()
      throw Self.explained(error, profile: profile.name, python: interpreter.version, root: store.root)
    }
  }

  private func makeScratch() throws(EnvironmentError) -> String {
    var template = Array("\(store.root)/\(EnvironmentLayout.building)XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Self.systemFailure(store.root) }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Puts everything into the unfinished folder.
  private func fill(
    _ scratch: String, _ profile: EnvironmentProfile, _ digest: Digest, _ interpreter: InterpreterIdentity,
    _ lock: FileHandle
  ) async throws {
    let (requirements, root) = ("\(scratch)/requirements.txt", "\(scratch)/\(EnvironmentLayout.root)")
    try Data(profile.requirements).write(to: URL(fileURLWithPath: requirements))
    try await uv.makeEnvironment(at: root, for: interpreter, holding: lock)
    try await uv.install(requirements, into: root, holding: lock)
    let packages = try await uv.packages(in: root, holding: lock)
    let manifest = EnvironmentManifest(
      profile: profile.name, digest: digest, interpreter: interpreter, packages: packages,
      bytes: ReadOnlyTree(root).bytes, builtBy: "\(tool), \(try await uv.version())")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try encoder.encode(manifest).write(
      to: URL(fileURLWithPath: "\(scratch)/\(EnvironmentLayout.manifest)"))
  }

  /// Makes the folder read-only and durable, then gives it its name.
  private func publish(_ scratch: String, as digest: Digest) throws(EnvironmentError) {
    ReadOnlyTree(scratch).seal()
    let final = store.folder(digest)
    // A folder of this name that says nothing of itself was damaged: it makes room.
    store.discard(final)
    let folder = open(store.root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw Self.systemFailure(store.root) }
    defer { close(folder) }
    sync()
    guard rename(scratch, final) == 0, fsync(folder) == 0 else {
      throw Self.systemFailure(final)
    }
  }

  private static func systemFailure(_ path: String) -> EnvironmentError {
    errno == ENOSPC ? .diskFull(path: path) : .disk(path: path, reason: String(cString: strerror(errno)))
  }

  /// What a user needs to know of any error.
  private static func explained(
    _ error: any Error, profile: String, python: String, root: String
  ) -> any Error {
    if let failure = error as? UvFailure {
      return EnvironmentError(failure, profile: profile, python: python, root: root)
    }
    if error is EnvironmentError || error is CancellationError { return error }
    let code = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    return code?.code == Int(ENOSPC) || (error as? CocoaError)?.code == .fileWriteOutOfSpace
      ? EnvironmentError.diskFull(path: root)
      : EnvironmentError.disk(path: root, reason: error.localizedDescription)
  }
}
