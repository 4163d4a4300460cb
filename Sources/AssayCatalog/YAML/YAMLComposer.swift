/// Builds the nodes of one YAML document, within bounds that a hostile or mistaken file cannot exceed.
struct YAMLComposer: ~Copyable {
  /// How many nodes a manifest may have once its aliases are expanded.
  static let maximumNodes = 50_000
  /// How deep lists and mappings may nest.
  static let maximumDepth = 64

  /// A mistake that does not keep the rest from being read.
  struct Mistake {
    var path: NodePath
    var failure: YAMLFailure
  }

  /// What a document holds: its root, nil where there is none, and the mistakes seen on the way.
  typealias Document = (root: YAMLNode?, mistakes: [Mistake])

  private var events: YAMLEventReader
  private var anchors: [String: (node: YAMLNode, size: Int)] = [:]
  private var mistakes: [Mistake] = []
  private var path = NodePath()
  private var nodes = 0

  private init(_ bytes: UnsafeBufferPointer<UInt8>) throws(YAMLFailure) {
    events = try YAMLEventReader(bytes)
  }

  /// The single document in `bytes`.
  static func compose(_ bytes: [UInt8]) throws(YAMLFailure) -> Document {
    let result: Result<Document, YAMLFailure> = bytes.withUnsafeBufferPointer { buffer in
      do throws(YAMLFailure) {
        var composer = try YAMLComposer(buffer)
        return .success(try composer.document())
      } catch { return .failure(error) }
    }
    return try result.get()
  }

  private mutating func document() throws(YAMLFailure) -> Document {
    var root: YAMLNode?
    while true {
      let event = try events.next()
      switch event.kind {
      case .streamStart: continue
      case .streamEnd: return (root, mistakes)
      case .documentStart:
        guard root == nil else {
          throw YAMLFailure(mark: event.mark, found: "a second document", allowed: "one manifest in a file")
        }
        root = try node(from: try events.next())
      default: continue
      }
    }
  }

  private mutating func node(from event: YAMLEvent) throws(YAMLFailure) -> YAMLNode {
    let sizeBefore = nodes
    nodes += 1
    try checkBounds(at: event.mark)
    if let tag = event.tag {
      note(
        YAMLFailure(
          mark: event.mark, found: "the tag '\(tag)'", allowed: "a value without a tag",
          suggestion: "Put a text in quotes instead."))
    }
    let composed: YAMLNode
    switch event.kind {
    case .alias(let name): return try expanded(name, at: event.mark)
    case .sequenceStart: composed = try sequence(from: event)
    case .mappingStart: composed = try mapping(from: event)
    case .scalar(let scalar): composed = YAMLNode(content: .scalar(scalar), mark: event.mark)
    default: throw YAMLFailure(mark: event.mark, found: "no value", allowed: "a value")
    }
    if let anchor = event.anchor { anchors[anchor] = (composed, nodes - sizeBefore) }
    return composed
  }

  private func checkBounds(at mark: SourceMark) throws(YAMLFailure) {
    guard nodes <= Self.maximumNodes else {
      throw YAMLFailure(
        mark: mark, found: "more than \(Self.maximumNodes) values once aliases are expanded",
        allowed: "a manifest of a sane size")
    }
    guard path.steps.count <= Self.maximumDepth else {
      throw YAMLFailure(
        mark: mark, found: "lists and mappings nested more than \(Self.maximumDepth) deep",
        allowed: "less nesting")
    }
  }

  private mutating func expanded(_ name: String, at mark: SourceMark) throws(YAMLFailure) -> YAMLNode {
    guard let (target, size) = anchors[name] else {
      throw YAMLFailure(
        mark: mark, found: "the alias '*\(name)', which names nothing above it",
        allowed: "the name of an anchor",
        suggestion: suggestion(for: name, among: anchors.keys.sorted()))
    }
    nodes += size
    try checkBounds(at: mark)
    return YAMLNode(content: target.content, mark: mark)
  }

  private mutating func sequence(from start: YAMLEvent) throws(YAMLFailure) -> YAMLNode {
    var elements: [YAMLNode] = []
    while true {
      let event = try events.next()
      if case .sequenceEnd = event.kind {
        return YAMLNode(content: .sequence(elements), mark: start.mark)
      }
      path.steps.append(.index(elements.count))
      elements.append(try node(from: event))
      path.steps.removeLast()
    }
  }

  private mutating func mapping(from start: YAMLEvent) throws(YAMLFailure) -> YAMLNode {
    var pairs: [YAMLNode.Pair] = []
    var lines: [String: Int] = [:]
    var merged: [YAMLNode] = []
    while true {
      let event = try events.next()
      if case .mappingEnd = event.kind { break }
      guard case .scalar(let key) = event.kind else {
        throw YAMLFailure(
          mark: event.mark, found: "a key that is no plain text", allowed: "a text as a key")
      }
      path.steps.append(.key(key.text))
      let value = try node(from: try events.next())
      if key.isPlain, key.text == "<<" {
        merged += mergeSources(value)
      } else if let line = lines[key.text] {
        note(
          YAMLFailure(
            mark: event.mark, found: "'\(key.text)' a second time (first on line \(line))",
            allowed: "every key once"))
      } else {
        lines[key.text] = event.mark.line
        pairs.append(
          YAMLNode.Pair(key: key.text, keyIsPlain: key.isPlain, keyMark: event.mark, value: value))
      }
      path.steps.removeLast()
    }
    for pair in merged.flatMap(\.pairs) where lines.updateValue(pair.keyMark.line, forKey: pair.key) == nil {
      pairs.append(pair)
    }
    return YAMLNode(content: .mapping(pairs), mark: start.mark)
  }

  /// The mappings that a merge key names; an earlier one wins over a later one.
  private mutating func mergeSources(_ value: YAMLNode) -> [YAMLNode] {
    let sources: [YAMLNode]
    if case .sequence(let elements) = value.content { sources = elements } else { sources = [value] }
    return sources.filter { source in
      if case .mapping = source.content { return true }
      note(
        YAMLFailure(
          mark: source.mark, found: "a merge key '<<' on something that is no mapping",
          allowed: "a mapping, or a list of mappings"))
      return false
    }
  }

  private mutating func note(_ failure: YAMLFailure) {
    mistakes.append(Mistake(path: path, failure: failure))
  }
}
