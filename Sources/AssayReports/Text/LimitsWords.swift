import AssayModel

/// The words for limits.
enum LimitsWords {
  static func items(_ limits: Limits) -> [LocalizedText] {
    let (wall, cpu) = (Figures.short(limits.wallSeconds), Figures.short(limits.cpuSeconds))
    let (memory, output) = (Figures.bytes(limits.memoryBytes), Figures.bytes(limits.outputBytes))
    let disk = Figures.bytes(limits.diskBytes)
    return [
      LocalizedText(en: "\(wall) s wall", ko: "경과 \(wall)초"),
      LocalizedText(en: "\(cpu) s CPU", ko: "CPU \(cpu)초"),
      LocalizedText(en: "\(memory) memory", ko: "메모리 \(memory)"),
      LocalizedText(en: "\(limits.processes) processes", ko: "프로세스 \(limits.processes)개"),
      LocalizedText(en: "\(limits.openFiles) open files", ko: "열린 파일 \(limits.openFiles)개"),
      LocalizedText(en: "\(output) output", ko: "출력 \(output)"),
      LocalizedText(en: "\(disk) disk", ko: "디스크 \(disk)"),
    ]
  }
}
