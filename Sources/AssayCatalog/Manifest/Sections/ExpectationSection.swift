import AssayModel

/// `expect:` of a check: predicates on evidence.
///
/// Whatever needs arithmetic is a grader instead.
enum ExpectationSection {
  /// The two forms of `sorted:`.
  enum Order: String, CaseIterable {
    case descending = "desc"
    case ascending = "asc"
  }

  /// `approx:`.
  static let approximateTable = KeyTable(
    name: "approx", summary: "A number near another.",
    keys: [
      .required("v", .anyNumber, "The number."),
      .required("tol", .amount, "How far from it the evidence may be."),
    ])

  private static let selectors: [KeyTable.Key] = [
    .optional(
      "path", .text(.sentence),
      "A path into the returned value: kind, [0].cpu_s, [*].kind, [1:3], a.$drawn.b."),
    .optional("server", .words(FixtureCounter.self), "A counter of the fixture server."),
  ]

  private static let predicates: [KeyTable.Key] = [
    .optional("eq", .value, "Equal by value and type: 1 is an int, 1.0 a float, \"1\" a text."),
    .optional("approx", .mapping(approximateTable), "A number near another."),
    .optional("le", .anyNumber, "A number at most this."),
    .optional("ge", .anyNumber, "A number at least this."),
    .optional("between", .pair(.anyNumber, .anyNumber), "A number in this closed range."),
    .optional("all_eq", .value, "Every element equals this."),
    .optional("all_between", .pair(.anyNumber, .anyNumber), "Every element is in this closed range."),
    .optional("sorted", .words(Order.self), "The elements are in this order."),
    .optional("contains", .value, "The elements include this."),
    .optional("count", .integer(0...1_000_000_000), "The number of elements."),
  ]

  /// One expectation.
  static let table = KeyTable(
    name: "expectation", summary: "One predicate on some evidence.",
    keys: selectors + predicates + [
      .optional(
        "case", .integer(0...1_000_000), "The only call, from 0, that it looks at; otherwise every call.")
    ],
    choices: [
      KeyTable.Choice(keys: selectors.map(\.name), isRequired: true),
      KeyTable.Choice(keys: predicates.map(\.name), isRequired: true),
    ])

  /// What one expectation says; nil where it says nothing complete.
  static func expectation(_ node: YAMLNode) -> Expectation? {
    guard let selector = selector(node), let predicate = predicate(node) else { return nil }
    return Expectation(selector, predicate, caseIndex: node["case"]?.integer)
  }

  private static func selector(_ node: YAMLNode) -> Expectation.Selector? {
    if let path = node["path"]?.text { return .path(path) }
    let counter: FixtureCounter? = node["server"]?.word()
    return counter.map(Expectation.Selector.server)
  }

  private static func predicate(_ node: YAMLNode) -> Expectation.Predicate? {
    for pair in node.pairs {
      if let predicate = predicate(pair.key, pair.value) { return predicate }
    }
    return nil
  }

  private static func predicate(_ name: String, _ node: YAMLNode) -> Expectation.Predicate? {
    switch name {
    case "eq": .equal(node.value)
    case "all_eq": .allEqual(node.value)
    case "contains": .contains(node.value)
    case "le": node.number.map { .atMost($0) }
    case "ge": node.number.map { .atLeast($0) }
    case "between": range(node).map { .between($0.0, $0.1) }
    case "all_between": range(node).map { .allBetween($0.0, $0.1) }
    case "count": node.integer.map { .count($0) }
    case "sorted": node.word(Order.self).map { .sorted(descending: $0 == .descending) }
    case "approx":
      if let value = node["v"]?.number, let tolerance = node["tol"]?.number {
        .approximately(value: value, tolerance: tolerance)
      } else {
        nil
      }
    default: nil
    }
  }

  private static func range(_ node: YAMLNode) -> (Double, Double)? {
    let numbers = node.elements.compactMap(\.number)
    return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
  }
}
