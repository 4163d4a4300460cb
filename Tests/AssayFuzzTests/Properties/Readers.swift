import Foundation
import FoundationXML

/// Reads the entities that our HTML uses.
enum Entities {
  private static let known = ["&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'", "&#96;": "`"]

  static func decoded(_ text: String) -> String {
    // The ampersand last, so that an entity that was a learner's text is not decoded twice.
    (known.sorted { $0.key < $1.key } + [("&amp;", "&")]).reduce(text) {
      Literal.replacing($1.0, by: $1.1, in: $0)
    }
  }
}

/// Comparisons byte by byte: to Swift a quote with a mark behind it is another character than a quote.
enum Literal {
  static func pieces(of text: some StringProtocol, between mark: some StringProtocol) -> [[UInt8]] {
    let (bytes, wanted) = (Array(text.utf8), Array(mark.utf8))
    var pieces: [[UInt8]] = [[]]
    var position = 0
    while position < bytes.count {
      if bytes[position] == wanted.first, bytes[position...].starts(with: wanted) {
        pieces.append([])
        position += wanted.count
      } else {
        pieces[pieces.count - 1].append(bytes[position])
        position += 1
      }
    }
    return pieces
  }

  static func replacing(_ old: String, by new: String, in text: String) -> String {
    String(decoding: Array(pieces(of: text, between: old).joined(separator: Array(new.utf8))), as: UTF8.self)
  }

  static func contains(_ text: some StringProtocol, anyOf bytes: String) -> Bool {
    text.utf8.contains { bytes.utf8.contains($0) }
  }
}

/// Asks libxml2.
enum XMLReader {
  static func isWellFormed(_ text: String) -> Bool {
    let parser = XMLParser(data: Data(text.utf8))
    parser.shouldResolveExternalEntities = false
    return parser.parse()
  }
}
