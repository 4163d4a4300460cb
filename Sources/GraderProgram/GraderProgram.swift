import AssayModel
import Glibc
public import GraderKit

/// The main program of a package of graders: reads a request on stdin and writes the verdict on stdout.
///
/// With the argument `--examples` it holds every grader against its own examples instead.
public enum GraderProgram {
  /// Answers one request with the grader that it names, then returns.
  public static func run(_ graders: [any Grader.Type]) {
    if CommandLine.arguments.contains("--examples") { exit(checkExamples(of: graders) ? 0 : 1) }
    write(answer(to: readAll(), by: graders).bytes)
  }

  /// The answer to a request in JSON.
  public static func answer(to bytes: [UInt8], by graders: [any Grader.Type]) -> GraderAnswer {
    do {
      let request = try GraderRequest(reading: bytes)
      let name = request.criterion.grader
      guard let type = graders.first(where: { $0.description.name == name }) else {
        let known = graders.map { $0.description.name }.joined(separator: ", ")
        return .failure("the package has no grader '\(name)'; it has \(known)")
      }
      if let problem = problem(in: request.criterion.options, of: type.description) {
        return .failure(problem)
      }
      return .verdict(try type.init().verdict(on: request.evidence, for: request.criterion))
    } catch let forged as ForgedEvidence {
      return .verdict(.unmet(forged.finding))
    } catch {
      return .failure("\(error)")
    }
  }

  /// What is wrong with a criterion's options, by the names that the grader describes.
  private static func problem(in options: Value, of description: GraderDescription) -> String? {
    let given = (options.entries ?? []).compactMap(\.key.text)
    if let unknown = given.first(where: { name in !description.options.contains { $0.name == name } }) {
      return "the grader '\(description.name)' has no option '\(unknown)'"
    }
    let missing = description.options.first { $0.isRequired && !given.contains($0.name) }
    return missing.map { "the grader '\(description.name)' needs the option '\($0.name)'" }
  }

  /// Holds every example against the outcome that it must have; says which fail.
  private static func checkExamples(of graders: [any Grader.Type]) -> Bool {
    var failures = 0
    for type in graders {
      for example in type.description.examples {
        let outcome = try? type.init().verdict(on: example.evidence, for: example.criterion).outcome
        guard outcome != example.outcome else { continue }
        failures += 1
        let seen = outcome.map { "\($0)" } ?? "an error"
        write(Array("\(type.description.name): \(example.title): \(seen), not \(example.outcome)\n".utf8))
      }
    }
    return failures == 0
  }

  private static func readAll() -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count > 0 {
        bytes += buffer[..<count]
      } else if count == 0 || errno != EINTR {
        return bytes
      }
    }
  }

  private static func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
    }
  }
}
