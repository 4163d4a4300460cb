import ArgumentParser
import AssayCatalog
import AssayEngine
import AssayEnvironments
import AssayModel
import AssaySandbox
import Foundation

/// Checks this machine by doing what grading does.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Check this machine by doing, and say what would fix what fails.")

  @OptionGroup var run: RunOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let doctor = Doctor(options: run, terminal: Terminal(common.color), language: common.language)
    let isHealthy = await doctor.examine()
    try await doctor.examineLabs(common)
    if !isHealthy { throw ExitStatus.machine.code }
  }
}

/// The examination: one line for each thing that grading needs.
private struct Doctor {
  let options: RunOptions
  let terminal: Terminal
  let language: Language

  /// Examines everything; false when grading is not possible.
  func examine() async -> Bool {
    let programs = ["assay-launcher", "assay-unpack", "assay-fixture-http"].map { name in
      check(LocalizedText(en: "program \(name)", ko: "프로그램 \(name)")) { try Installation.program(name) }
    }
    let python = check(LocalizedText(en: "Python interpreter", ko: "파이썬 인터프리터")) {
      try Machine.interpreter(options.python, version: nil).executable
    }
    let folder = check(LocalizedText(en: "working folder", ko: "작업 폴더")) { try writableFolder() }
    let files = check(LocalizedText(en: "open files", ko: "열 수 있는 파일 수")) { try Machine.checkOpenFiles() }
    let isReady = programs.allSatisfy { $0 } && python && folder && files
    let sandbox = isReady ? await examineSandbox() : false
    return isReady && sandbox
  }

  /// What single labs need beside that: it is no failure of the machine that some of it is missing.
  func examineLabs(_ common: CommonOptions) async throws {
    guard let workbench = try? Workbench(common), let labs = try? workbench.usableLabs() else { return }
    let environments = workbench.environments
    for state in try await environments.states(for: labs.map(\.manifest)) where state.isCurrent {
      let name = LocalizedText(en: "environment \(state.profile)", ko: "환경 \(state.profile)")
      let missing = state.digest == nil ? "Python \(state.python)?" : "assay env build \(state.profile)"
      line(
        state.built == nil ? nil : true, name,
        state.built == nil ? "→ \(missing)" : "Python \(state.python), \(state.digest?.short ?? "")")
    }
    for service in Service.allCases {
      guard let program = service.program else { continue }
      let finding = try await Inventory.finding(of: program)
      let name = LocalizedText(en: "service \(service.rawValue)", ko: "서비스 \(service.rawValue)")
      if case .ready(let path, let version) = finding {
        line(true, name, "\(path) \(version)")
      } else {
        let obstacle = Inventory.obstacle(service, program, finding)
        line(nil, name, "\(obstacle?.text[language] ?? "") → \(program.remedy)")
      }
    }
  }

  private func writableFolder() throws -> String {
    let folder = FileManager.default.temporaryDirectory
    let probe = folder.appendingPathComponent("assay-doctor-\(getpid())")
    do {
      try Data("x".utf8).write(to: probe)
      try FileManager.default.removeItem(at: probe)
      return folder.path
    } catch {
      throw PrivateFolder.failure(folder.path, errno)
    }
  }

  private func examineSandbox() async -> Bool {
    guard let python = try? Machine.interpreter(options.python, version: nil),
      let sandboxOptions = try? Machine.sandboxOptions(options.choice, python)
    else { return false }
    let outcome = await SandboxProbe(options: sandboxOptions).run(ignoringCache: true)
    for attempt in outcome.attempts { report(attempt) }
    guard let isolation = outcome.isolation else {
      if outcome.attempts.isEmpty {
        line(false, LocalizedText(en: "sandbox", ko: "샌드박스"), outcome.fault.message[language])
      }
      return false
    }
    for missing in isolation.notEnforced { line(nil, missing.text, missing.id) }
    let shortfall = IsolationShortfall(outcome, required: options.requireIsolation)
    let level = LocalizedText(en: "isolation level", ko: "격리 수준")
    line(shortfall == nil, level, shortfall?.text[language] ?? isolation.level.rawValue)
    return shortfall == nil
  }

  private func report(_ attempt: SandboxProbe.Attempt) {
    let groups =
      attempt.usesControlGroups
      ? LocalizedText(en: "with control groups", ko: "제어 그룹 사용")
      : LocalizedText(en: "without control groups", ko: "제어 그룹 없음")
    let name = LocalizedText(
      en: "sandbox: \(attempt.tier.rawValue), \(groups.en)",
      ko: "샌드박스: \(attempt.tier.rawValue), \(groups.ko)")
    line(attempt.problem == nil, name, attempt.problem ?? "")
    if let remedy = attempt.remedy { Output.write("        → \(remedy[language])\n") }
  }

  private func check(_ name: LocalizedText, _ body: () throws -> String) -> Bool {
    do {
      line(true, name, try body())
      return true
    } catch {
      line(false, name, Failure(error).message[language])
      return false
    }
  }

  private func line(_ passed: Bool?, _ name: LocalizedText, _ detail: String) {
    let (word, color) = passed.map { $0 ? ("PASS", "32") : ("FAIL", "31") } ?? ("NOTE", "33")
    let mark = terminal.isColored ? "\u{1b}[\(color)m\(word)\u{1b}[0m" : word
    Output.write("  \(mark)  \(name[language])\(detail.isEmpty ? "" : ": \(detail)")\n")
  }
}
