import AssayCatalog
import AssayModel
import Foundation

/// Derives a grading's seed from what is graded and a secret of this machine.
///
/// The same submission gets the same inputs every time, so that a verdict can be repeated and luck cannot be
/// farmed; without the secret, which never enters the sandbox, nobody can know them in advance.
struct SeedKeeper {
  private let secret: [UInt8]
  /// False where the secret could not be kept, so that seeds differ from one grading to the next.
  let isStable: Bool

  /// Reads this machine's secret, or makes it.
  init(stateFolder: URL) {
    let file = stateFolder.appendingPathComponent("seed.key")
    if let known = try? Data(contentsOf: file), known.count == 32 {
      secret = Array(known)
      isStable = true
      return
    }
    var generator = SystemRandomNumberGenerator()
    secret = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
    isStable = Self.keep(secret, in: file)
  }

  /// The seed for grading this submission of this lab.
  func seed(lab: Digest, submission: Digest) -> Seed {
    let digest = ContentDigest.of(secret + Array("\(lab) \(submission)".utf8))
    return Seed(UInt64(digest.hexadecimal.prefix(16), radix: 16) ?? 0)
  }

  private static func keep(_ secret: [UInt8], in file: URL) -> Bool {
    let manager = FileManager.default
    do {
      try manager.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      try Data(secret).write(to: file, options: .atomic)
      try manager.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
      return true
    } catch {
      return false
    }
  }
}
