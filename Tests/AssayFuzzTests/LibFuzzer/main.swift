// The properties as a program for libFuzzer: assay-fuzz TARGET [libFuzzer's options] [folder of inputs …].
// Built by scripts/fuzz only, which links libFuzzer without its own `main`.
import Foundation

@_silgen_name("LLVMFuzzerRunDriver")
func runDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// What was asked for: a C function captures nothing.
enum Chosen {
  static let target = FuzzTarget.named(CommandLine.arguments.dropFirst().first ?? "")
}

let name = CommandLine.arguments.dropFirst().first ?? ""
guard let target = Chosen.target else {
  print("assay-fuzz TARGET [OPTIONS] [FOLDER …]; targets: \(FuzzTarget.names.joined(separator: " "))")
  exit(EX_USAGE)
}
if CommandLine.arguments.contains("--seeds") {
  // Writes the inputs that stand in the source, so that libFuzzer can begin with them.
  for (index, seed) in target.seeds.enumerated() {
    try Data(seed.utf8).write(to: URL(fileURLWithPath: "\(CommandLine.arguments.last ?? ".")/seed-\(index)"))
  }
  try target.words.map { "\"" + $0.utf8.map { "\\x" + String($0, radix: 16).leftPadded() }.joined() + "\"" }
    .joined(separator: "\n").write(
      toFile: "\(CommandLine.arguments.last ?? ".")/../words-\(name)", atomically: true, encoding: .utf8)
  exit(EXIT_SUCCESS)
}

var count = CommandLine.argc - 1
var arguments = CommandLine.unsafeArgv + 1
arguments[0] = CommandLine.unsafeArgv[0]
exit(
  runDriver(&count, &arguments) { bytes, length in
    do {
      try Chosen.target?.check(Array(UnsafeBufferPointer(start: bytes, count: length)))
    } catch {
      FileHandle.standardError.write(Data("VIOLATION: \(error)\n".utf8))
      abort()
    }
    return 0
  })

extension String {
  /// Two digits.
  fileprivate func leftPadded() -> String { count < 2 ? "0" + self : self }
}
