import AssayModel
import Foundation

extension EnvironmentStore {
  /// Removes environments that no profile asks for and that no run was given for some time.
  ///
  /// One that is in use stays. Unfinished ones that a killed builder left go in any case.
  ///
  /// - Parameters:
  ///   - kept: the digests that profiles ask for now.
  ///   - moment: environments that were last used before it go.
  ///   - isRehearsal: true to change nothing.
  /// - Returns: what was removed, or would be.
  /// - Throws: ``EnvironmentError`` when the store cannot be changed, `CancellationError` while waiting for it.
  public func prune(
    keeping kept: Set<Digest>, unusedSince moment: Date, isRehearsal: Bool,
    onEvent: @Sendable (BuildEvent) -> Void = { _ in }
  ) async throws -> [BuiltEnvironment] {
    let old = { all().filter { !kept.contains($0.manifest.digest) && $0.lastUsed < moment } }
    guard !isRehearsal else { return old() }
    guard FileManager.default.fileExists(atPath: root) else { return [] }
    return try await StoreLock.hold(
      in: root, onWait: { onEvent(.waiting) },
      body: { _ in
        removeLeftovers()
        return old().filter { environment in
          guard let alone = FolderLock(alone: environment.folder) else { return false }
          return withExtendedLifetime(alone) { discard(environment.folder) }
        }
      })
  }

  /// Removes what builders and removers that were killed have left; the caller holds the store's lock.
  func removeLeftovers() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    for name in names
    where name.hasPrefix(EnvironmentLayout.building) || name.hasPrefix(EnvironmentLayout.removing) {
      ReadOnlyTree("\(root)/\(name)").remove()
    }
  }

  /// Removes the folder of an environment, which nobody finds any more from the first moment on.
  @discardableResult
  func discard(_ folder: String) -> Bool {
    let doomed = "\(root)/\(EnvironmentLayout.removing)\(UUID().uuidString)"
    guard rename(folder, doomed) == 0 else { return false }
    ReadOnlyTree(doomed).remove()
    return true
  }
}
