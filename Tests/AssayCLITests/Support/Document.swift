import AssayTestSupport
import Foundation

/// A JSON document, read by path: `document["checks"][0]["outcome"].text`.
struct Document {
  private let content: Any?

  init(_ bytes: [UInt8]) throws {
    content = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
  }

  private init(content: Any?) { self.content = content }

  subscript(_ key: String) -> Document { Document(content: (content as? [String: Any])?[key]) }
  subscript(_ index: Int) -> Document {
    let items = content as? [Any] ?? []
    return Document(content: items.indices.contains(index) ? items[index] : nil)
  }

  var text: String? { content as? String }
  var number: Double? { (content as? NSNumber)?.doubleValue }
  var elements: [Document] { (content as? [Any] ?? []).map { Document(content: $0) } }
  var isThere: Bool { content != nil }
}
