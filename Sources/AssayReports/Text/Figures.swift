/// Numbers as people read them; the same in every language and on every machine.
enum Figures {
  /// `value` with exactly `places` decimals.
  static func fixed(_ value: Double, _ places: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
    let scale = (0..<places).reduce(1.0) { result, _ in result * 10 }
    let scaled = Int64((abs(value) * scale).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    let whole = String(scaled / Int64(scale))
    guard places > 0 else { return sign + whole }
    let rest = String(scaled % Int64(scale))
    return sign + whole + "." + String(repeating: "0", count: places - rest.count) + rest
  }

  /// `value` with at most `places` decimals and no trailing zeros.
  static func short(_ value: Double, _ places: Int = 2) -> String {
    var text = fixed(value, places)
    guard text.contains(".") else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// `value` rounded to `places` decimals.
  static func rounded(_ value: Double, _ places: Int) -> Double {
    let scale = (0..<places).reduce(1.0) { result, _ in result * 10 }
    let rounded = (value * scale).rounded() / scale
    return rounded.isFinite ? rounded : 0
  }

  /// `12345` as `12,345`.
  static func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number.magnitude).reversed().enumerated() {
      if index > 0, index.isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return (number < 0 ? "-" : "") + String(text.reversed())
  }

  /// A number of bytes in the unit that suits it (1 kB is 1024 bytes).
  static func bytes(_ count: Int) -> String {
    let units = [("GB", 1 << 30), ("MB", 1 << 20), ("kB", 1 << 10)]
    for (unit, size) in units where count >= size {
      return short(Double(count) / Double(size), 1) + " " + unit
    }
    return "\(count) B"
  }

  /// Seconds, in milliseconds where they are few.
  static func seconds(_ seconds: Double) -> String {
    if seconds < 0.0995 { return short(seconds * 1000, seconds < 0.00995 ? 1 : 0) + " ms" }
    return fixed(seconds, seconds < 9.995 ? 2 : 1) + " s"
  }
}
