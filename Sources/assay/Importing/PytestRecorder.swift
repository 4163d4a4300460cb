import AssayCatalog
import AssayEngine
import AssayEnvironments
import AssayModel
import Foundation

/// Runs a pytest suite on the code that it tests, with its functions wrapped, and reads what was called.
struct PytestRecorder {
  let python: String

  /// What came of the suite in `folder`, run twice, so that what differs from one time to the next is known.
  ///
  /// - Throws: ``Failure`` when there is no pytest or nothing to record.
  func record(_ folder: String) async throws -> PytestRecording {
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("assay-import-\(getpid())")
    do {
      try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
      // The harness's own encoder writes the values, so that they compare as those of a run.
      try Data(HarnessBytecode.source).write(to: scratch.appendingPathComponent("assay_harness.py"))
      try Data(PackageResources.assay_record_calls_py).write(to: scratch.appendingPathComponent("record.py"))
    } catch {
      throw Failure(
        LocalizedText(
          en: "'\(scratch.path)' cannot be written; set TMPDIR to a folder in which you may write.",
          ko: "'\(scratch.path)' 폴더에 쓸 수 없습니다. 쓰기 권한이 있는 폴더를 TMPDIR로 지정하십시오."), .machine)
    }
    defer { try? FileManager.default.removeItem(at: scratch) }
    let first = try await once(folder, scratch, hashSeed: 1)
    let second = try await once(folder, scratch, hashSeed: 2)
    return try PytestRecording(first, again: second, folder: folder)
  }

  private func once(_ folder: String, _ scratch: URL, hashSeed: Int) async throws -> Value {
    let file = scratch.appendingPathComponent("calls-\(hashSeed).json")
    var environment = ProcessInfo.processInfo.environment
    environment["PYTHONHASHSEED"] = "\(hashSeed)"
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    environment["TMPDIR"] = scratch.path
    let run = try await ProgramRun.of(
      python, [scratch.appendingPathComponent("record.py").path, folder, file.path], environment: environment,
      directory: folder)
    guard run.succeeded, let data = try? Data(contentsOf: file), let value = try? WireFormat.read(Array(data))
    else {
      throw Failure(
        LocalizedText(
          en: "The tests in '\(folder)' could not be run with \(python): \(run.lastLine).",
          ko: "'\(folder)'의 테스트를 \(python) 인터프리터로 실행하지 못했습니다: \(run.lastLine)."), .badInput)
    }
    return value
  }
}
