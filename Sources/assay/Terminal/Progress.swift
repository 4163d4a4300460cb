import AssayModel
import Foundation

/// One line on stderr that says what is running; silent where nobody watches.
struct Progress: Sendable {
  private let isShown: Bool
  private let language: Language

  init(_ terminal: Terminal, _ language: Language) {
    isShown = terminal.showsProgress
    self.language = language
  }

  /// Shows what `event` means.
  func show(_ event: RunEvent) {
    switch event {
    case .started(let scenario, _): line(LocalizedText(en: "running \(scenario)", ko: "실행 중: \(scenario)"))
    case .retried(let scenario, let reason):
      line(LocalizedText(en: "again: \(scenario) (\(reason.en))", ko: "다시 실행: \(scenario) (\(reason.ko))"))
    case .building(let package):
      line(LocalizedText(en: "building the graders in \(package)", ko: "채점기 빌드 중: \(package)"))
    case .planned, .finished, .skipped: break
    }
  }

  /// Shows any short text in place of the last.
  func line(_ text: LocalizedText) {
    guard isShown else { return }
    Output.writeError("\r\u{1b}[2K\u{1b}[2m… \(text[language])\u{1b}[0m")
  }

  /// Takes the line away.
  func clear() {
    guard isShown else { return }
    Output.writeError("\r\u{1b}[2K")
  }
}
