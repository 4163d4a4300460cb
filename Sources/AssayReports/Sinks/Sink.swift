/// A place where text is shown, with the one way in which somebody else's text gets there.
///
/// What a learner controls (output, values, messages, names of files, functions and folders) is a `String`
/// here; a sink takes only its own ``Markup``. So there is no way around the escaper, and each place has its
/// own: what is harmless in a terminal may be a tag in HTML, and what is harmless there a formula in CSV.
protocol Sink {
  /// `text` as this place shows it literally.
  static func escaped(_ text: String) -> String
}

/// Text that does in its place what we mean and nothing else.
///
/// Literals are ours. Whatever is interpolated is escaped on its way in, unless it is such text already.
struct Markup<Place: Sink>: Sendable, Equatable, ExpressibleByStringInterpolation {
  /// The finished text.
  private(set) var text: String

  init(stringLiteral value: StaticString) { text = "\(value)" }

  init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  /// Somebody else's text.
  init(escaping foreign: String) { text = Place.escaped(foreign) }

  /// What an escaper of the place itself has made; no report calls this.
  init(trusted text: String) { self.text = text }

  static func + (left: Self, right: Self) -> Self { Self(trusted: left.text + right.text) }

  static func += (left: inout Self, right: Self) { left.text += right.text }

  /// Collects literals as they are and everything else escaped.
  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

    mutating func appendLiteral(_ literal: StaticString) { text += "\(literal)" }

    mutating func appendInterpolation(_ foreign: String) { text += Place.escaped(foreign) }

    mutating func appendInterpolation(_ number: Int) { text += String(number) }

    mutating func appendInterpolation(_ markup: Markup<Place>) { text += markup.text }
  }
}

extension Sequence {
  /// The pieces behind one another.
  func joined<Place>(_ separator: Markup<Place> = "") -> Markup<Place> where Element == Markup<Place> {
    Markup(trusted: map(\.text).joined(separator: separator.text))
  }
}
