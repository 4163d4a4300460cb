import AssayCatalog
import AssayEnvironments
import AssayModel
import AssaySandbox
import Foundation

/// The environments of this machine for one folder of labs.
struct Environments: Sendable {
  let store: EnvironmentStore
  let profiles: ProfileFolder

  /// Joins this machine's store with the profiles in a folder.
  init(profiles folder: String) {
    let root = EnvironmentStore.location(ProcessInfo.processInfo.environment)
    store = EnvironmentStore(root: root) { ContentDigest.of($0) }
    profiles = ProfileFolder(path: folder)
  }

  /// The packages of a profile for an interpreter, in use from now on; nil for the standard library alone.
  ///
  /// - Parameter option: the path of the interpreter where the user named it, to be repeated in advice.
  /// - Throws: ``EnvironmentError`` when they are not built: nothing is ever built in the course of a grading.
  func lease(
    _ profile: String, for python: PythonInterpreter, option: String?
  ) async throws -> EnvironmentLease? {
    guard profile != EnvironmentSpec.standardLibrary else { return nil }
    let identity = try await InterpreterIdentity.of(python.executable)
    let digest = store.digest(of: try profiles.profile(profile), for: identity)
    guard let lease = store.use(digest) else {
      throw EnvironmentError.notBuilt(profile: profile, python: identity.version, option: option)
    }
    return lease
  }

  /// What this machine has: of every profile, for each language version that a lab asks of it; then what is left of
  /// earlier ones.
  func states(for labs: [LabManifest]) async throws -> [EnvironmentState] {
    var states: [EnvironmentState] = []
    for name in profiles.names {
      for version in versions(of: name, labs) {
        states.append(try await state(EnvironmentSpec(profile: name, python: version), labs))
      }
    }
    let current = Set(states.compactMap(\.digest))
    let old = store.all().filter { !current.contains($0.manifest.digest) }
    return states + old.map(EnvironmentState.init(leftOver:))
  }

  /// What this machine has of one profile for one language version.
  func state(_ spec: EnvironmentSpec, _ labs: [LabManifest]) async throws -> EnvironmentState {
    let users = labs.filter { $0.environment == spec }.map(\.id)
    guard let python = PythonInterpreter.find(version: spec.python),
      let identity = try? await InterpreterIdentity.of(python.executable)
    else {
      return EnvironmentState(
        profile: spec.profile, python: spec.python, digest: nil, built: nil, isCurrent: true, labs: users)
    }
    let digest = store.digest(of: try profiles.profile(spec.profile), for: identity)
    return EnvironmentState(
      profile: spec.profile, python: identity.version, digest: digest,
      built: store.find(digest).map(EnvironmentState.Built.init), isCurrent: true, labs: users)
  }

  /// The language versions for which labs use a profile; the usual one where none does.
  func versions(of profile: String, _ labs: [LabManifest]) -> [String] {
    let asked = Set(labs.map(\.environment).filter { $0.profile == profile }.map(\.python))
    return asked.isEmpty ? [EnvironmentSpec().python] : asked.sorted()
  }
}

extension EnvironmentState {
  fileprivate init(leftOver environment: BuiltEnvironment) {
    let manifest = environment.manifest
    self.init(
      profile: manifest.profile, python: manifest.python, digest: manifest.digest, built: Built(environment),
      isCurrent: false, labs: [])
  }
}

extension EnvironmentState.Built {
  fileprivate init(_ environment: BuiltEnvironment) {
    self.init(
      bytes: environment.manifest.bytes, lastUsed: environment.lastUsed.ISO8601Format(),
      packages: environment.manifest.packages.map { "\($0.name) \($0.version)" })
  }
}
