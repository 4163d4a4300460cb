import AssayModel
import AssayTestSupport
import Testing

@testable import AssayReports

struct VerificationReportTests {
  @Test("A verification looks as recorded", arguments: Language.allCases)
  func looks(language: Language) {
    for width in [80, 40] {
      let report = VerificationReport(TerminalOptions(language: language, width: width))
      let name = "\(language.rawValue).\(width).txt"
      expectGolden(report.text(.sample(isBroken: true)), "verification/broken.\(name)")
      expectGolden(report.text(.sample(isBroken: false)), "verification/sound.\(name)")
    }
    let colour = VerificationReport(TerminalOptions(language: language, usesColor: true, width: 100))
    expectGolden(
      colour.text(.sample(isBroken: true)), "verification/broken.\(language.rawValue).100.colour.txt")
  }

  @Test("No row of the matrix is wider than the terminal", arguments: [40, 60, 80, 100], [true, false])
  func width(width: Int, usesUnicode: Bool) {
    let options = TerminalOptions(usesUnicode: usesUnicode, width: width)
    let text = VerificationReport(options).text(.sample(isBroken: true))
    #expect(text.split(separator: "\n").allSatisfy { DisplayWidth.columns(of: $0) <= width })
  }

  @Test("A lab passes when everything is as declared")
  func sound() {
    let verification = Verification.sample(isBroken: false)
    #expect(verification.passed)
    #expect(verification.idleChecks.isEmpty)
  }

  @Test("Everything that is not as declared is a sentence of its own")
  func broken() {
    let verification = Verification.sample(isBroken: true)
    #expect(
      verification.violations.map(\.en) == [
        "The starter lacks `backoff`.",
        "The reference has 95 of at least 100 points in run 5 of 20; it lost: check-2.",
        "Run 10 of 20 of the reference left checks undecided: check-5.",
        "starter has 15 points; at most 10 are allowed.",
        "wrong/mistake_1 keeps what it must lose: check-1.",
        "wrong/mistake_1 loses what it does not declare: check-7.",
        "wrong/mistake_3 left checks undecided: check-4.",
        "wrong/cheat_that_never_waits_at_all has 45 points; at most 40 are allowed.",
        "wrong/cheat_that_never_waits_at_all keeps what it must lose: check-12, check-13, check-14, "
          + "check-15, check-16, check-17, check-18, check-19, check-20.",
        "attacks/forge/exit_zero has 55 points, and 5 without the attack.",
        "attacks/leak/environment was not graded.",
        "attacks/escape/mounts got what it must not get.",
      ])
    #expect(verification.idleChecks == ["check-17", "check-20"])
  }

  @Test("A lab's own bounds and declarations are what its grades are held to")
  func fromGrades() {
    var lab = Sample.lab
    lab.wrong = [
      WrongSubmission(id: "equal_jitter", lose: ["matrix", "jitter"], also: ["states", "one-probe"]),
      WrongSubmission(id: "cheat", lose: ["waits"], isCheat: true),
      WrongSubmission(id: "forgotten", lose: []),
    ]
    let verification = Verification(
      of: lab, reference: [Sample.perfect, Sample.perfect], starter: Sample.unloadable,
      wrong: ["equal_jitter": Sample.flawed, "cheat": Sample.flawed])
    #expect(
      verification.violations.map(\.en) == [
        "wrong/forgotten was not graded.", "wrong/cheat has 65 points; at most 40 are allowed.",
        "wrong/cheat keeps what it must lose: waits.",
        "wrong/cheat loses what it does not declare: matrix, jitter, states, one-probe.",
      ])
  }

  @Test("A score counts every check that was not fully met as lost, and what was undecided apart")
  func score() {
    let score = Verification.Score(Sample.flawed)
    #expect(score == .init(points: 65, lost: ["matrix", "jitter", "states", "one-probe"]))
    #expect(Verification.Score(Sample.withheld).points == nil)
    #expect(Verification.Score(Sample.withheld).undecided == ["parse", "matrix", "herd", "cancel"])
  }
}
