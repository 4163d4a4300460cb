import AssayModel

/// A grade as a JSON document of the form `assay-grade/1`, in both languages.
public struct JSONReport: Sendable {
  /// Makes the report.
  public init() {}

  /// One document, ended by a line feed.
  ///
  /// - Throws: an `EncodingError` where the grade holds a number that is none.
  public func text(_ grade: Grade) throws -> String { try OrderedEncoder.text(EncodedGrade(grade)) }
}
