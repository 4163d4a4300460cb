import AssayModel

/// How two values of Python are compared.
struct ValueComparison {
  /// How texts and numbers inside the values are compared.
  var text = TextComparison()
  /// True where `1` is as good as `1.0` and a tuple as good as a list; `True` never is as good as `1`.
  var isLoose = false

  /// Compares as the options of a check say; texts exactly unless `spaces` says otherwise.
  init(_ options: Value) {
    text = TextComparison(options)
    if options["spaces"] == nil { text.spaces = .exact }
    isLoose = options["types"] == "loose"
  }

  /// Whether `seen` is as good as `wanted`; `any_order` holds for the outermost list alone.
  func holds(_ seen: Value, _ wanted: Value) -> Bool {
    if !text.isOrdered, let left = list(seen), let right = list(wanted) {
      return isLoose || kind(seen) == kind(wanted) ? isPermutation(left, right) : false
    }
    return isEqual(seen, wanted)
  }

  private func isEqual(_ seen: Value, _ wanted: Value) -> Bool {
    switch (seen, wanted) {
    case (.float(let own), .float(let other)): return text.isNear(own, other)
    case (.int, .float), (.float, .int), (.bigInt, .float), (.float, .bigInt):
      guard isLoose, let own = seen.number, let other = wanted.number else { return false }
      return text.isNear(own, other)
    case (.string(let own), .string(let other)):
      return own == other || text.difference(own, other) == nil
    case (.set(let own), .set(let other)): return isPermutation(own, other)
    case (.map(let own), .map(let other)): return isEqualMap(own, other)
    case (.object(let ownType, let own), .object(let otherType, let other)):
      return ownType == otherType && isEqualMap(own, other)
    default: break
    }
    if let own = list(seen), let other = list(wanted), isLoose || kind(seen) == kind(wanted) {
      return own.count == other.count && zip(own, other).allSatisfy { isEqual($0, $1) }
    }
    return seen == wanted
  }

  private func isEqualMap(_ own: [Value.Entry], _ other: [Value.Entry]) -> Bool {
    own.count == other.count
      && other.allSatisfy { entry in own.contains { $0.key == entry.key && isEqual($0.value, entry.value) } }
  }

  private func isPermutation(_ own: [Value], _ other: [Value]) -> Bool {
    guard own.count == other.count else { return false }
    var rest = own
    for item in other {
      guard let index = rest.firstIndex(where: { isEqual($0, item) }) else { return false }
      rest.remove(at: index)
    }
    return true
  }

  private func list(_ value: Value) -> [Value]? {
    switch value {
    case .list(let items), .tuple(let items): items
    default: nil
    }
  }

  private func kind(_ value: Value) -> Bool { if case .tuple = value { true } else { false } }
}
