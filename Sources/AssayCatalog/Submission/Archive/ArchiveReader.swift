import AssayModel

/// Reads archives by means of the unpacker, a program that runs in the sandbox (`Sources/assay-unpack`).
struct ArchiveReader: Sendable {
  private static let programInside = "/intake/assay-unpack"
  private static let faultRetries = 2

  let host: any SandboxHost
  /// The unpacker's program on this machine.
  let unpacker: String
  let limits: IntakeLimits

  /// Every entry of an archive, with the content of files that end like one of `wanted`.
  ///
  /// - Throws: ``ArchiveProblem`` for what is the archive's fault, ``Fault`` for what is ours.
  func items(
    of bytes: [UInt8], _ format: ArchiveFormat, wanted: [String]
  ) async throws -> [UnpackerAnswers.Item] {
    var records: [ZipRecord] = []
    if format == .zip { records = try Self.checkedRecords(of: bytes, limits) }
    let (answers, process) = try await run(bytes, request(bytes.count, format, wanted))
    try Task.checkCancellation()
    guard answers.isDone else { throw failure(answers, process) }
    if format == .zip { try Self.compare(answers.items, with: records) }
    return answers.items
  }

  /// What a zip archive's directory says, found to be in order before anything is decompressed.
  private static func checkedRecords(
    of bytes: [UInt8], _ limits: IntakeLimits
  ) throws(ArchiveProblem) -> [ZipRecord] {
    let records = try ZipStructure.records(of: bytes, limits: limits)
    var ledger = IntakeLedger(limits: limits, archiveBytes: bytes.count)
    for record in records {
      _ = try ledger.admit(record.entry)
      try ledger.count(record.size, of: record.entry)
    }
    return records
  }

  /// The two readers, ours of the directory and the library's of the content, must have seen the same.
  private static func compare(
    _ items: [UnpackerAnswers.Item], with records: [ZipRecord]
  ) throws(ArchiveProblem) {
    var ledger = IntakeLedger(archiveBytes: .max)
    var expected: [[String]: Int] = [:]
    for record in records { expected[try ledger.admit(record.entry)] = record.size }
    guard items.count == records.count, items.allSatisfy({ expected[$0.steps] == $0.size }) else {
      throw ArchiveProblem(.inconsistent)
    }
  }

  private func request(_ length: Int, _ format: ArchiveFormat, _ wanted: [String]) -> SandboxRequest {
    let numbers = [
      length, limits.entries, limits.fileBytes, limits.totalBytes, limits.ratioFreeBytes, limits.ratio,
    ]
    return SandboxRequest(
      arguments: [Self.programInside, format.rawValue] + numbers.map(String.init) + wanted,
      mounts: [SandboxRequest.Mount(source: unpacker, target: Self.programInside)],
      limits: limits.process)
  }

  /// Runs the unpacker; again, where a failure of ours may be gone by then.
  private func run(
    _ bytes: [UInt8], _ request: SandboxRequest
  ) async throws -> (UnpackerAnswers, ProcessRecord) {
    var retriesLeft = Self.faultRetries
    while true {
      do {
        return try await host.withProcess(request) { process in
          try await process.send(bytes)
          return try await Self.answers(of: process, bytes.count, limits)
        }
      } catch let fault as Fault where fault.isTransient && retriesLeft > 0 {
        retriesLeft -= 1
      }
    }
  }

  private static func answers(
    of process: any SandboxedProcess, _ length: Int, _ limits: IntakeLimits
  ) async throws -> UnpackerAnswers {
    var answers = UnpackerAnswers(limits: limits, archiveBytes: length)
    // The sandbox ends the process by then, and with it the lines; a second later something is wrong with us.
    let patience = limits.process.wallSeconds + 5
    while let line = try await process.receive(within: patience) {
      try answers.take(line)
    }
    return answers
  }

  /// Why there was no last word: the archive's doing, unless the program never began.
  private func failure(_ answers: UnpackerAnswers, _ process: ProcessRecord) -> any Error {
    guard answers.isReady else {
      let said = EscapedName.text(process.errorOutput.head)
      return Fault(
        .missingTool,
        LocalizedText(
          en: "assay-unpack does not start in the sandbox", ko: "assay-unpack이 샌드박스에서 시작되지 않습니다"),
        detail: "\(process.termination)\(said.isEmpty ? "" : ": \(said)")",
        remedy: LocalizedText(
          en: "Install libarchive: sudo apt-get install -y libarchive13",
          ko: "libarchive를 설치하십시오: sudo apt-get install -y libarchive13"))
    }
    switch process.termination {
    case .exceeded(.wall): return ArchiveProblem(.tooSlow(limit: limits.process.wallSeconds))
    case .exceeded(.cpu): return ArchiveProblem(.tooSlow(limit: limits.process.cpuSeconds))
    case .exceeded(.memory): return ArchiveProblem(.tooMuchMemory(limit: limits.process.memoryBytes))
    default: return ArchiveProblem(.crashed)
    }
  }
}
