import AssayCatalog
import AssayModel
import Foundation

@testable import AssayEngine
@testable import AssaySandbox

extension FuzzTarget {
  /// Manifests: every mistake has its place and says what is allowed.
  static let manifest = FuzzTarget(
    name: "manifest",
    seedFiles: ["02-profiling-io-vs-cpu", "03-asyncio-concurrent-fetcher", "06-retry-backoff-breaker"]
      .map { "labs/\($0)/lab.yaml" },
    words: [
      "- ", ": ", "&a ", "*a", "<<: ", "!!str ", "|\n", "[", "{}", "null", "1e400", "~", "schema: lab/1\n",
    ]
  ) { bytes in
    do throws(ManifestError) {
      _ = try ManifestDecoder().decode(bytes, file: "lab.yaml")
    } catch {
      try require(!error.problems.isEmpty, "an error without a problem")
      for problem in error.problems {
        try require(problem.file == "lab.yaml", "another file: \(problem)")
        try require(problem.line >= 1 && problem.column >= 1, "no place: \(problem)")
        try require(!problem.found.isEmpty && !problem.allowed.isEmpty, "no words: \(problem)")
        let place = "lab.yaml:\(problem.line):\(problem.column): \(problem.keyPath)"
        try require(problem.description.hasPrefix(place), "no place in '\(problem)'")
      }
    }
  }

  private static let values = [
    #"{"a": [1, -2.5e3, true, null, "é\n\ud83d\ude00"], "b": {"$tuple": [{"$set": []}, {"$bytes": "00ff"}]}}"#,
    #"{"$map": [[1, {"$float": "nan"}], [{"$tuple": []}, {"$object": ["T", {"f": 123456789012345678901}]}]]}"#,
    #"{"$exception": {"type": "E", "message": "m", "frames": [{"file": "a.py", "line": 1, "source": "x"}], "#
      + #""members": [], "attributes": {"$opaque": ["t", "r"]}}}"#,
  ]
  private static let marks = [
    "\"$tuple\"", "\"$set\"", "\"$map\"", "\"$bytes\"", "\"$object\"", "\"$opaque\"", "\"$exception\"",
    "\"$float\"", "\\ud800", "\\u0000", "\"", "[[", "]", "{", "}", ",", "1e999", "-0.0",
    "9223372036854775808",
  ]

  /// Values: what is read is written and read again as the same.
  static let wire = FuzzTarget(name: "wire", seeds: values, words: marks) { bytes in
    guard let value = try? WireFormat.read(bytes) else { return }
    let written = WireFormat.write(value)
    let again: Value
    do { again = try WireFormat.read(written) } catch {
      throw Violation(description: "what we wrote cannot be read: \(error)")
    }
    // Compared as bytes: not-a-number is not equal to itself.
    try require(WireFormat.write(again) == written, "another value: \(WireFormat.text(value))")
    try require(!written.contains(0x0a), "a message of two lines")
    _ = value.display(limit: 100)
  }

  /// Answers of the harness, which the learner's code can forge.
  static let harness = FuzzTarget(
    name: "harness",
    seeds: [
      #"{"token": "t", "loaded": true}"#, #"{"token": "t", "failed": \#(values[2])}"#,
      #"{"token": "t", "interface": [{"entry": 0, "problem": "missing"}]}"#,
      #"{"token": "t", "returned": \#(values[1]), "cpu": 0.1, "wait": 0.5, "held": true}"#,
      #"{"token": "t", "raised": \#(values[2])}"#, #"{"token": "t", "deadlocked": ["a"]}"#,
      #"{"hello": {"python": "3.11.2", "uid": 1, "seccomp": 2, "interfaces": ["lo"]}}"#,
    ], words: marks + ["\"token\": \"t\"", "\"returned\"", "\"raised\"", "\"cpu\""]
  ) { bytes in
    _ = try? HarnessAnswer.greeting(bytes)
    guard (try? HarnessAnswer(bytes, token: "t")) != nil else { return }
    try require((try? HarnessAnswer(bytes, token: "u")) == nil, "an answer to every question")
  }

  /// Evidence that was kept: what is read is written and read again as the same.
  static let evidence = FuzzTarget(name: "evidence", words: marks) { bytes in
    guard let evidence = try? JSONDecoder().decode(Evidence.self, from: Data(bytes)) else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let written: Data
    do { written = try encoder.encode(evidence) } catch {
      throw Violation(description: "evidence that cannot be written: \(error)")
    }
    let again: Evidence
    do { again = try JSONDecoder().decode(Evidence.self, from: written) } catch {
      throw Violation(description: "evidence that cannot be read again: \(error)")
    }
    try require(try encoder.encode(again) == written, "other evidence")
  }

  /// Frames of the launcher: however they arrive in pieces, they are the same; reports of it are read or not.
  static let frames = FuzzTarget(
    name: "frames",
    seeds: [
      "r\u{2}\0\0\0abU\0\0\0\0h\u{1}\0\0\0x",
      [
        ("k", "-"), ("s", "0"), ("w", "1"), ("c", "1"), ("m", "1"), ("i", "0"), ("p", "0"), ("h", "a"),
        ("t", ""), ("n", "1"), ("H", ""), ("T", ""), ("N", "0"),
      ].map { "\($0)\(Character(Unicode.Scalar(UInt8($1.utf8.count))))\0\0\0\($1)" }.joined(),
    ], words: ["\0\0\0\0", "s\u{1}\0\0\0", "99999999999999999999"]
  ) { bytes in
    let whole = FrameDecoder.all(in: bytes)
    var decoder = FrameDecoder()
    var pieces: [Frame] = []
    for byte in bytes {
      decoder.append([byte])
      while let frame = decoder.next() { pieces.append(frame) }
    }
    try require(whole == pieces, "other frames in pieces")
    let encoded = whole.flatMap { Frame.encode(Character(Unicode.Scalar($0.tag)), $0.content) }
    if whole.allSatisfy({ $0.tag < 0x80 }) {
      try require(bytes.starts(with: encoded), "frames that are written in another way")
    }
    if let report = LaunchReport(bytes) { _ = report.record }
  }
}
