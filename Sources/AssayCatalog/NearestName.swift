/// The name among `candidates` that is nearest to `name`, where one is near enough to have been meant.
public func nearest(to name: String, among candidates: [String]) -> String? {
  let wanted = Array(name.lowercased().unicodeScalars.prefix(64))
  let bound = max(1, wanted.count / 3)
  var best: (name: String, distance: Int)?
  for candidate in candidates where candidate != name {
    let other = Array(candidate.lowercased().unicodeScalars.prefix(64))
    let measured = distance(wanted, other)
    if measured <= bound, measured < best?.distance ?? .max { best = (candidate, measured) }
  }
  return best?.name
}

/// `Did you mean …?`, where a candidate is near enough.
func suggestion(for name: String, among candidates: [String]) -> String? {
  nearest(to: name, among: candidates).map { "Did you mean '\($0)'?" }
}

/// How many insertions, deletions, replacements and swaps of neighbours make one text of the other.
func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for row in left.indices {
    var current = [row + 1]
    current.reserveCapacity(right.count + 1)
    for column in right.indices {
      let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
      var cost = min(replaced, last[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        cost = min(cost, beforeLast[column - 1] + 1)
      }
      current.append(cost)
    }
    (beforeLast, last) = (last, current)
  }
  return last[right.count]
}
