import AssayModel
import GraderKit

/// Programs that raise, with the report of what they raise.
struct FaultsWorkload: Workload {
  static let description = WorkloadDescription(
    name: "forensics.faults",
    summary: LocalizedText(
      en: "Programs of random names that raise chained, cyclic and grouped exceptions.",
      ko: "연쇄, 순환, 그룹 예외를 내는 프로그램을 무작위 이름으로 만듭니다."))

  private static let roles = ["entry", "inner", "own", "first", "second", "fails", "caught"]

  func content(options: Value, seed: Seed) -> WorkloadContent {
    var random = SeededGenerator(seed: seed)
    var cases: [Value] = []
    var keys: [Value] = []
    for fault in FaultPrograms.all {
      let program = ProgramText(
        roles: Self.roles, definitions: fault.definitions, preamble: "# planted", generator: &random)
      cases.append(
        .record(["program": .string(program.text), "entry": .string(program.names["entry"] ?? "")]))
      keys.append(
        .record([
          "group": .string(fault.group.rawValue), "about": .string(fault.about.rawValue),
          "report": fault.report.key(in: program),
        ]))
    }
    return WorkloadContent(cases: cases, answerKey: .list(keys))
  }
}
