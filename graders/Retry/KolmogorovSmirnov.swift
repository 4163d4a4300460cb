/// The one-sample Kolmogorov-Smirnov statistic: how far a sample is from a distribution.
///
/// A. Kolmogorov, "Sulla determinazione empirica di una legge di distribuzione", G. Ist. Ital. Attuari 4
/// (1933); for its use as a test, F. J. Massey, "The Kolmogorov-Smirnov Test for Goodness of Fit", Journal of
/// the American Statistical Association 46 (1951), 68-78. For n > 35 a sample that does come from the
/// distribution exceeds d with a probability of about 2·exp(-2·n·d²).
enum KolmogorovSmirnov {
  /// The greatest distance, 0 to 1, between the sample's distribution and the uniform one on 0...`top`.
  ///
  /// An empty sample, and a `top` that is not positive, are as far away as can be.
  static func distance(of sample: [Double], fromUniformUpTo top: Double) -> Double {
    guard !sample.isEmpty, top > 0 else { return 1 }
    let size = Double(sample.count)
    var greatest = 0.0
    for (rank, value) in sample.sorted().enumerated() {
      let expected = min(max(value / top, 0), 1)
      let below = Double(rank) / size
      let upTo = Double(rank + 1) / size
      greatest = max(greatest, expected - below, upTo - expected)
    }
    return greatest
  }
}
