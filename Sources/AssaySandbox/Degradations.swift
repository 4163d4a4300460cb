import AssayModel

/// What each way of isolating does not enforce, in words.
enum Degradations {
  /// The isolation that a launcher with these controllers gives in `tier`.
  ///
  /// - Parameter deeds: what the self-check's program could do to the machine.
  static func isolation(
    _ tier: Isolation.Tier, _ readiness: LauncherConnection.Readiness, deeds: Set<String> = []
  ) -> Isolation {
    let groups: Isolation.ControlGroups =
      switch readiness.controlGroupVersion {
      case 1: .v1
      case 2: .v2
      default: .none
      }
    var missing = withoutGroups(readiness.controllers)
    if tier == .none { missing += withoutSandbox }
    if tier == .process { missing += withoutNamespaces(deeds, hasOwnUser: readiness.slot >= 0) }
    return Isolation(tier: tier, controlGroups: groups, notEnforced: missing)
  }

  private static func withoutGroups(
    _ controllers: LauncherConnection.Controllers
  ) -> [Isolation.Degradation] {
    var missing: [Isolation.Degradation] = []
    if !controllers.contains(.memory) { missing += [memoryLimit, memoryPeak, inodes] }
    if !controllers.contains(.processes) { missing.append(processLimit) }
    if controllers.isDisjoint(with: [.cpuTime, .unified]) { missing.append(cpuTime) }
    if !controllers.contains(.cpuWeight) { missing.append(cpuWeight) }
    return missing
  }

  private static let memoryLimit = Isolation.Degradation(
    id: "memory-limit",
    text: LocalizedText(
      en: "the memory limit holds for each process, and for the run only by sampling",
      ko: "메모리 제한은 프로세스마다 적용되며, 실행 전체에는 표본 측정으로만 적용됩니다"))
  private static let memoryPeak = Isolation.Degradation(
    id: "memory-peak",
    text: LocalizedText(
      en: "peak memory is sampled and may be too low", ko: "최대 메모리는 표본으로 측정되어 실제보다 낮을 수 있습니다"))
  private static let inodes = Isolation.Degradation(
    id: "inodes",
    text: LocalizedText(
      en: "the number of files in scratch space is not limited", ko: "임시 공간의 파일 수는 제한되지 않습니다"))
  private static let processLimit = Isolation.Degradation(
    id: "process-limit",
    text: LocalizedText(
      en: "the process limit is counted per user id, not per run",
      ko: "프로세스 수 제한은 실행이 아니라 사용자 ID를 기준으로 적용됩니다"))
  private static let cpuTime = Isolation.Degradation(
    id: "cpu-time",
    text: LocalizedText(
      en: "CPU time is sampled and may be too low", ko: "CPU 시간은 표본으로 측정되어 실제보다 낮을 수 있습니다"))
  private static let cpuWeight = Isolation.Degradation(
    id: "cpu-weight",
    text: LocalizedText(
      en: "other load on the machine slows runs down", ko: "다른 작업의 부하가 실행 속도에 영향을 줍니다"))

  private static let withoutSandbox = [
    Isolation.Degradation(
      id: "files",
      text: LocalizedText(
        en: "files of this machine can be read, and written where the user may",
        ko: "이 컴퓨터의 파일을 읽을 수 있고, 권한이 있는 곳에는 쓸 수도 있습니다")),
    Isolation.Degradation(
      id: "network",
      text: LocalizedText(en: "the network can be reached", ko: "네트워크에 접근할 수 있습니다")),
    Isolation.Degradation(
      id: "processes",
      text: LocalizedText(
        en: "other processes can be seen, and disturbed where the user may",
        ko: "다른 프로세스를 볼 수 있고, 권한이 있으면 영향을 줄 수 있습니다")),
    Isolation.Degradation(
      id: "system-calls",
      text: LocalizedText(en: "system calls are not filtered", ko: "시스템 호출을 거르지 않습니다")),
    disk,
  ]

  static let disk = Isolation.Degradation(
    id: "disk",
    text: LocalizedText(
      en: "scratch space is limited per file only", ko: "임시 공간은 파일 단위로만 제한됩니다"))
}
