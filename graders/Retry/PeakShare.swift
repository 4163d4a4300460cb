/// How closely events crowd together.
enum PeakShare {
  /// The greatest share, 0 to 1, of `times` that falls into one interval of `width`, wherever it begins.
  static func of(_ times: [Double], width: Double) -> Double {
    guard !times.isEmpty else { return 0 }
    let sorted = times.sorted()
    var greatest = 0
    var first = 0
    for last in sorted.indices {
      while sorted[last] - sorted[first] >= width { first += 1 }
      greatest = max(greatest, last - first + 1)
    }
    return Double(greatest) / Double(sorted.count)
  }
}
