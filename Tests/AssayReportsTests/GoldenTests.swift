import AssayTestSupport
import Foundation
import Testing

/// The helper that all recorded texts rest on must be able to fail.
struct GoldenTests {
  @Test("A difference is shown line by line, with what stands around it")
  func difference() {
    let old = (1...9).map(String.init).joined(separator: "\n")
    let new = old.replacingOccurrences(of: "5", with: "five") + "\n10"
    #expect(LineDiff.text(from: old, to: new) == " 3\n 4\n-5\n+five\n 6\n 7\n 8\n 9\n+10\n")
    #expect(LineDiff.text(from: old, to: old).isEmpty)
  }

  @Test(
    "A text that differs, and one that was never recorded, fail",
    .enabled(if: ProcessInfo.processInfo.environment["RECORD"] != "1"))
  func fails() {
    withKnownIssue { expectGolden("something else", "grade/flawed.en.80.txt") }
    withKnownIssue { expectGolden("text", "never-recorded.txt") }
  }
}
