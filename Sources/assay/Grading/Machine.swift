import AssayEngine
import AssayModel
import AssaySandbox
import Foundation

/// This machine, ready to run learners' code.
struct Machine: Sendable {
  let host: any SandboxHost
  let environment: EnvironmentFingerprint
  let fixtureProgram: [String]
  let bytecode: HarnessBytecode?

  static func ready(_ options: RunOptions) async throws -> Machine { throw Failure("stub", .bug) }
  func python(_ version: String) throws -> RunMaterial.Interpreter { throw Failure("stub", .bug) }
}
