extension Value {
  /// The value with every mapping of one key `$tuple`, `$set`, `$bytes`, `$float`, `$map` or `$object` replaced by
  /// what it stands for in ``WireFormat``: so a file without such types can name them.
  public var untagged: Value {
    switch self {
    case .list(let items): return .list(items.map(\.untagged))
    case .map(let entries):
      if entries.count == 1, let tag = entries[0].key.text, tag.hasPrefix("$"),
        let value = Self.tagged(tag, entries[0].value)
      {
        return value
      }
      return .map(entries.map { Entry(key: $0.key, value: $0.value.untagged) })
    default: return self
    }
  }

  private static func tagged(_ tag: String, _ content: Value) -> Value? {
    guard ["$tuple", "$set", "$bytes", "$float", "$map", "$object"].contains(tag) else { return nil }
    let inner = tag == "$float" ? content : content.untagged
    // The reader of the wire's form is the one place that knows the tags.
    let text = "{\"\(tag)\":\(WireFormat.text(inner))}"
    return try? WireFormat.read(Array(text.utf8))
  }
}
