import AssayModel

/// The words for limits.
enum LimitsWords {
  static func summary(_ limits: Limits) -> LocalizedText {
    let (wall, cpu) = (Figures.short(limits.wallSeconds), Figures.short(limits.cpuSeconds))
    let (memory, output) = (Figures.bytes(limits.memoryBytes), Figures.bytes(limits.outputBytes))
    let disk = Figures.bytes(limits.diskBytes)
    return LocalizedText(
      en: "\(wall) s wall · \(cpu) s CPU · \(memory) memory · \(limits.processes) processes · "
        + "\(limits.openFiles) open files · \(output) output · \(disk) disk",
      ko: "경과 \(wall)초 · CPU \(cpu)초 · 메모리 \(memory) · 프로세스 \(limits.processes)개 · "
        + "열린 파일 \(limits.openFiles)개 · 출력 \(output) · 디스크 \(disk)")
  }
}
