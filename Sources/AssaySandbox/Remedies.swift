import AssayModel

/// What a person can do about a candidate that does not work.
enum Remedies {
  /// Advice with the command to run, where the problem is a known one.
  static func remedy(for problem: String, _ backend: Backend) -> LocalizedText? {
    let restrictsNamespaces =
      Executables.kernelText("/proc/sys/kernel/apparmor_restrict_unprivileged_userns").hasPrefix("1")
    let rules: [(signs: [String], advice: LocalizedText)] = [
      (["Unknown option"], oldBubblewrap),
      (["control group", "memory controller"], backend.tier == .root ? rootGroups : userGroups),
      (
        ["namespace", "uid map", "Operation not permitted", "Permission denied"],
        backend.tier == .root ? privileges : restrictsNamespaces ? appArmor : userNamespaces
      ),
    ]
    return rules.first { rule in rule.signs.contains { problem.contains($0) } }?.advice
  }

  /// Advice for a launcher whose groups work, but not fully.
  static let missingControllers = LocalizedText(
    en: "The memory, pids and cpu controllers must be delegated.",
    ko: "memory, pids, cpu 컨트롤러가 위임되어 있어야 합니다.")

  private static let oldBubblewrap = LocalizedText(
    en: "bubblewrap 0.8 or newer is needed. Run: sudo apt-get install -y bubblewrap",
    ko: "bubblewrap 0.8 이상이 필요합니다. 실행: sudo apt-get install -y bubblewrap")
  private static let rootGroups = LocalizedText(
    en: "Control groups must be writable: run the container with --privileged, or mount /sys/fs/cgroup rw.",
    ko: "제어 그룹에 쓸 수 있어야 합니다. 컨테이너를 --privileged로 실행하거나 /sys/fs/cgroup을 쓰기 가능으로 마운트하세요.")
  private static let userGroups = LocalizedText(
    en: "Start assay under a scope of its own. Run: systemd-run --user --scope -q -p Delegate=yes -- assay …",
    ko: "다음과 같이 시작하세요: systemd-run --user --scope -q -p Delegate=yes -- assay …")
  private static let userNamespaces = LocalizedText(
    en: "User namespaces must be allowed. Run: "
      + "sudo sysctl -w user.max_user_namespaces=10000",
    ko: "사용자 네임스페이스를 허용해야 합니다. 실행: sudo sysctl -w user.max_user_namespaces=10000")
  /// Both ways are in docs/sandbox.md: for all programs at once, or for ours only.
  private static let appArmor = LocalizedText(
    en: "AppArmor keeps user namespaces from programs without a profile: "
      + "load the profile of docs/sandbox.md, or allow them to all programs. Run: "
      + "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
    ko: "AppArmor가 프로필이 없는 프로그램의 사용자 네임스페이스를 막고 있습니다. docs/sandbox.md의 프로필을 적용하거나, "
      + "모든 프로그램에 허용하려면 다음을 실행하세요: "
      + "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0")
  private static let privileges = LocalizedText(
    en: "Root lacks the right to make namespaces: start the container with docker run --privileged, or with "
      + "--cap-add SYS_ADMIN --security-opt seccomp=unconfined --security-opt apparmor=unconfined "
      + "--security-opt systempaths=unconfined.",
    ko: "root에 네임스페이스를 만들 권한이 없습니다. 컨테이너를 다음과 같이 시작하세요: docker run --privileged 또는 "
      + "--cap-add SYS_ADMIN --security-opt seccomp=unconfined --security-opt apparmor=unconfined "
      + "--security-opt systempaths=unconfined.")
}
