// The events come from libyaml, which Yams builds as its module CYaml. Yams' own `compose` is not used:
// it stops at the first duplicate key, forgets where an alias stood, and expands without a bound.
import CYaml

/// One event of a YAML stream.
struct YAMLEvent {
  /// What happens.
  enum Kind {
    case streamStart
    case streamEnd
    case documentStart
    case documentEnd
    case alias(String)
    case scalar(YAMLScalar)
    case sequenceStart
    case sequenceEnd
    case mappingStart
    case mappingEnd
  }

  /// What happens.
  var kind: Kind
  /// The name by which an alias can refer to what begins here.
  var anchor: String?
  /// An explicit tag such as `!!str`.
  var tag: String?
  /// Where it begins.
  var mark: SourceMark
}

/// Why a file is no YAML, or more of it than we take.
struct YAMLFailure: Error {
  /// Where.
  var mark: SourceMark
  /// What was found.
  var found: String
  /// What should have been there.
  var allowed: String
  /// What to do about it.
  var suggestion: String?
}

/// The events of a YAML text, one at a time.
struct YAMLEventReader: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>

  /// Reads from `bytes`, which must stay where they are as long as the reader is used.
  init(_ bytes: UnsafeBufferPointer<UInt8>) throws(YAMLFailure) {
    parser = .allocate(capacity: 1)
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      throw YAMLFailure(mark: .start, found: "more than memory can hold", allowed: "a manifest")
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// The next event.
  mutating func next() throws(YAMLFailure) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
    defer { yaml_event_delete(&event) }
    return Self.event(event)
  }

  private static func event(_ raw: yaml_event_t) -> YAMLEvent {
    var event = YAMLEvent(kind: .streamEnd, mark: mark(raw.start_mark))
    switch raw.type {
    case YAML_STREAM_START_EVENT: event.kind = .streamStart
    case YAML_DOCUMENT_START_EVENT: event.kind = .documentStart
    case YAML_DOCUMENT_END_EVENT: event.kind = .documentEnd
    case YAML_ALIAS_EVENT: event.kind = .alias(text(raw.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      event.kind = .scalar(scalar(raw.data.scalar))
      event.anchor = text(raw.data.scalar.anchor)
      event.tag = text(raw.data.scalar.tag)
    case YAML_SEQUENCE_START_EVENT:
      event.kind = .sequenceStart
      event.anchor = text(raw.data.sequence_start.anchor)
      event.tag = text(raw.data.sequence_start.tag)
    case YAML_SEQUENCE_END_EVENT: event.kind = .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      event.kind = .mappingStart
      event.anchor = text(raw.data.mapping_start.anchor)
      event.tag = text(raw.data.mapping_start.tag)
    case YAML_MAPPING_END_EVENT: event.kind = .mappingEnd
    default: event.kind = .streamEnd
    }
    return event
  }

  private typealias RawScalar = yaml_event_t.__Unnamed_union_data.__Unnamed_struct_scalar

  private static func scalar(_ raw: RawScalar) -> YAMLScalar {
    let bytes = UnsafeBufferPointer(start: raw.value, count: raw.length)
    return YAMLScalar(
      text: String(decoding: bytes, as: UTF8.self), isPlain: raw.style == YAML_PLAIN_SCALAR_STYLE)
  }

  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(cString: $0) }
  }

  private static func mark(_ mark: yaml_mark_t) -> SourceMark {
    SourceMark(line: mark.line + 1, column: mark.column + 1)
  }

  private func failure() -> YAMLFailure {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "it cannot be read"
    return YAMLFailure(
      mark: Self.mark(parser.pointee.problem_mark), found: "invalid YAML (\(problem))", allowed: "YAML",
      suggestion: Self.suggestion(for: problem))
  }

  private static func suggestion(for problem: String) -> String? {
    switch problem {
    case "mapping values are not allowed in this context":
      "Put a text that contains ': ' in quotes, and indent the keys of one mapping alike."
    case "found character that cannot start any token":
      "Indent with spaces, not tabs, and put a text that begins with @, ` or % in quotes."
    case "found undefined tag handle", "did not find expected tag URI": "Put the text in quotes."
    default: nil
    }
  }
}
