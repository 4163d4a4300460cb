import AssayModel

/// The tables of keys in `docs/manifest.md`, written from what the decoder reads.
public enum ManifestReference {
  /// One section for each kind of mapping, in Markdown.
  public static var markdown: String {
    ManifestTable.all.map(section).joined(separator: "\n")
  }

  private static func section(_ table: KeyTable) -> String {
    let rows = table.keys.map { key in
      let standard = key.isRequired ? "**required**" : key.standard.map { "`\(JSONText.line($0))`" } ?? "–"
      return "| `\(key.name)` | \(type(key.shape)) | \(standard) | \(key.summary) |"
    }
    let choices = table.choices.map { choice in
      let keys = choice.keys.map { "`\($0)`" }.joined(separator: ", ")
      return "\(choice.isRequired ? "Exactly" : "At most") one of \(keys).\n"
    }
    let head = [
      "### \(table.name)", "", table.summary, "", "| key | type | default | meaning |", "|---|---|---|---|",
    ]
    let tail = choices.isEmpty ? "" : "\n" + choices.joined(separator: "\n")
    return (head + rows).joined(separator: "\n") + "\n" + tail
  }

  private static func type(_ shape: Shape) -> String {
    switch shape {
    case .list(let element, let minimum): "list of \(type(element))\(minimum > 0 ? ", not empty" : "")"
    case .pair(let first, let second): "[\(type(first)), \(type(second))]"
    case .oneOrMore(let element): "\(type(element)), or a list of them"
    case .mapping(let table): "[\(table.name)](#\(table.name))"
    case .named(let rule, let element, _): "mapping from \(rule.allowed) to \(type(element))"
    case .word(let words): words.map { "`\($0)`" }.joined(separator: ", ")
    case .anyOf(let shapes): shapes.map(type).joined(separator: ", or ")
    default: shape.allowed
    }
  }
}
