import Foundation
import Testing

/// Expects a command to have failed with one clear message on stderr and nothing on stdout.
func expectFailure(
  _ outcome: Outcome, _ status: Int32, _ phrases: String..., lines: Int = 1,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: sourceLocation)
  #expect(outcome.output.isEmpty, "nothing on stdout", sourceLocation: sourceLocation)
  for phrase in phrases {
    #expect(outcome.errors.contains(phrase), sourceLocation: sourceLocation)
  }
  let told = outcome.errors.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
  #expect(told.count == lines, "\(outcome.errors)", sourceLocation: sourceLocation)
  #expect(outcome.errors.hasPrefix("assay: "), sourceLocation: sourceLocation)
  let last = told.last.map(String.init) ?? ""
  // A command to be copied stands at the end, without a full stop.
  let isSentence =
    last.hasSuffix(".") || last.hasSuffix("?") || last.contains(". Run: ")
  #expect(isSentence, "\(last)", sourceLocation: sourceLocation)
  for jargon in ["Error Domain", "could not be completed", "Optional(", "Fault(", "nil"] {
    #expect(!outcome.errors.contains(jargon), sourceLocation: sourceLocation)
  }
}

/// Expects the message in Korean too, with the same exit code.
func expectKorean(
  _ outcome: Outcome, _ status: Int32, _ phrase: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: sourceLocation)
  #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
  #expect(outcome.errors.contains(phrase), sourceLocation: sourceLocation)
}

/// The outcome of each check of a grade, in rubric order.
func outcomes(_ outcome: Outcome) throws -> [String] {
  try outcome.json()["checks"].elements.map { $0["outcome"].text ?? "?" }
}
