import Testing

@testable import AssayCatalog

struct ScalarTests {
  private static let samples = [
    "abc", "1", "-1", "+1", "0", "00", "07", "08", "1.5", "-1.5", "1.", ".5", "-.5", "1e5", "1.0e5", "1.0e+5",
    "1.5e-6", "1E5", "1.e+3", ".", "1_000", "1_0.5", "0x1F", "0b11", "0o17", "-0x1f", "1:30", "1:30.5",
    "190:20:30", "10:99", "2024-01-02", "2024-1-2", "2024-01-02 03:04:05", "true", "True", "yes", "Yes", "no",
    "on", "Off", "y", "n", "null", "~", "Null", "nul", ".inf", "-.inf", "+.INF", ".nan", "-.nan", "=",
    "9223372036854775807", "9223372036854775808", "1.2.3", "3.11.2", "1a", "1-2", "12-3", "+", "1e", "e1",
    "1.0e+", "0.0", "-0", "1..2", "_1", "1_", "127.0.0.1:80", "100%", "5s", "0x", "0b2", "١٢",
  ]

  /// Whatever we take for plain means the same to PyYAML; where we say "ambiguous" nothing is claimed.
  @Test func plainScalarsMeanTheSameToPython() throws {
    let types = try OutsideValidator.types(of: Self.samples)
    #expect(types.count == Self.samples.count)
    for (text, type) in zip(Self.samples, types) {
      let ours: String? =
        switch YAMLScalar(text: text, isPlain: true).meaning {
        case .null: "NoneType"
        case .boolean: "bool"
        case .integer, .bigInteger: "int"
        case .float: "float"
        case .text: "str"
        case .ambiguous: nil
        }
      if let ours { #expect(ours == type, "\(text)") }
    }
  }

  @Test func numbersHaveTheirValue() {
    func meaning(_ text: String) -> YAMLMeaning { YAMLScalar(text: text, isPlain: true).meaning }
    #expect(meaning("-12") == .integer(-12) && meaning("+12") == .integer(12))
    #expect(meaning("1.") == .float(1) && meaning(".5") == .float(0.5))
    #expect(meaning("1.5e-6") == .float(1.5e-6) && meaning("1.e+3") == .float(1000))
    #expect(meaning("-.inf") == .float(-.infinity))
    #expect(meaning("9223372036854775808") == .bigInteger("9223372036854775808"))
    #expect(YAMLScalar(text: "12", isPlain: false).meaning == .text("12"))
  }

  @Test(arguments: ["on", "No", "012", "1e5", "-.5", "1_000", "0x1F", "1:30", "2024-01-02"])
  func readersDisagree(text: String) {
    if case .ambiguous = YAMLScalar(text: text, isPlain: true).meaning { return }
    Issue.record("\(text) passes for unambiguous")
  }

  @Test(arguments: [
    ("call", "clal", "call"), ("points", "pionts", "points"), ("max_kb", "maxKb", "max_kb"),
  ]) func nearestName(expected: String, written: String, found: String) {
    #expect(nearest(to: written, among: ["client", "title", "needs", expected]) == found)
    #expect(nearest(to: "zzzzzz", among: ["client", expected]) == nil)
  }
}
