import AssayModel

/// The JSON Schema of `lab/1`, by which editors complete and check manifests.
///
/// It is written from the same tables that the decoder reads, so the two cannot differ in what they allow.
/// What a schema cannot say (points that add up, names that resolve) only the decoder checks.
public enum ManifestSchema {
  /// The schema as it is published in `docs/schema/lab-1.schema.json`.
  public static var document: String { JSONText.pretty(root) + "\n" }

  /// The schema as a value.
  static var root: Value {
    guard case .map(let lab) = object(ManifestTable.lab) else { return .null }
    let definitions = ManifestTable.all.dropFirst().map { Value.Entry($0.name, object($0)) }
    return .map(
      [
        Value.Entry("$schema", "https://json-schema.org/draft/2020-12/schema"),
        Value.Entry("$id", "urn:assay:schema:lab:1"),
        Value.Entry("title", "Assay lab manifest (lab/1)"),
      ] + lab + completeScenarios + [Value.Entry("$defs", .map(definitions))])
  }

  /// Without `defaults`, every scenario must name its driver and, where that asks for it, what it calls.
  private static let completeScenarios: [Value.Entry] = [
    Value.Entry("if", .record(["not": .record(["required": ["defaults"]])])),
    Value.Entry(
      "then",
      .record([
        "properties": .record([
          "scenarios": .record([
            "additionalProperties": .record([
              "required": ["driver"],
              "anyOf": [
                .record(["required": ["op"]]), .record(["required": ["function"]]),
                .record(["properties": .record(["driver": .record(["enum": .list(withoutTarget)])])]),
              ],
            ])
          ])
        ])
      ])),
  ]

  /// The drivers that need neither `op` nor `function`.
  private static let withoutTarget = Driver.allCases.filter(\.startsProcesses)
    .map { Value.string($0.rawValue) }

  private static func object(_ table: KeyTable) -> Value {
    var entries: [Value.Entry] = [
      Value.Entry("description", .string(table.summary)), Value.Entry("type", "object"),
      Value.Entry("properties", .map(table.keys.map { Value.Entry($0.name, property($0)) })),
    ]
    let required = table.keys.filter(\.isRequired).map { Value.string($0.name) }
    if !required.isEmpty { entries.append(Value.Entry("required", .list(required))) }
    if !table.isOpen { entries.append(Value.Entry("additionalProperties", false)) }
    if !table.choices.isEmpty { entries.append(Value.Entry("allOf", .list(table.choices.map(choice)))) }
    return .map(entries)
  }

  private static func property(_ key: KeyTable.Key) -> Value {
    var entries = [Value.Entry("description", .string(key.summary))] + schema(key.shape)
    if let standard = key.standard { entries.append(Value.Entry("default", standard)) }
    return .map(entries)
  }

  private static func choice(_ choice: KeyTable.Choice) -> Value {
    if choice.isRequired {
      let alternatives = choice.keys.map { Value.record(["required": .list([.string($0)])]) }
      return .record(["oneOf": .list(alternatives)])
    }
    let pairs = choice.keys.indices.flatMap { first in
      choice.keys.indices.dropFirst(first + 1).map { second in
        Value.record(["required": .list([.string(choice.keys[first]), .string(choice.keys[second])])])
      }
    }
    return .record(["not": pairs.count == 1 ? pairs[0] : .record(["anyOf": .list(pairs)])])
  }

  private static func schema(_ shape: Shape) -> [Value.Entry] {
    switch shape {
    case .text(let rule): text(rule)
    case .integer(let range):
      type("integer") + bound("minimum", range.lowerBound == .min ? nil : .int(range.lowerBound))
        + bound("maximum", range.upperBound == .max ? nil : .int(range.upperBound))
    case .number(let range):
      type("number") + bound("minimum", range.lowerBound.isFinite ? .float(range.lowerBound) : nil)
        + bound("maximum", range.upperBound.isFinite ? .float(range.upperBound) : nil)
    case .boolean: type("boolean")
    case .word(let words): [Value.Entry("enum", .list(words.map { .string($0) }))]
    case .list(let element, let minimum): array(element, minimum: minimum)
    case .pair(let first, let second):
      type("array") + [
        Value.Entry("prefixItems", [.map(schema(first)), .map(schema(second))]),
        Value.Entry("items", false), Value.Entry("minItems", 2),
      ]
    case .oneOrMore(let element):
      [Value.Entry("anyOf", [.map(schema(element)), .map(array(element, minimum: 1))])]
    case .mapping(let table): [Value.Entry("$ref", .string("#/$defs/\(table.name)"))]
    case .named(let rule, let element, let minimum):
      type("object") + [
        Value.Entry("propertyNames", .record(["pattern": .string(rule.pattern)])),
        Value.Entry("additionalProperties", .map(schema(element))),
      ] + bound("minProperties", minimum > 0 ? .int(minimum) : nil)
    case .openMapping: type("object")
    case .value: []
    case .anyOf(let shapes): [Value.Entry("anyOf", .list(shapes.map { .map(schema($0)) }))]
    }
  }

  private static func text(_ rule: TextRule) -> [Value.Entry] {
    type("string") + bound("pattern", rule.pattern.isEmpty ? nil : .string(rule.pattern))
  }

  private static func array(_ element: Shape, minimum: Int) -> [Value.Entry] {
    type("array") + [Value.Entry("items", .map(schema(element)))]
      + bound("minItems", minimum > 0 ? .int(minimum) : nil)
  }

  private static func type(_ name: String) -> [Value.Entry] { [Value.Entry("type", .string(name))] }

  private static func bound(_ key: String, _ value: Value?) -> [Value.Entry] {
    value.map { [Value.Entry(key, $0)] } ?? []
  }
}
