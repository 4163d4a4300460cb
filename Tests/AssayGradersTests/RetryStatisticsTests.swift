import Testing

@testable import AssayGraders

@Suite("Statistics of the retry lab")
struct RetryStatisticsTests {
  @Test("evenly spaced values are half a step from uniform", arguments: [1, 4, 100])
  func evenlySpaced(count: Int) {
    let sample = (0..<count).map { (Double($0) + 0.5) / Double(count) * 3 }
    let distance = KolmogorovSmirnov.distance(of: sample.reversed(), fromUniformUpTo: 3)
    #expect(abs(distance - 0.5 / Double(count)) < 1e-12)
  }

  @Test(
    "known samples have known distances",
    arguments: [
      ([0.5, 0.5, 0.5], 0.5), ([0.0], 1.0), ([1.0], 1.0), ([0.5, 1.0], 0.5), ([0.1, 0.2], 0.8),
      ([2.0, 2.0], 1.0), ([], 1.0),
    ])
  func known(sample: [Double], distance: Double) {
    #expect(abs(KolmogorovSmirnov.distance(of: sample, fromUniformUpTo: 1) - distance) < 1e-12)
  }

  @Test("no window is as far away as can be")
  func noWindow() {
    #expect(KolmogorovSmirnov.distance(of: [0, 0], fromUniformUpTo: 0) == 1)
  }

  @Test(
    "a peak is found wherever it begins",
    arguments: [
      ([0.0, 1, 2, 3], 0.5, 0.25), ([0.0, 0.4, 0.8, 5], 0.9, 0.75), ([5.0, 5, 5], 0.1, 1), ([], 1, 0),
      ([0.0, 1], 1, 0.5),
    ])
  func peaks(times: [Double], width: Double, share: Double) {
    #expect(PeakShare.of(times, width: width) == share)
  }

  @Test(
    "dates are spelled as RFC 9110 spells them",
    arguments: [
      (
        UTCMoment(seconds: 784_111_777), "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994"
      ),
      (
        UTCMoment(year: 2028, month: 2, day: 29).adding(86_399), "Tue, 29 Feb 2028 23:59:59 GMT",
        "Tuesday, 29-Feb-28 23:59:59 GMT", "Tue Feb 29 23:59:59 2028"
      ),
      (
        UTCMoment(year: 2025, month: 12, day: 31).adding(86_400), "Thu, 01 Jan 2026 00:00:00 GMT",
        "Thursday, 01-Jan-26 00:00:00 GMT", "Thu Jan  1 00:00:00 2026"
      ),
    ])
  func dates(moment: UTCMoment, imf: String, rfc850: String, asctime: String) {
    #expect(moment.imf == imf)
    #expect(moment.rfc850 == rfc850)
    #expect(moment.asctime == asctime)
  }

  @Test("a day is read back from its date")
  func isoDates() {
    #expect(UTCMoment(year: 2026, month: 11, day: 3).adding(3661).iso == "2026-11-03T01:01:01")
    #expect(UTCMoment(year: 1970, month: 1, day: 1).seconds == 0)
  }
}
