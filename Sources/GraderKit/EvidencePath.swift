import AssayModel

/// A path into a value: `kind`, `[0].cpu_s`, `[*].kind`, `[1:3]`, `a.$drawn.b`.
///
/// A `[*]` or a slice fans out: the rest of the path is followed in every element, and the result is a list.
public struct EvidencePath: Sendable, Equatable {
  enum Step: Sendable, Equatable {
    case key(String)
    case index(Int)
    case slice(from: Int?, to: Int?)
  }

  let steps: [Step]
  private let text: String

  /// Reads a path, with `$name` replaced by the text drawn for `name`.
  ///
  /// - Throws: ``GraderError`` that says what in the path is wrong.
  public init(_ text: String, drawn: [String: String] = [:]) throws {
    self.text = text
    var steps: [Step] = []
    var rest = text[...]
    while let first = rest.first {
      if first == "." {
        rest.removeFirst()
      } else if first == "[" {
        guard let end = rest.firstIndex(of: "]") else {
          throw GraderError("The path '\(text)' has a '[' without its ']'.")
        }
        steps.append(try Self.bracket(rest[rest.index(after: rest.startIndex)..<end], in: text))
        rest = rest[rest.index(after: end)...]
      } else {
        let key = rest.prefix { $0 != "." && $0 != "[" }
        steps.append(.key(try Self.name(String(key), drawn, in: text)))
        rest = rest[key.endIndex...]
      }
    }
    self.steps = steps
  }

  private static func name(_ key: String, _ drawn: [String: String], in text: String) throws -> String {
    guard key.hasPrefix("$") else { return key }
    guard let value = drawn[String(key.dropFirst())] else {
      throw GraderError("The path '\(text)' names '\(key)', which the scenario does not draw.")
    }
    return value
  }

  private static func bracket(_ content: Substring, in text: String) throws -> Step {
    if content == "*" { return .slice(from: nil, to: nil) }
    let bounds = content.split(separator: ":", omittingEmptySubsequences: false)
    if bounds.count == 1, let index = Int(content) { return .index(index) }
    guard bounds.count == 2, bounds.allSatisfy({ $0.isEmpty || Int($0) != nil }) else {
      throw GraderError("The path '\(text)' has '[\(content)]'; write [2], [1:3] or [*].")
    }
    return .slice(from: Int(bounds[0]), to: Int(bounds[1]))
  }

  /// The value at the path, or where the path leads nowhere.
  public func value(in root: Value) -> Result<Value, Missing> { Self.follow(steps[...], in: root) }

  /// The step of a path that a value does not have.
  public struct Missing: Error, Sendable, Equatable {
    /// The key or index that is not there.
    public var step: String
    /// The value in which it was looked for.
    public var container: Value
  }

  private static func follow(_ steps: ArraySlice<Step>, in root: Value) -> Result<Value, Missing> {
    guard let step = steps.first else { return .success(root) }
    let rest = steps.dropFirst()
    switch step {
    case .key(let key):
      guard let next = root[key] else { return .failure(Missing(step: key, container: root)) }
      return follow(rest, in: next)
    case .index(let index):
      guard let next = root[index] else { return .failure(Missing(step: "[\(index)]", container: root)) }
      return follow(rest, in: next)
    case .slice(let from, let to):
      guard let elements = root.elements else { return .failure(Missing(step: "[…]", container: root)) }
      let lower = min(max(from ?? 0, 0), elements.count)
      let upper = min(max(to ?? elements.count, lower), elements.count)
      return fanOut(elements[lower..<upper], rest)
    }
  }

  private static func fanOut(
    _ elements: ArraySlice<Value>, _ rest: ArraySlice<Step>
  ) -> Result<Value, Missing> {
    var found: [Value] = []
    for element in elements {
      switch follow(rest, in: element) {
      case .success(let value): found.append(value)
      case .failure(let missing): return .failure(missing)
      }
    }
    return .success(.list(found))
  }
}
