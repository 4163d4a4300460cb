import AssayModel
import GraderKit

/// What a right `Result` for one URL says, and what kind of route made it so.
struct ExpectedResult: Sendable, Equatable {
  /// The URL's path, random in every run.
  var path: String
  /// The route's label.
  var label: String
  /// The status that must be reported; nil for none.
  var status: Int?
  /// The body that must be reported; nil for none.
  var body: BodyDigest?
  /// The `error` that must be reported; nil for none.
  var error: String?
  /// What the route does, in words that give no URL away.
  var kind: LocalizedText

  /// The entry of an answer key.
  var value: Value {
    [
      "path": .string(path), "label": .string(label), "status": status.map { .int($0) } ?? .null,
      "body": body?.value ?? .null, "error": error.map { .string($0) } ?? .null,
      "kind": ["en": .string(kind.en), "ko": .string(kind.ko)],
    ]
  }

  /// The entries of a run's answer key, in the order of the URLs.
  ///
  /// - Throws: ``GraderError`` where the scenario was not made by ``FetchURLsWorkload``.
  static func all(in run: RunRecord) throws -> [Self] {
    guard let entries = run.plan.answerKey["results"]?.elements else { throw unusable(run) }
    return try entries.map { entry in
      guard let path = entry["path"]?.text, let label = entry["label"]?.text, let kind = entry["kind"],
        let english = kind["en"]?.text, let korean = kind["ko"]?.text
      else { throw unusable(run) }
      return Self(
        path: path, label: label, status: entry["status"]?.integer,
        body: entry["body"].flatMap(BodyDigest.init),
        error: entry["error"]?.text, kind: LocalizedText(en: english, ko: korean))
    }
  }

  private static func unusable(_ run: RunRecord) -> GraderError {
    GraderError("Scenario '\(run.plan.scenario)' needs the workload `fetch.urls`.")
  }
}

/// A body as evidence carries it: its length and its CRC-32.
struct BodyDigest: Sendable, Equatable {
  /// Bytes.
  var length: Int
  /// CRC-32 (ISO 3309), as Python's `zlib.crc32` gives it.
  var checksum: Int

  /// The digest of `bytes`.
  init(of bytes: [UInt8]) {
    length = bytes.count
    checksum = Int(crc32(bytes))
  }

  /// Reads `[length, checksum]`; nil for anything else.
  init?(_ value: Value) {
    guard value.elements?.count == 2, let length = value[0]?.integer, let checksum = value[1]?.integer else {
      return nil
    }
    self.length = length
    self.checksum = checksum
  }

  /// `[length, checksum]`.
  var value: Value { [.int(length), .int(checksum)] }
}

/// The CRC-32 of ISO 3309, bit by bit: the bodies are short.
func crc32(_ bytes: [UInt8]) -> UInt32 {
  var remainder: UInt32 = 0xffff_ffff
  for byte in bytes {
    remainder ^= UInt32(byte)
    for _ in 0..<8 {
      let isOdd = remainder & 1 == 1
      remainder >>= 1
      if isOdd { remainder ^= 0xedb8_8320 }
    }
  }
  return ~remainder
}
