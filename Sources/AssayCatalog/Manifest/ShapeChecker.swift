/// Holds a manifest against the shapes and notes every place where it differs.
struct ShapeChecker {
  let problems: ProblemCollector

  /// Notes where `node` is not what `shape` says.
  func check(_ node: YAMLNode, _ shape: Shape, _ path: NodePath) {
    switch shape {
    case .text, .integer, .number, .boolean, .word: checkScalar(node, shape, path)
    case .list(let element, let minimum): checkList(node, shape, element, minimum: minimum, path)
    case .pair(let first, let second): checkPair(node, shape, first, second, path)
    case .oneOrMore(let element):
      if case .sequence = node.content {
        checkList(node, shape, element, minimum: 1, path)
      } else {
        check(node, element, path)
      }
    case .mapping(let table): checkMapping(node, table, path)
    case .named(let rule, let element, let minimum):
      checkNamed(node, shape, rule, element, minimum: minimum, path)
    case .openMapping:
      guard case .mapping = node.content else { return mismatch(node, shape, path) }
      checkValue(node, path)
    case .value: checkValue(node, path)
    case .anyOf(let shapes):
      guard let fitting = shapes.first(where: { Self.fits(node, $0) }) else {
        return mismatch(node, shape, path)
      }
      check(node, fitting, path)
    }
  }

  private func checkList(
    _ node: YAMLNode, _ shape: Shape, _ element: Shape, minimum: Int, _ path: NodePath
  ) {
    guard case .sequence(let elements) = node.content, elements.count >= minimum else {
      return mismatch(node, shape, path)
    }
    for (index, child) in elements.enumerated() { check(child, element, path + .index(index)) }
  }

  private func checkPair(
    _ node: YAMLNode, _ shape: Shape, _ first: Shape, _ second: Shape, _ path: NodePath
  ) {
    guard case .sequence(let elements) = node.content, elements.count == 2 else {
      return mismatch(node, shape, path)
    }
    check(elements[0], first, path + 0)
    check(elements[1], second, path + 1)
  }

  private func checkNamed(
    _ node: YAMLNode, _ shape: Shape, _ rule: TextRule, _ element: Shape, minimum: Int, _ path: NodePath
  ) {
    guard case .mapping(let pairs) = node.content, pairs.count >= minimum else {
      return mismatch(node, shape, path)
    }
    for pair in pairs {
      checkKey(pair, path)
      if !rule.accepts(pair.key) {
        problems.add(
          path + .key(pair.key), at: pair.keyMark, found: "the key '\(pair.key)'", allowed: rule.allowed)
      }
      check(pair.value, element, path + .key(pair.key))
    }
  }

  private func checkMapping(_ node: YAMLNode, _ table: KeyTable, _ path: NodePath) {
    guard case .mapping(let pairs) = node.content else { return mismatch(node, .mapping(table), path) }
    for pair in pairs {
      if let key = table.key(pair.key) {
        check(pair.value, key.shape, path + .key(pair.key))
      } else if table.isOpen {
        checkKey(pair, path)
        checkValue(pair.value, path + .key(pair.key))
      } else {
        noteUnknown(pair, table, path)
      }
    }
    for key in table.keys where key.isRequired && node[key.name] == nil {
      problems.add(path + .key(key.name), at: node.mark, found: "nothing", allowed: key.shape.allowed)
    }
    for choice in table.choices { checkChoice(choice, node, path) }
  }

  private func checkChoice(_ choice: KeyTable.Choice, _ node: YAMLNode, _ path: NodePath) {
    let given = choice.keys.filter { node[$0] != nil }
    guard given.count > 1 || (choice.isRequired && given.isEmpty) else { return }
    let found = given.isEmpty ? "none of \(Self.listed(choice.keys))" : Self.listed(given, "and")
    problems.add(
      path, at: node.mark, found: found,
      allowed: "\(choice.isRequired ? "exactly" : "at most") one of \(Self.listed(choice.keys))")
  }

  private func noteUnknown(_ pair: YAMLNode.Pair, _ table: KeyTable, _ path: NodePath) {
    problems.add(
      path + .key(pair.key), at: pair.keyMark, found: "the unknown key \(pair.described)",
      allowed: table.names.isEmpty ? "no keys" : "one of the keys \(table.names.joined(separator: ", "))",
      suggestion: suggestion(for: pair.key, among: table.names))
  }

  /// Notes keys and texts that readers of YAML 1.1 and 1.2 understand differently.
  private func checkValue(_ node: YAMLNode, _ path: NodePath) {
    switch node.content {
    case .scalar(let scalar):
      guard case .ambiguous = scalar.meaning else { return }
      problems.add(
        path, at: node.mark, found: scalar.described, allowed: "a value that all readers understand alike",
        suggestion: "Write \"\(scalar.text)\", or the value in its plain form.")
    case .sequence(let elements):
      for (index, element) in elements.enumerated() { checkValue(element, path + .index(index)) }
    case .mapping(let pairs):
      for pair in pairs {
        checkKey(pair, path)
        checkValue(pair.value, path + .key(pair.key))
      }
    }
  }

  private func checkKey(_ pair: YAMLNode.Pair, _ path: NodePath) {
    guard !pair.isText else { return }
    problems.add(
      path + .key(pair.key), at: pair.keyMark, found: "the key \(pair.described)", allowed: "a text as a key",
      suggestion: "Write \"\(pair.key)\" in quotes.")
  }

  /// Notes that `node` is not of the kind that `shape` asks for.
  func mismatch(_ node: YAMLNode, _ shape: Shape, _ path: NodePath) {
    problems.add(
      path, at: node.mark, found: node.described, allowed: shape.allowed,
      suggestion: ScalarAdvice.advice(for: node, expecting: shape))
  }

  private static func fits(_ node: YAMLNode, _ shape: Shape) -> Bool {
    switch (node.content, shape) {
    case (.mapping, .mapping), (.mapping, .openMapping), (.mapping, .named): true
    case (.sequence, .list), (.sequence, .pair): true
    case (.scalar(let scalar), .text), (.scalar(let scalar), .word):
      if case .text = scalar.meaning { true } else { false }
    case (.scalar(let scalar), .integer): if case .integer = scalar.meaning { true } else { false }
    case (.scalar(let scalar), .boolean): if case .boolean = scalar.meaning { true } else { false }
    default: false
    }
  }

  private static func listed(_ keys: [String], _ conjunction: String = "or") -> String {
    let quoted = keys.map { "'\($0)'" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
    return quoted.dropLast().joined(separator: ", ") + " \(conjunction) \(last)"
  }
}
