import AssayModel
import Foundation

/// The engine's side of the fixture server's control channel.
enum FixtureControl {
  private static let answerLimitSeconds: Double = 20

  /// Loads a script and returns each host's `address:port`.
  ///
  /// - Throws: ``FixtureLoss``.
  static func load(_ script: FixtureScript, over process: any SandboxedProcess) async throws -> [String] {
    let reply = try await ask(.load(script, port: process.fixturePort), process)
    guard case .listening(let address) = reply else { throw unexpected(reply) }
    return address.hosts.map { "\($0):\(address.port)" }
  }

  /// Everything that the server has seen so far.
  static func snapshot(over process: any SandboxedProcess) async throws -> FixtureTrace {
    let reply = try await ask(.snapshot, process)
    guard case .trace(let trace) = reply else { throw unexpected(reply) }
    return trace
  }

  private static func ask(
    _ request: FixtureRequest, _ process: any SandboxedProcess
  ) async throws -> FixtureReply {
    do {
      let line = Array(try JSONEncoder().encode(request))
      let answer = try await process.askFixture(line, within: answerLimitSeconds)
      return try JSONDecoder().decode(FixtureReply.self, from: Data(answer))
    } catch is SandboxTimeout {
      throw FixtureLoss(Fault(.fixture, detail: "no answer", isTransient: true))
    } catch is DecodingError {
      throw FixtureLoss(Fault(.fixture, detail: "its answer cannot be read"))
    }
  }

  private static func unexpected(_ reply: FixtureReply) -> FixtureLoss {
    guard case .error(let sentence) = reply else {
      return FixtureLoss(Fault(.fixture, detail: "an unexpected answer", isTransient: true))
    }
    let detail = sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
    return FixtureLoss(Fault(.fixture, detail: detail, isTransient: true))
  }
}
