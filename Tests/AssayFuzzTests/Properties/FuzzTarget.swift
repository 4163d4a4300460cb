import AssayModel

/// Something that reads bytes which a stranger may have written, and what must hold whatever they are.
struct FuzzTarget: Sendable {
  /// Its name, also of its folder in fixtures/fuzz.
  var name: String
  /// Real inputs from which others are made: paths in the repository.
  var seedFiles: [String] = []
  /// Small inputs from which others are made.
  var seeds: [String] = []
  /// Pieces that mean something to the reader.
  var words: [String] = []
  /// Throws ``Violation`` where something does not hold; a trap is a finding, too.
  var check: @Sendable ([UInt8]) throws -> Void

  /// Every target.
  static let all = [
    manifest, wire, harness, evidence, frames, requests, text, reports, zip, entries, unpacker,
  ]

  /// The names of all.
  static let names = all.map { $0.name }

  /// The target with this name.
  static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}

/// A property that does not hold.
struct Violation: Error, CustomStringConvertible {
  var description: String
}

/// Throws where `condition` does not hold.
func require(_ condition: Bool, _ sentence: @autoclosure () -> String) throws {
  guard condition else { throw Violation(description: sentence()) }
}
