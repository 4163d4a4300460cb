import AssayModel

/// What a grader outside of this process gives back: a verdict, or why it has none.
///
/// `docs/graders.md` describes the JSON, `docs/schema/grader-verdict-1.schema.json` is its schema.
public enum GraderAnswer: Sendable, Equatable {
  /// Its verdict: met, partial, unmet or inconclusive.
  case verdict(Verdict)
  /// It cannot judge, for this reason: a fault of the lab or of the grader.
  case failure(String)

  /// The version of the form.
  public static let schema = "grader-verdict/1"
  /// The longest text, in bytes of UTF-8.
  public static let maximumText = 8192
  /// The most findings.
  public static let maximumFindings = 50
  /// The longest answer, in bytes.
  public static let maximumBytes = 1 << 20

  /// The answer as one line of JSON.
  public var bytes: [UInt8] { WireFormat.write(value) + [0x0a] }

  private var value: Value {
    let schema = Value.Entry("schema", .string(Self.schema))
    switch self {
    case .failure(let reason): return .map([schema, .init("error", .string(reason))])
    case .verdict(let verdict): return .map([schema] + Self.entries(of: verdict))
    }
  }

  private static func entries(of verdict: Verdict) -> [Value.Entry] {
    var entries: [Value.Entry]
    switch verdict.outcome {
    case .met: entries = [.init("outcome", "met")]
    case .partial(let fraction): entries = [.init("outcome", "partial"), .init("fraction", .float(fraction))]
    case .unmet: entries = [.init("outcome", "unmet")]
    case .inconclusive: entries = [.init("outcome", "inconclusive")]
    case .blocked(let ids):
      return [.init("error", .string("only judging can block a check (by \(ids.joined(separator: ", ")))"))]
    case .ungraded(let fault): return [.init("error", .string(fault.explanation.en))]
    }
    if !verdict.findings.isEmpty {
      entries.append(.init("findings", .list(verdict.findings.prefix(maximumFindings).map(\.answerValue))))
    }
    return entries
  }
}

extension Finding {
  fileprivate var answerValue: Value {
    var entries: [Value.Entry] = [
      .init("expected", expected.answerValue), .init("seen", seen.answerValue),
    ]
    if let input { entries.append(.init("input", .string(input))) }
    if let caseIndex { entries.append(.init("case", .int(caseIndex))) }
    if let hint { entries.append(.init("hint", hint.answerValue)) }
    return .map(entries)
  }
}

extension LocalizedText {
  fileprivate var answerValue: Value {
    en == ko ? .string(en) : .record(["en": .string(en), "ko": .string(ko)])
  }
}
