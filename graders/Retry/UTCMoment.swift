/// A second of the calendar in UTC, and the three ways in which HTTP spells it (RFC 9110, section 5.6.7).
struct UTCMoment: Sendable, Equatable {
  /// Seconds since 1970-01-01T00:00:00Z.
  var seconds: Int

  init(seconds: Int) { self.seconds = seconds }

  /// Midnight of a day of the proleptic Gregorian calendar.
  init(year: Int, month: Int, day: Int) {
    // Counts days in years that begin in March, so that the leap day is the last one.
    let shifted = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear
    seconds = (days - 719_468) * 86_400
  }

  /// The moment so many seconds later.
  func adding(_ interval: Int) -> UTCMoment { UTCMoment(seconds: seconds + interval) }

  /// `2025-10-12T08:00:00`.
  var iso: String { "\(date.year)-\(two(date.month))-\(two(date.day))T\(time)" }

  /// `Sun, 12 Oct 2025 08:00:00 GMT`: the form that is sent today.
  var imf: String {
    "\(weekday.prefix(3)), \(two(date.day)) \(monthName) \(date.year) \(time) GMT"
  }

  /// `Sunday, 12-Oct-25 08:00:00 GMT`: obsolete, but to be understood.
  var rfc850: String {
    "\(weekday), \(two(date.day))-\(monthName)-\(two(date.year % 100)) \(time) GMT"
  }

  /// `Sun Oct 12 08:00:00 2025`: C's `asctime`, the day padded with a space.
  var asctime: String {
    let day = date.day < 10 ? " \(date.day)" : "\(date.day)"
    return "\(weekday.prefix(3)) \(monthName) \(day) \(time) \(date.year)"
  }

  private var time: String {
    let second = seconds % 86_400
    return "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
  }

  private var weekday: String {
    // 1970-01-01 was a Thursday.
    ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"][seconds / 86_400 % 7]
  }

  private var monthName: String {
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][date.month - 1]
  }

  private var date: (year: Int, month: Int, day: Int) {
    let days = seconds / 86_400
    var year = 1970 + days / 366
    while UTCMoment(year: year + 1, month: 1, day: 1).seconds / 86_400 <= days { year += 1 }
    var month = 1
    while month < 12, UTCMoment(year: year, month: month + 1, day: 1).seconds / 86_400 <= days { month += 1 }
    return (year, month, days - UTCMoment(year: year, month: month, day: 1).seconds / 86_400 + 1)
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
