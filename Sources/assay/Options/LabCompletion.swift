import AssayCatalog
import Foundation

/// The ids of the labs, for shell completion; none where there is no folder of labs.
@Sendable
func completeLabs(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
  let places = LabCatalog.Places(
    environment: ProcessInfo.processInfo.environment["ASSAY_LABS"],
    workingDirectory: FileManager.default.currentDirectoryPath, executable: Installation.executable)
  return (try? LabCatalog.locate(places).identifiers()) ?? []
}
