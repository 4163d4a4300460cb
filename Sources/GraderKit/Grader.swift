import AssayModel

/// Judges one criterion from evidence alone: no clock, no disk, no network, no state.
///
/// A grader that throws makes its criterion `ungraded`, never wrong.
public protocol Grader: Sendable {
  /// The name, the options and the examples by which it is documented and tested.
  static var description: GraderDescription { get }

  /// Makes a grader; it keeps nothing between verdicts.
  init()

  /// Says whether the evidence meets the criterion.
  ///
  /// - Throws: ``GraderError`` when the options or the evidence are not what it needs: a fault of the
  ///   lab or of ours, never of the learner.
  func verdict(on evidence: Evidence, for criterion: Criterion) throws -> Verdict
}

/// What a grader is, for `assay explain`, the documentation and the tests.
public struct GraderDescription: Sendable {
  /// The name that manifests use, for example `retry.matrix`.
  public var name: String
  /// One sentence: what it judges.
  public var summary: LocalizedText
  /// More, where one sentence is not enough.
  public var discussion: String
  /// The options under `with:`.
  public var options: [OptionSpec]
  /// Evidence that it must accept and evidence that it must not.
  ///
  /// Made when asked for: every command looks at descriptions, few look at examples.
  public var examples: [GraderExample] { makeExamples() }
  private let makeExamples: @Sendable () -> [GraderExample]

  /// Describes a grader.
  public init(
    name: String, summary: LocalizedText, discussion: String = "", options: [OptionSpec] = [],
    examples: @autoclosure @escaping @Sendable () -> [GraderExample]
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.options = options
    makeExamples = examples
  }
}

/// One option of a grader or a workload.
public struct OptionSpec: Sendable, Equatable {
  /// The kinds of value that an option takes.
  public enum Kind: Sendable, Equatable {
    /// An integer.
    case integer
    /// A number.
    case number
    /// A text.
    case text
    /// `true` or `false`.
    case boolean
    /// A list.
    case list
    /// A mapping.
    case mapping
    /// One of these words.
    case choice([String])
  }

  /// The key.
  public var name: String
  /// What it takes.
  public var kind: Kind
  /// True when it must be given.
  public var isRequired: Bool
  /// One sentence: what it does, its unit, its default.
  public var summary: String

  /// Describes an option.
  public init(_ name: String, _ kind: Kind, isRequired: Bool = false, summary: String) {
    self.name = name
    self.kind = kind
    self.isRequired = isRequired
    self.summary = summary
  }
}

/// Evidence with the outcome that a grader must give it: documentation and test in one.
public struct GraderExample: Sendable {
  /// What the example shows, in one sentence.
  public var title: String
  /// The criterion that is judged.
  public var criterion: Criterion
  /// The evidence.
  public var evidence: Evidence
  /// The outcome that it must have; of `partial` the fraction counts.
  public var outcome: Verdict.Outcome

  /// Gives an example.
  public init(_ title: String, criterion: Criterion, evidence: Evidence, outcome: Verdict.Outcome) {
    self.title = title
    self.criterion = criterion
    self.evidence = evidence
    self.outcome = outcome
  }
}

/// Evidence that the lab's exercise does not send: other code in the sandbox has.
///
/// A grader throws it where a value of the exercise lacks what the exercise always gives. The criterion is then
/// unmet: if it were ungraded, whoever forges evidence could have a bad grade withheld.
public struct ForgedEvidence: Error, Sendable, Equatable {
  /// What is missing, for a person.
  public var missing: LocalizedText

  /// Names what is missing.
  public init(missing: LocalizedText) { self.missing = missing }

  /// Why the criterion is unmet.
  public var finding: Finding {
    Finding(
      expected: LocalizedText(
        en: "the lab's exercise runs undisturbed and reports what it saw",
        ko: "랩의 실습 코드가 방해 없이 실행되어 결과를 보고합니다"),
      seen: LocalizedText(
        en: "its report lacks \(missing.en), which only code that interferes with it can bring about",
        ko: "보고에 \(missing.ko) 항목이 없으며, 이는 다른 코드가 개입해야만 발생합니다"))
  }
}

/// Why a grader or a workload could not do its work: a fault of the lab or of ours.
public struct GraderError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong and what to do, in one sentence.
  public var description: String

  /// States what is wrong.
  public init(_ description: String) { self.description = description }
}
