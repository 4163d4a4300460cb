/// One mistake in a manifest: where it is, what was found, what is allowed.
public struct ManifestProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file as it was named to the reader.
  public var file: String
  /// The line, from 1.
  public var line: Int
  /// The column in Unicode scalars, from 1.
  public var column: Int
  /// The way to the value, for example `checks[3].points`; empty for the file as a whole.
  public var keyPath: String
  /// What was found.
  public var found: String
  /// What is allowed.
  public var allowed: String
  /// What to do about it, as a sentence of its own.
  public var suggestion: String?

  /// Describes a mistake.
  public init(
    file: String, line: Int, column: Int, keyPath: String = "", found: String, allowed: String,
    suggestion: String? = nil
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.keyPath = keyPath
    self.found = found
    self.allowed = allowed
    self.suggestion = suggestion
  }

  /// `lab.yaml:41:12: checks[3].points: found 'ten', expected an integer from 1 to 100.` and what to do.
  public var description: String {
    let place = keyPath.isEmpty ? "" : "\(keyPath): "
    let advice = suggestion.map { " \($0)" } ?? ""
    return "\(file):\(line):\(column): \(place)found \(found), expected \(allowed).\(advice)"
  }
}

/// Everything that is wrong with a manifest, in the order of the file.
public struct ManifestError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The mistakes; at least one.
  public var problems: [ManifestProblem]

  /// Collects mistakes.
  public init(problems: [ManifestProblem]) { self.problems = problems }

  /// One line per mistake.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// Gathers the mistakes of one manifest while it is read.
final class ProblemCollector {
  private let file: String
  private let root: YAMLNode
  private var problems: [(mark: SourceMark, problem: ManifestProblem)] = []
  private var paths: Set<NodePath> = []
  private var known: Set<Identity> = []

  /// What makes two mistakes one: the same value reached on two ways, by defaults or aliases.
  private struct Identity: Hashable {
    var mark: SourceMark
    var step: PathStep?
    var found: String
    var allowed: String
  }

  /// Gathers mistakes in `file`, whose content is `root`.
  init(file: String, root: YAMLNode) {
    self.file = file
    self.root = root
  }

  /// Notes a mistake at `mark`; without one, where the value at `path` stands.
  func add(
    _ path: NodePath, at mark: SourceMark? = nil, found: String, allowed: String, suggestion: String? = nil
  ) {
    let mark = mark ?? root.mark(at: path)
    paths.insert(path)
    let identity = Identity(mark: mark, step: path.steps.last, found: found, allowed: allowed)
    guard known.insert(identity).inserted else { return }
    problems.append(
      (
        mark,
        ManifestProblem(
          file: file, line: mark.line, column: mark.column, keyPath: path.description, found: found,
          allowed: allowed, suggestion: suggestion)
      ))
  }

  /// Whether `path`, or something below it, has a mistake already.
  func concerns(_ path: NodePath) -> Bool { paths.contains { $0.steps.starts(with: path.steps) } }

  /// The mistakes in the order of the file.
  var sorted: [ManifestProblem] {
    problems.enumerated()
      .sorted { ($0.element.mark, $0.offset) < ($1.element.mark, $1.offset) }
      .map(\.element.problem)
  }
}
